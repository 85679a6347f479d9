package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabCommandTest {

  private final Screen screen = new Screen();

  @Test
  void helpNamesEveryCommand() {
    int exitCode = lab("--help");

    assertThat(exitCode).isZero();
    assertThat(screen.out())
        .contains("run", "plan", "notebook", "plot", "completion", "LAB_JAVA_OPTS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "plan", "node", "notebook", "plot", "keys", "completion"})
  void everyCommandHasHelp(String command) {
    int exitCode = lab(command, "--help");

    assertThat(exitCode).isZero();
    assertThat(screen.out()).startsWith("Usage: lab " + command);
  }

  @Test
  void theVersionNamesTheJavaItRunsOn() {
    int exitCode = lab("--version");

    assertThat(exitCode).isZero();
    assertThat(screen.out()).startsWith("lab ").contains("Java " + Runtime.version());
  }

  @Test
  void theCompletionScriptKnowsTheOptions() {
    int exitCode = lab("completion");

    assertThat(exitCode).isZero();
    assertThat(screen.out()).startsWith("#!").contains("--retry-failed", "_complete_lab");
  }

  @Test
  void noCommandAtAllIsWrongInput() {
    int exitCode = lab();

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).startsWith("Usage: lab");
  }

  @Test
  void aMisspeltCommandIsRefusedWithTheNearestOne() {
    int exitCode = lab("pan", "x.conf");

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err())
        .contains("Unmatched arguments")
        .contains("plan")
        .doesNotContain("\tat ");
  }

  @Test
  void anUnknownOptionIsRefused() {
    int exitCode = lab("run", "x.conf", "--engine", "2");

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).contains("--engine").contains("--engines");
  }

  @Test
  void aNumberOfEnginesThatIsNoneIsRefused() {
    int exitCode = lab("run", "x.conf", "--engines", "many");

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err())
        .startsWith("lab: Invalid value for option '--engines': 'many' is not an int");
  }

  private int lab(String... arguments) {
    return LabCommand.commandLine(screen.console()).execute(arguments);
  }
}
