package org.labactors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.command.Attachment;
import org.labactors.command.Command;
import org.labactors.command.Input;
import org.labactors.command.Output;
import org.labactors.experiment.ByHand;
import org.labactors.experiment.Point;
import org.labactors.experiment.Trial;

/** A trial of a program that is run by hand, from another folder and in another locale. */
@Timeout(120)
class ByHandTest {

  private static final Map<String, Object> PARAMETERS =
      Map.of("x", 2.5, "name", "it's \"$HOME\" ü");

  @TempDir private Path folder;

  private String byHand(ByHand program) throws Exception {
    program.unpack(new Trial(7, Point.of(PARAMETERS), 3, 42, () -> false), folder);
    ProcessBuilder script =
        new ProcessBuilder(folder.resolve(ByHand.SCRIPT).toString())
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    script.environment().put("LC_ALL", "POSIX");
    Process started = script.start();
    started.getOutputStream().close();
    String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor()).as(output).isZero();
    return output;
  }

  private static Attachment file(String name, String content, boolean executable) {
    return new Attachment(name, content, false, executable);
  }

  @Test
  void aProgramHasItsFilesArgumentsVariablesAndLocale() throws Exception {
    String code =
        "#!/bin/sh\ncat; cat 'a b'; printf '%s|%s|%s|%s|' \"$1\" \"$NAME\" \"$LAB_REPLICATE\" \"$LC_ALL$LANG\"";
    Command command =
        new Command("bin/model", "{name}")
            .environment(Map.of("NAME", "{x}"))
            .input(Input.NONE)
            .output(Output.LINES)
            .files(file("bin/model", code, true), file("a b", "data|", false));

    assertThat(byHand(command)).startsWith("data|it's \"$HOME\" ü|2.5|3|").endsWith("8|");
  }

  @Test
  void aProgramHasItsInput() throws Exception {
    assertThat(byHand(new Command("cat").input(Input.JSON)))
        .contains("\"x\":2.5")
        .contains("it's \\\"$HOME\\\" ü")
        .contains("\"_replicate\":3");
  }

  @Test
  void aProgramThatStaysAnswersItsRequest() throws Exception {
    Command resident =
        new Command("sh", "-c", "echo ready; while read -r line; do echo \"$line\"; done")
            .resident();

    assertThat(byHand(resident).lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("{\"trial\":7,\"replicate\":3,\"seed\":")
        .contains("\"x\":2.5");
  }

  @Test
  void aFunctionInPythonAnswersWhatItReturns() throws Exception {
    assumeTrue(Programs.isThere("python3"), "there is no python3 on the PATH");
    String code =
        "import data\ndef f(x, name):\n    print('printed')\n    return {'y': data.A * x, 'name': name}";

    String answer =
        byHand(
            new Python(
                file("model.py", code, false),
                "f",
                List.of(file("data.py", "A = 3\n", false)),
                "python3"));

    assertThat(answer.lines().toList().get(1))
        .contains("\"trial\"")
        .contains("7.5")
        .doesNotContain("printed");
  }

  @Test
  void aFunctionInRAnswersWhatItReturns() throws Exception {
    assumeTrue(Programs.isThere("Rscript"), "there is no Rscript on the PATH");
    String code = "f <- function(x, name) list(y = 3 * x, name = name)";

    String answer = byHand(new R(file("model.R", code, false), "f", List.of(), "Rscript"));

    assertThat(answer.lines().toList().get(1)).contains("7.5").contains("it's");
  }
}
