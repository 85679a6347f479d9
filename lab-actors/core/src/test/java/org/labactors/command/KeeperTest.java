package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shells that stay and start one program after the other. */
@Timeout(120)
class KeeperTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @BeforeEach
  void noShellStays() {
    assumeTrue(Files.isExecutable(Launch.SHELL), "there is no /bin/sh on this machine");
    Keepers.old(0).forEach(Keeper::end);
  }

  private static String output(String script) throws Exception {
    return new Execution(List.of("sh", "-c", script), Map.of(), List.of(), null, 10_000)
        .run(printed -> {})
        .text()
        .strip();
  }

  private static boolean isAlive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void oneShellStartsOneProgramAfterTheOther() throws Exception {
    String first = output("echo $PPID");

    assertThat(output("echo $PPID")).isEqualTo(first);
  }

  @Test
  void aFailedProgramIsNoReasonForAnotherShell() throws Exception {
    String first = output("echo $PPID");

    assertThatThrownBy(() -> output("exit 3")).hasMessageContaining("exit code 3");
    assertThatThrownBy(() -> output("kill -9 $$")).hasMessageContaining("exit code 137");

    assertThat(output("echo $PPID")).isEqualTo(first);
  }

  @Test
  void noProgramWaitsForThatOfAnotherEngine() throws Exception {
    Path there = folder.resolve("there");
    ExecutorService engines = Executors.newFixedThreadPool(2);

    Future<String> first =
        engines.submit(() -> output("while ! [ -e " + there + " ]; do sleep 0.01; done; echo 1"));
    Future<String> second = engines.submit(() -> output("echo 2; : >" + there));

    assertThat(List.of(first.get(), second.get())).containsExactly("1", "2");
    engines.shutdown();
  }

  @Test
  void aShellThatIsEndedWhileItHasNothingToDoIsReplaced() throws Exception {
    String shell = output("echo $PPID");
    ProcessHandle.of(Long.parseLong(shell)).ifPresent(ProcessHandle::destroyForcibly);
    await().atMost(PATIENCE).until(() -> !isAlive(shell));

    assertThat(output("echo $PPID")).isNotEqualTo(shell);
  }

  @Test
  void aShellThatIsEndedWhileItsProgramRunsFailsThatTrialAndNoOther() throws Exception {
    String sleep = Processes.sleep();

    assertThatThrownBy(() -> output("sleep " + sleep + " & kill -9 $PPID; wait"))
        .hasMessage(
            "sh: its end is not known, because the shell that started it was ended from outside");

    assertThat(Processes.with("sleep " + sleep)).isEmpty();
    assertThat(output("echo 1")).isEqualTo("1");
  }

  @Test
  void aShellThatHasNothingToDoForALongTimeIsEndedWithItsFolder() throws Exception {
    String[] shellAndFolder = output("echo $PPID $(dirname \"$PWD\")").split(" ", 2);

    Keepers.old(0).forEach(Keeper::end);

    await().atMost(PATIENCE).until(() -> !isAlive(shellAndFolder[0]));
    assertThat(Path.of(shellAndFolder[1])).doesNotExist();
    assertThat(Keepers.old(0)).isEmpty();
  }

  @Test
  void theShellAddsNoVariables() throws Exception {
    Set<String> names =
        output("env")
            .lines()
            .filter(line -> line.matches("[A-Za-z0-9_]+=.*"))
            .map(line -> line.substring(0, line.indexOf('=')))
            .collect(Collectors.toCollection(HashSet::new));

    names.removeAll(System.getenv().keySet());

    assertThat(names).contains("LAB_TRIAL").isSubsetOf("LAB_TRIAL", "LANG", "PWD", "SHLVL", "_");
  }
}
