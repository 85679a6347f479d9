package org.labactors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.command.Attachment;
import org.labactors.command.Processes;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.study.Study;

/** Studies of a thousand trials of which some fail, each in a way of its own. */
@Timeout(300)
class FailingFunctionsIT {

  /** Which trials fail, by the number that they are given, and with which words. */
  private static final Map<Integer, String> PYTHON =
      Map.of(
          7, "ValueError: seven",
          117, "model.py, simulate: has ended, exit code 3.*",
          217, "model.py, simulate: was ended by signal 9 \\(kill\\).*",
          317, "model.py, simulate: answered what is no JSON \\(.*\\): nonsense; it was ended.*",
          417, "model.py, simulate: answered trial -5 when it was asked for trial [0-9]+; .*",
          517, "model.py, simulate: printed more than 16777216 bytes during the trial, .*",
          617, "timed out: still running after .*",
          717, "SystemExit: 4",
          817, "TypeError: 'y' is a value of type builtins.complex; .*",
          917, "TypeError: simulate returned None; it must return a dict of named results .*");

  private static final String PYTHON_MODEL =
      """
      import os, random, subprocess, sys, time
      def simulate(n):
          if n %% 100 == 17:
              subprocess.Popen(["sleep", "%1$s"])
          if n == 7: raise ValueError("seven")
          if n == 117: os._exit(3)
          if n == 217: os.kill(os.getpid(), 9)
          if n == 317: os.write(3, b"nonsense\\n")
          if n == 417: os.write(3, b'{"trial": -5, "results": {}}\\n')
          while n == 517: print("x" * 1000000)
          if n == 617: print("asleep"); time.sleep(1000)
          if n == 717: sys.exit(4)
          if n == 817: return {"y": 1j}
          if n == 917: return None
          return {"n": n, "y": random.random()}
      """;

  private static final Map<Integer, String> R =
      Map.of(
          7, "Error: seven",
          117, "model.R, simulate: has ended, exit code 3.*",
          217, "model.R, simulate: was ended by signal 9 \\(kill\\).*",
          317, "model.R, simulate: answered what is no JSON \\(.*\\): nonsense; it was ended.*",
          417, "model.R, simulate: answered trial -5 when it was asked for trial [0-9]+; .*",
          517, "model.R, simulate: printed more than 16777216 bytes during the trial, .*",
          617, "timed out: still running after .*",
          817, "Error: 'y' is a value of class complex; .*",
          917, "Error: simulate returned NULL; it must return a named list .*");

  private static final String R_MODEL =
      """
      simulate <- function(n) {
        if (n %%%% 100 == 17) system("sleep %1$s", wait = FALSE)
        if (n == 7) stop("seven")
        if (n == 117) quit(status = 3)
        if (n == 217) tools::pskill(Sys.getpid(), 9)
        if (n == 317) system("echo nonsense >&3")
        if (n == 417) system("echo '{\\"trial\\": -5, \\"results\\": {}}' >&3")
        while (n == 517) cat(strrep("x", 1000000), "\\n")
        if (n == 617) { cat("asleep\\n"); Sys.sleep(1000) }
        if (n == 817) return(list(y = 1i))
        if (n == 917) return(NULL)
        list(n = n, y = runif(1))
      }
      """;

  private final String sleep = Processes.sleep();

  /** A name that no program of another test has. */
  private final String function = "simulate_" + sleep.replace('.', '_');

  private static Study study(Experiment experiment) {
    return Study.of(experiment)
        .with("n", Range.stepped(0L, 999L, 1L))
        .seed(42)
        .timeout(Duration.ofSeconds(10));
  }

  private static Map<Long, Row> rows(Study study, int engines) throws Exception {
    try (Lab lab = Lab.builder().inMemory().engines(engines).open()) {
      Run run = lab.submit("failing", study);
      assertThat(run.await().recorded()).isEqualTo(1000);
      return new TreeMap<>(
          run.results()
              .rows(Query.ALL)
              .collect(Collectors.toMap(row -> (Long) row.parameters().get("n"), row -> row)));
    }
  }

  private void check(Experiment experiment, Map<Integer, String> failures) throws Exception {
    Map<Long, Row> two = rows(study(experiment), 2);
    Map<Long, Row> one = rows(study(experiment), 1);

    assertThat(two).hasSize(1000);
    failures.forEach(
        (n, words) ->
            assertThat(two.get((long) n).failure().exception())
                .as("%s", n)
                .matches(
                    "(?s)(org.labactors.command.CommandException: )?"
                        + words.replace("simulate", function)));
    assertThat(two.get(617L).metadata()).containsEntry("output", "asleep\n");
    Map<Long, String> others = new TreeMap<>();
    two.forEach(
        (n, row) -> {
          if (row.failure() != null && !failures.containsKey(n.intValue())) {
            others.put(n, String.valueOf(row.failure()));
          }
        });
    assertThat(others).isEmpty();
    assertThat(IntStream.range(0, 1000).mapToObj(n -> two.get((long) n).results()).toList())
        .isEqualTo(IntStream.range(0, 1000).mapToObj(n -> one.get((long) n).results()).toList());
    await().atMost(Duration.ofSeconds(30)).until(() -> Processes.with(sleep).isEmpty());
    await().atMost(Duration.ofSeconds(30)).until(() -> Processes.with(function).isEmpty());
  }

  @Test
  void inPythonTheyFailAndNoOthers() throws Exception {
    assumeTrue(Programs.isThere("python3"), "there is no python3 on the PATH");
    String model = PYTHON_MODEL.formatted(sleep).replace("simulate", function);

    check(
        new Python(new Attachment("model.py", model, false, false), function, List.of(), "python3"),
        PYTHON);
  }

  @Test
  void inRTheyFailAndNoOthers() throws Exception {
    assumeTrue(Programs.isThere("Rscript"), "there is no Rscript on the PATH");
    String model = R_MODEL.formatted(sleep).replace("simulate", function);

    check(new R(new Attachment("model.R", model, false, false), function, List.of(), "Rscript"), R);
  }
}
