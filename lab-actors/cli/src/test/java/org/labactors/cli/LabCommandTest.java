package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.cli.internal.terminal.ErrorHandler;

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
    PrintStream before = System.err;
    ByteArrayOutputStream warnings = new ByteArrayOutputStream();
    System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode = lab(command, "--help");
    } finally {
      System.setErr(before);
    }

    assertThat(exitCode).isZero();
    assertThat(screen.out()).startsWith("Usage: lab " + command);
    assertThat(warnings.toString(StandardCharsets.UTF_8)).doesNotContain("picocli");
  }

  @Test
  void aShortageOfMemorySaysHowToGiveMore() {
    int exitCode =
        new ErrorHandler(screen.console())
            .unforeseen(new CompletionException(new OutOfMemoryError("Java heap space")));

    assertThat(exitCode).isEqualTo(1);
    assertThat(screen.err())
        .startsWith("lab: out of memory: the heap may take ")
        .contains("MB (Java heap space)\nGive it more, such as LAB_JAVA_OPTS=-Xmx");
  }

  @Test
  void librariesAreQuietOnTheCommandLine() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LabCommand.class.getResource("/logback-lab.xml"));

    assertThat(context.getLogger("org.apache.parquet.column.impl").isWarnEnabled()).isFalse();
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

  /** A command is read without the others, which takes less time. */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "--unknown", "help", "x"})
  void aCommandOnItsOwnDoesWhatItDoesAmongAll(String argument) {
    Set<String> commands = LabCommand.commandLine(screen.console()).getSubcommands().keySet();
    assertThat(commands).hasSize(11);
    for (String command : commands) {
      Screen whole = new Screen();
      int code = LabCommand.commandLine(whole.console()).execute(command, argument);
      Screen alone = new Screen();

      assertThat(alone.lab(command, argument)).as(command).isEqualTo(code);
      assertThat(alone.out()).as(command).isEqualTo(whole.out());
      assertThat(alone.err()).as(command).isEqualTo(whole.err());
    }
  }

  private int lab(String... arguments) {
    return LabCommand.execute(screen.console(), arguments);
  }
}
