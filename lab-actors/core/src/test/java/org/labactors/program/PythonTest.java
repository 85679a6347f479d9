package org.labactors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.command.Attachment;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.experiment.Trial;

@Timeout(120)
class PythonTest {

  private Python python;

  @BeforeEach
  void pythonIsThere() {
    assumeTrue(Programs.isThere("python3"), "there is no python3 on the PATH");
  }

  @AfterEach
  void close() {
    if (python != null) {
      python.close();
    }
  }

  private Python function(String code, Attachment... files) {
    python =
        new Python(
            new Attachment("model.py", code, false, false), "simulate", List.of(files), "python3");
    return python;
  }

  private static Result result(Python function, Map<String, ?> parameters) {
    Trial trial = new Trial(7, Point.of(parameters), 3, 42, () -> false);
    return new LifeCycle(InstantSource.system(), System::nanoTime).run(function, trial);
  }

  private Map<String, Object> row(String code, Map<String, ?> parameters) {
    Result result = result(function(code), parameters);
    assertThat(result.failure()).isNull();
    return result.rows().get(0);
  }

  @Test
  void parametersArePassedByName() {
    String code = "def simulate(gamma, beta):\n    return {'r': beta / gamma}";

    assertThat(row(code, Map.of("beta", 1.0, "gamma", 2.0))).isEqualTo(Map.of("r", 0.5));
  }

  @Test
  void seedAndReplicateArePassedIfTheFunctionAsksForThem() {
    long seed = new Trial(7, Point.of(Map.of()), 3, 42, () -> false).seed() & Long.MAX_VALUE;

    assertThat(row("def simulate(**all):\n    return all", Map.of()))
        .isEqualTo(Map.of("seed", seed, "replicate", 3L));
    assertThat(row("def simulate(replicate):\n    return {'n': replicate}", Map.of()))
        .isEqualTo(Map.of("n", 3L));
  }

  @Test
  void anExceptionIsAFailureWithPythonsTraceAndLeavesTheProgramRunning() {
    Python function =
        function("import os\ndef simulate(x):\n    return {'y': 1 / x, 'pid': os.getpid()}");

    Object before = result(function, Map.of("x", 1)).rows().get(0).get("pid");
    Result failed = result(function, Map.of("x", 0));

    assertThat(failed.failure().exception()).isEqualTo("ZeroDivisionError: division by zero");
    assertThat(failed.failure().traceback())
        .startsWith(
            "Traceback (most recent call last):\n  File \"model.py\", line 3, in simulate\n");
    assertThat(result(function, Map.of("x", 1)).rows().get(0)).containsEntry("pid", before);
  }

  @Test
  void whatIsPrintedIsKeptWithTheTrialAndIsNoAnswer() {
    Python function =
        function(
            "import os, sys\n"
                + "def simulate(x):\n"
                + "    if x == 1:\n"
                + "        print('a')\n"
                + "        os.write(1, b'b\\n"
                + "')\n"
                + "        os.write(2, b'c\\n"
                + "')\n"
                + "    return {'y': x}");

    assertThat(result(function, Map.of("x", 0)).metadata()).doesNotContainKey("output");
    assertThat((String) result(function, Map.of("x", 1)).metadata().get("output"))
        .contains("a\n", "b\n", "c\n");
    assertThat(result(function, Map.of("x", 0)).metadata()).doesNotContainKey("output");
  }

  @Test
  void modulesThatAreMissingAreNamedBeforeTheFirstTrial() {
    Python function =
        function("import nowhere_at_all\ndef simulate():\n    import not_there.either\n");

    assertThatThrownBy(function::ready)
        .hasMessageContaining(
            "these modules are not on this machine: not_there (imported by model.py),"
                + " nowhere_at_all (imported by model.py). Install them for ");
  }

  @Test
  void modulesAmongTheFilesAreFound() {
    Python function =
        function(
            "import mine\ndef simulate():\n    return mine.values()",
            new Attachment("mine.py", "def values():\n    return {'y': 1}", false, false));

    assertThat(result(function, Map.of()).rows()).containsExactly(Map.of("y", 1L));
  }
}
