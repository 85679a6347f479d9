package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.internal.process.Leftovers;
import org.labactors.internal.process.ProcessNumbers;
import org.labactors.internal.process.ProcessTable;

/** What programs leave behind that put their children into sessions of their own. */
@Timeout(120)
class LeftoversIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Runs programs that leave children and do not end, until it is killed. */
  static final class Lab {
    private Lab() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 3; i++) {
        new Thread(() -> run("sh", "-c", LEAVING + "; sleep $0", arguments[0])).start();
      }
    }
  }

  /** Ends what others left behind. */
  static final class Next {
    private Next() {}

    public static void main(String[] arguments) {
      run("sh", "-c", ":");
      Leftovers.sweep();
    }
  }

  /** Children that take on one program after the other, so that they are between two often. */
  private static final String LEAVING =
      "for i in 1 2 3 4 5 6; do"
          + " (setsid env env env sleep $0 </dev/null >/dev/null 2>&1 &); done";

  private static final int CHILDREN = 3 * (6 + 1);

  private final String seconds = Processes.sleep();
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void thisIsLinux() {
    assumeTrue(ProcessTable.isThere(), "there is no /proc on this machine");
  }

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
    Processes.end("sleep " + seconds);
  }

  @Test
  void nothingIsLeftOfProgramsThatEndWhileTheirChildrenBegin() throws Exception {
    ExecutorService engines = Executors.newFixedThreadPool(8);

    List<Future<?>> programs = new ArrayList<>();
    IntStream.range(0, 300)
        .forEach(
            i ->
                programs.add(
                    engines.submit(
                        () ->
                            run(
                                "sh",
                                "-c",
                                "(setsid sleep $0 </dev/null >/dev/null 2>&1 &)",
                                seconds))));

    for (Future<?> program : programs) {
      program.get();
    }
    engines.shutdown();
    assertThat(Processes.with("sleep " + seconds)).isEmpty();
  }

  @Test
  void theWatcherEndsTheProgramsOfALabThatIsKilled() throws Exception {
    Process lab = jvm(Lab.class);
    await().atMost(PATIENCE).until(() -> left().size() >= CHILDREN);

    lab.destroyForcibly();

    await().atMost(PATIENCE).until(() -> left().isEmpty());
  }

  @Test
  void whatALabLeavesThatIsKilledWithItsWatcherIsEndedByTheNextAndNothingElse() throws Exception {
    Process living = jvm(Lab.class);
    Process killed = jvm(Lab.class);
    await().atMost(PATIENCE).until(() -> left().size() >= 2 * CHILDREN);
    killed.children().filter(LeftoversIT::isWatcher).forEach(ProcessHandle::destroyForcibly);
    killed.destroyForcibly().waitFor();
    await().atMost(PATIENCE).until(() -> killed.children().findAny().isEmpty());
    List<String> before = left();

    Process next = jvm(Next.class);

    assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(before).hasSizeGreaterThan(CHILDREN);
    assertThat(left()).hasSize(CHILDREN);
    assertThat(living.isAlive()).isTrue();
  }

  @Test
  void aNewWatcherIsStartedForOneThatIsGone() {
    run("sh", "-c", ":");
    watchers().forEach(ProcessHandle::destroyForcibly);
    await().atMost(PATIENCE).until(() -> watchers().findAny().isEmpty());

    run("sh", "-c", ":");

    assertThat(watchers()).hasSize(1);
  }

  @Test
  void olderProcessesAreNotLookedAt() throws Exception {
    Process older = start("sleep", seconds);
    Process program = start("sleep", seconds);
    ProcessNumbers numbers = ProcessNumbers.since(program.pid());
    Process younger = start("sleep", seconds);

    List<Long> seen = new ArrayList<>();
    boolean unused = numbers.forEach(seen::add);

    assertThat(seen).contains(program.pid(), younger.pid()).doesNotContain(older.pid());
  }

  private List<String> left() {
    return Processes.with("sleep " + seconds).stream().filter(l -> !l.contains("-c")).toList();
  }

  private static Stream<ProcessHandle> watchers() {
    return ProcessHandle.current().children().filter(LeftoversIT::isWatcher);
  }

  private static boolean isWatcher(ProcessHandle process) {
    return process.isAlive()
        && process.info().commandLine().filter(line -> line.contains("lab-watcher")).isPresent();
  }

  private static void run(String... command) {
    try {
      new Execution(List.of(command), Map.of(), List.of(), null, 1_000).run(printed -> {});
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private Process jvm(Class<?> program) throws IOException {
    return start(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        program.getName(),
        seconds);
  }

  private Process start(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    return process;
  }
}
