package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.combinator.Repeated;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.internal.process.ProgramLocale;

@Timeout(120)
class CommandTest {

  /** Starting programs on a busy machine takes its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @BeforeEach
  void aShellIsThere() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh on this machine");
  }

  private static Command shell(String script) {
    return new Command("sh", "-c", script).output(Output.LINES);
  }

  private static Result result(Experiment experiment) {
    return result(experiment, 3);
  }

  private static Result result(Experiment experiment, int replicate) {
    Point point = Point.of(Map.of("beta", 0.5, "name", "a b", "list", List.of(1, 2.5)));
    Trial trial = new Trial(7, point, replicate, 42, () -> false);
    return new LifeCycle(InstantSource.system(), System::nanoTime).run(experiment, trial);
  }

  private static Map<String, Object> row(Experiment experiment) {
    Result result = result(experiment);
    assertThat(result.failure()).isNull();
    return result.rows().get(0);
  }

  private static String failure(Experiment experiment) {
    return result(experiment).failure().exception();
  }

  @Test
  void parametersGoIntoArguments() {
    Command command =
        new Command("printf", "%s\\n", "beta={beta}", "name=<{name}>", "list={list}", "{{}}=1")
            .output(Output.LINES);

    assertThat(row(command))
        .isEqualTo(Map.of("beta", 0.5, "name", "<a b>", "list", "[1,2.5]", "{}", 1L));
  }

  @Test
  void parametersGoIntoEnvironmentVariables() {
    Command command =
        shell("echo beta=$BETA; echo replicate=$LAB_REPLICATE; echo seed=$LAB_SEED")
            .environment(Map.of("BETA", "{beta}"));

    Map<String, Object> row = row(command);

    assertThat(row).containsEntry("beta", 0.5).containsEntry("replicate", 3L);
    assertThat((Long) row.get("seed")).isNotNegative();
  }

  @Test
  void parametersGoIntoADocumentOnTheStandardInput() {
    Command command = new Command("sed", "s/\"_/\"/g").input(Input.JSON).output(Output.JSON);

    Map<String, Object> row = row(command);

    assertThat(row)
        .containsEntry("beta", 0.5)
        .containsEntry("name", "a b")
        .containsEntry("list", List.of(1L, 2.5))
        .containsEntry("replicate", 3L)
        .containsEntry("seed", row(shell("echo seed={_seed}")).get("seed"));
  }

  @Test
  void nothingIsChangedOnItsWayIntoAProgram() {
    String text = "a'b\"c\\d$e`f\n*é√漢😀ß \t;& ";
    Command command =
        new Command(
                "sh",
                "-c",
                "printf %s \"$1\" | cmp - want && printf %s \"$V\" | cmp - want && echo y=1",
                "sh",
                text)
            .environment(Map.of("V", text))
            .files(new Attachment("want", text, false, false));

    assertThat(row(command.output(Output.LINES))).isEqualTo(Map.of("y", 1L));
  }

  @Test
  void whatNoProgramCanBeGivenIsAFailure() {
    assertThat(failure(shell("echo y=1").environment(Map.of("V", "a\0b"))))
        .endsWith(
            "V has a character U+0000, which no program can be given; leave it out, or take input = json");
    assertThat(failure(new Command("echo", "\ud83d")))
        .endsWith("argument 1 has half of a surrogate pair, which is no character; leave it out");
  }

  @Test
  void variablesMayHaveNamesThatAShellDoesNotKnow() {
    Command command =
        new Command(
                "awk",
                "BEGIN {{ e(\"my.name\"); e(\"UID\"); e(\"PPID\") }}"
                    + " function e(name) {{ print name \"=\" ENVIRON[name] }}")
            .environment(Map.of("my.name", "1", "UID", "u", "PPID", "p"));

    assertThat(row(command.output(Output.LINES)))
        .isEqualTo(Map.of("my.name", 1L, "UID", "u", "PPID", "p"));
  }

  @Test
  void aProgramMayHaveAnEqualsSignInItsName() {
    Attachment script = new Attachment("a=b/sim.sh", "#!/bin/sh\necho y=$1\n", false, true);

    assertThat(row(new Command("./a=b/sim.sh", "2").output(Output.LINES).files(script)))
        .isEqualTo(Map.of("y", 2L));
  }

  @Test
  void theLocaleIsTheSameEverywhereUnlessTheStudySaysOtherwise() {
    Map<String, Object> row = row(shell("env | grep -v ^_"));

    assertThat(row).containsEntry("LANG", "C.UTF-8").doesNotContainKeys("LC_ALL", "LANGUAGE");
    assertThat(
            row(
                shell("env | grep -v ^_")
                    .environment(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8"))))
        .containsEntry("LC_ALL", "C")
        .containsEntry("LANG", "de_DE.UTF-8");
  }

  @Test
  void whereThereIsNoPlainLocaleAnotherOneWithUtf8IsTaken() {
    assertThat(ProgramLocale.choose(List.of("C", "de_DE.utf8", "C.utf8"))).isEqualTo("C.UTF-8");
    assertThat(ProgramLocale.choose(List.of("C", "de_DE.UTF-8", "en_US.UTF-8")))
        .isEqualTo("en_US.UTF-8");
    assertThat(ProgramLocale.choose(List.of("C", "de_DE", "de_DE.utf8"))).isEqualTo("de_DE.utf8");
    assertThat(ProgramLocale.choose(List.of())).isEqualTo("C.UTF-8");
  }

  @Test
  void withoutADocumentTheStandardInputIsEmpty() {
    assertThat(row(shell("echo bytes=$(cat | wc -c)"))).isEqualTo(Map.of("bytes", 0L));
  }

  @Test
  void theSeedIsTheTrialsAndAnotherForEachRepetition() {
    Command command = shell("echo seed=$LAB_SEED");

    Object seed = row(command).get("seed");
    Result other = result(command, 4);
    Result repeated = result(new Repeated(command, 3));
    Result again = result(new Repeated(command, 3));

    assertThat(row(command)).containsEntry("seed", seed);
    assertThat(other.rows().get(0)).doesNotContainEntry("seed", seed);
    assertThat(repeated.rows()).hasSize(3).doesNotHaveDuplicates().isEqualTo(again.rows());
  }

  @Test
  void severalRowsComeFromACsv() {
    Command command = new Command("printf", "t,x\\n0,{beta}\\n1,2\\n").output(Output.CSV);

    assertThat(result(command).rows())
        .containsExactly(Map.of("t", 0L, "x", 0.5), Map.of("t", 1L, "x", 2L));
  }

  @Test
  void eachTrialHasAFolderOfItsOwnWithTheFilesAndNothingIsLeftOfIt() {
    Command command =
        shell(
                "cat in/data.txt; pwd | sed s/^/folder=/; mkdir locked; touch locked/x;"
                    + " chmod 500 locked; ls | wc -l | sed s/^/entries=/")
            .files(new Attachment("in/data.txt", "data=hello ä\n", false, false));

    Map<String, Object> first = row(command);
    Map<String, Object> second = row(command);

    assertThat(first).containsEntry("data", "hello ä").containsEntry("entries", 2L);
    assertThat(first.get("folder")).isNotEqualTo(second.get("folder"));
    assertThat(Path.of((String) first.get("folder"))).doesNotExist();
  }

  @Test
  void nothingIsLeftOfTheFolderOfAFailedTrialEither() {
    String exception = failure(shell("pwd >&2; exit 1"));

    assertThat(exception).contains("exit code 1: /");
    assertThat(Path.of(exception.substring(exception.indexOf(": /") + 2))).doesNotExist();
  }

  @Test
  void anAttachedScriptIsStartedByItsName() {
    Attachment script = new Attachment("sim.sh", "#!/bin/sh\necho y=$1\n", false, true);

    assertThat(row(new Command("./sim.sh", "{beta}").output(Output.LINES).files(script)))
        .isEqualTo(Map.of("y", 0.5));
  }

  @Test
  void scriptsAreStartedByManyEnginesAtOnce() throws Exception {
    Attachment script = new Attachment("sim.sh", "#!/bin/sh\necho y=1\n", false, true);
    Command command = new Command("./sim.sh").output(Output.LINES).files(script);
    ExecutorService engines = Executors.newFixedThreadPool(8);

    List<Future<Result>> results =
        IntStream.range(0, 200).mapToObj(i -> engines.submit(() -> result(command))).toList();

    for (Future<Result> each : results) {
      assertThat(each.get().failure()).isNull();
    }
    engines.shutdown();
  }

  @Test
  void anExitCodeIsAFailureThatTellsHowItWasStartedAndWhatItWrote() {
    Command command =
        shell("echo partly=1; echo first >&2; echo 'ValueError: beta is {beta}' >&2; exit 3")
            .environment(Map.of("BETA", "{beta}"))
            .input(Input.JSON);

    Result result = result(command);

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.failure().exception())
        .isEqualTo(
            "org.labactors.command.CommandException: sh: exit code 3: ValueError: beta is 0.5");
    assertThat(result.failure().traceback())
        .contains("  command: sh -c echo partly=1;")
        .contains("  BETA=0.5\n  LAB_REPLICATE=3\n  LAB_SEED=")
        .contains("standard input:\n{\"beta\":0.5,\"list\":[1,2.5],\"name\":\"a b\",\"_seed\":")
        .contains("the end of its standard error:\nfirst\nValueError: beta is 0.5\n")
        .contains("the beginning of its standard output:\npartly=1\n")
        .doesNotContain("\tat ");
  }

  @Test
  void whatIsNoTextInUtf8IsEscapedInAFailure() {
    assertThat(failure(shell("printf 'f\\374r √' >&2; exit 1")))
        .endsWith("sh: exit code 1: f\\xFCr √");
  }

  @Test
  void ofALongStandardErrorTheEndIsKept() {
    Command command =
        shell("i=0; while [ $i -lt 5000 ]; do echo line $i >&2; i=$((i+1)); done; exit 1");

    String traceback = result(command).failure().traceback();

    assertThat(traceback).contains("\nline 4999\n").doesNotContain("\nline 3000\n");
    assertThat(traceback.length()).isBetween(16_000, 18_000);
  }

  @Test
  void aProgramThatIsNotThereIsNamedWithThePath() {
    assertThat(failure(new Command("no-such-program")))
        .startsWith(
            "org.labactors.command.CommandException: no-such-program: there is no such program on"
                + " this machine; install it, or put its folder on the PATH, which is ")
        .endsWith(System.getenv("PATH"));
    assertThat(failure(new Command("/no/such/program")))
        .endsWith("/no/such/program: there is no such file on this machine");
    assertThat(failure(new Command("./plain").files(new Attachment("plain", "echo", false, false))))
        .endsWith("./plain: may not be executed; give it the permission (chmod +x)");
  }

  @Test
  void garbageIsAFailureThatShowsIt() {
    Result result = result(new Command("echo", "hello"));

    assertThat(result.failure().exception())
        .startsWith(
            "org.labactors.command.CommandException: echo: cannot read its standard output: it is"
                + " not JSON: line 1: Unrecognized token 'hello'");
    assertThat(result.failure().traceback())
        .contains("the beginning of its standard output:\nhello\n");
    assertThat(failure(new Command("printf", "\\377")))
        .endsWith("cannot read its standard output: it is no text in UTF-8");
  }

  @Test
  void aFloodIsAFailureThatSaysTheLimitAndNothingGoesOnWriting() {
    String sleep = Processes.sleep();
    Command output = shell("sleep " + sleep + " & yes").outputLimit(100_000);
    Command errors = shell("yes >&2").outputLimit(100_000);

    assertThat(failure(output))
        .endsWith(
            "sh: wrote more than 100000 bytes to its standard output and was ended; let it write"
                + " less, or raise outputLimit");
    assertThat(failure(errors)).contains("wrote more than 100000 bytes to its standard error");
    assertThat(Processes.with(sleep)).isEmpty();
  }

  @Test
  void asMuchAsIsAllowedMayBeWritten() {
    Command command = shell("printf x=; head -c 99997 /dev/zero | tr '\\0' a; echo");

    assertThat((String) row(command.outputLimit(100_000)).get("x")).hasSize(99_997);
    assertThat(failure(command.outputLimit(99_999))).contains("wrote more than 99999 bytes");
  }

  @Test
  void whatHangsIsEndedWithAllThatItStartedWhenTheTrialIsCalledOff() throws Exception {
    String sleep = Processes.sleep();
    // Children that ignore what asks them to end, that have left the group, that have no parent.
    Command hanging =
        shell(
                "trap '' TERM; sh -c \"trap '' TERM; sleep $S\" & sleep $S >/dev/null 2>&1 &"
                    + " (sleep $S &) ; (setsid sleep $S >/dev/null 2>&1 &); sleep $S")
            .environment(Map.of("S", sleep));
    AtomicReference<Result> result = new AtomicReference<>();
    Thread engine = new Thread(() -> result.set(result(hanging)));
    engine.start();
    await().atMost(PATIENCE).until(() -> Processes.with("sleep " + sleep).size() >= 5);

    engine.interrupt();
    engine.join();

    assertThat(Processes.with(sleep)).isEmpty();
    assertThat(result.get().failure().exception()).isEqualTo("java.lang.InterruptedException");
  }

  /** Tried again if the trial was called off before its output was read. */
  @Test
  void whatAProgramPrintedIsKeptWhenTheTrialIsCalledOff() {
    String sleep = Processes.sleep();
    Command hanging = shell("echo begun >&2; echo y=1; sleep " + sleep);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              AtomicReference<Result> result = new AtomicReference<>();
              Thread engine = new Thread(() -> result.set(result(hanging)));
              engine.start();
              await().atMost(PATIENCE).until(() -> !Processes.with("sleep " + sleep).isEmpty());
              engine.interrupt();
              engine.join();
              assertThat(result.get().metadata()).containsEntry("output", "begun\ny=1\n");
            });
  }

  @Test
  void aChildThatStillHoldsTheOutputWhenItsParentHasEndedIsAFailure() {
    String sleep = Processes.sleep();

    String exception = failure(shell("echo y=1; sleep " + sleep + " &"));

    assertThat(exception)
        .contains("sh: has ended, but what it started still held its output open and was ended: ")
        .contains("sleep (")
        .endsWith("; let the program wait for what it starts");
    assertThat(Processes.with(sleep)).isEmpty();
  }

  @Test
  void aChildThatHasLetGoOfTheOutputIsEndedWithoutFuss() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc on this machine");
    String sleep = Processes.sleep();

    Map<String, Object> row =
        row(shell("echo y=1; (setsid sleep " + sleep + " </dev/null >/dev/null 2>&1 &)"));

    assertThat(row).isEqualTo(Map.of("y", 1L));
    assertThat(Processes.with(sleep)).isEmpty();
  }

  @Test
  void anOutputThatIsFinishedSoonAfterTheEndCounts() {
    assertThat(row(shell("(sleep 0.2; echo y=1) &"))).isEqualTo(Map.of("y", 1L));
  }

  @Test
  void whatATerminalSendsToAllDoesNotReachTheProgram() {
    assertThat(row(shell("kill -INT $$; kill -HUP $$; kill -QUIT $$; echo y=1")))
        .isEqualTo(Map.of("y", 1L));
  }
}
