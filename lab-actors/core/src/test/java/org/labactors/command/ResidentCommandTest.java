package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Point;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Result;
import org.labactors.experiment.Trial;

@Timeout(120)
class ResidentCommandTest {

  /** Answers with its number and that of its process; what is in ACTION it does before. */
  private static final String WORKER =
      """
      echo '{"ready": {"worker": "1.0"}}'
      while read -r line; do
        n=${line#*:}; n=${n%%,*}
        ACTION
        echo "{\\"trial\\": $n, \\"results\\": {\\"n\\": $n, \\"pid\\": $$}}"
      done
      """;

  private final String sleep = Processes.sleep();
  private Resident worker = new Command("true");

  @BeforeEach
  void aShellIsThere() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh on this machine");
  }

  @AfterEach
  void close() {
    worker.close();
    Processes.end(sleep);
  }

  private static Command script(String text) {
    return new Command("sh", "worker.sh")
        .files(new Attachment("worker.sh", text, false, false))
        .resident();
  }

  private Command doing(String action) {
    Command command = script(WORKER.replace("ACTION", action));
    worker = command;
    return command;
  }

  private static Trial trial(long number) {
    return new Trial(number, Point.of(Map.of("beta", 0.5)), 0, 42, () -> false);
  }

  /** Runs a trial as an engine does that knows which trials follow. */
  private static Result result(Resident experiment, long number, long... following)
      throws Exception {
    experiment.ready();
    experiment.ahead(
        LongStream.concat(LongStream.of(number), LongStream.of(following))
            .mapToObj(ResidentCommandTest::trial)
            .toList());
    return new LifeCycle(InstantSource.system(), System::nanoTime).run(experiment, trial(number));
  }

  private static Object pid(Result result) {
    assertThat(result.failure()).isNull();
    return result.rows().get(0).get("pid");
  }

  private static String failure(Result result) {
    return result.failure().exception().replaceFirst("^.*CommandException: ", "");
  }

  @Test
  void oneProgramRunsAllTrials() throws Exception {
    Command command = doing("");

    Object first = pid(result(command, 0, 1, 2));

    assertThat(pid(result(command, 1, 2))).isEqualTo(first);
    assertThat(pid(result(command, 2))).isEqualTo(first);
  }

  @Test
  void noTrialIsBlamedForWhatOneBeforeItAnswersThatIsNotWantedAnyMore() throws Exception {
    Command command = doing("[ $n = 101 ] && echo nonsense");
    for (int n = 0; n < 50; n++) { // until it is known how short they are
      assertThat(result(command, n, n + 1).failure()).isNull();
    }

    assertThat(result(command, 100, 101, 102).failure()).isNull();
    assertThat(result(command, 102).failure()).isNull();
  }

  @Test
  void aRequestHasWhatTheTrialIs() throws Exception {
    Command command =
        script(
            """
            echo '{"ready": {}}'
            read -r line
            printf '{"trial": 7, "results": {"request": %s}}\\n' "$line"
            """);
    worker = command;

    Result result = result(command, 7);

    assertThat(result.rows())
        .containsExactly(
            Map.of(
                "request",
                Map.of(
                    "trial",
                    7L,
                    "replicate",
                    0L,
                    "seed",
                    ResidentProgram.seed(trial(7)),
                    "parameters",
                    Map.of("beta", 0.5))));
  }

  @Test
  void trialsThatAnotherEngineTookOverAreLeftOut() throws Exception {
    Command command = doing("");
    for (long n = 0; n < 30; n++) { // so many that it is known to be quick
      result(command, n, n + 1, n + 2, n + 3, n + 4);
    }

    assertThat(result(command, 90, 91).rows().get(0)).containsEntry("n", 90L);
  }

  @Test
  void itIsStartedAnewAfterSoManyTrials() throws Exception {
    Command command = doing("").restartAfter(2);
    worker = command;

    Object first = pid(result(command, 0, 1, 2, 3));
    Object second = pid(result(command, 1, 2, 3));
    Object third = pid(result(command, 2, 3));

    assertThat(second).isEqualTo(first);
    assertThat(third).isNotEqualTo(second);
    assertThat(pid(result(command, 3))).isEqualTo(third);
  }

  @Test
  void whatItSaysOfItselfIsNotedWithTheFirstTrial() throws Exception {
    Command command = doing("");

    assertThat(result(command, 0).metadata())
        .isEqualTo(Map.of("versions", Map.of("worker", "1.0")));
    assertThat(result(command, 1).metadata()).isEmpty();
  }

  @Test
  void whatItPrintsIsKeptWithTheTrial() throws Exception {
    Command command = doing("[ $n = 1 ] && echo oops >&2");

    assertThat(result(command, 0).metadata()).doesNotContainKey("output");
    assertThat(result(command, 1).metadata()).containsEntry("output", "oops\n");
    assertThat(result(command, 2).metadata()).doesNotContainKey("output");
  }

  @Test
  void anErrorFailsTheTrialAndLeavesItRunning() throws Exception {
    Command command =
        doing(
            "[ $n = 1 ] && printf '%s\\n"
                + "' '{\"trial\": 1, \"error\": {\"type\": \"Oops\", \"message\": \"no\","
                + " \"trace\": \"line 1\\n"
                + "line 2\"}}' && continue");
    Object first = pid(result(command, 0));

    Result failed = result(command, 1);

    assertThat(failed.failure().exception()).isEqualTo("Oops: no");
    assertThat(failed.failure().traceback()).isEqualTo("line 1\nline 2\n");
    assertThat(pid(result(command, 2))).isEqualTo(first);
  }

  @Test
  void itsEndFailsTheTrialThatWasRunningAndEndsWhatItStarted() throws Exception {
    Command command = doing("[ $n = 1 ] && { sleep " + sleep + " & echo why >&2; exit 3; }");
    Object first = pid(result(command, 0, 1, 2));

    Result failed = result(command, 1, 2);

    assertThat(failure(failed)).isEqualTo("sh worker.sh: has ended, exit code 3: why");
    assertThat(failed.failure().traceback()).contains("the end of what it printed:\nwhy");
    assertThat(Processes.with(sleep)).isEmpty();
    assertThat(pid(result(command, 2))).isNotEqualTo(first);
  }

  @Test
  void anAnswerWithoutAnEndEndsIt() throws Exception {
    Command command = doing("[ $n = 1 ] && yes | tr -d '\\n'").outputLimit(100_000);
    worker = command;

    assertThat(failure(result(command, 1)))
        .isEqualTo("sh worker.sh: answered more than 100000 bytes, and was ended");
    assertThat(result(command, 2).failure()).isNull();
  }

  @Test
  void anAnswerToAnotherTrialEndsIt() throws Exception {
    Command command = doing("[ $n = 1 ] && n=2");

    assertThat(failure(result(command, 1)))
        .isEqualTo("sh worker.sh: answered trial 2 when it was asked for trial 1; it was ended");
  }

  @Test
  void anAnswerWithoutResultsEndsIt() throws Exception {
    Command command = doing("[ $n = 1 ] && echo '{\"trial\": 1, \"result\": {}}' && continue");

    assertThat(failure(result(command, 1)))
        .isEqualTo(
            "sh worker.sh: answered with neither results nor error: {trial=1, result={}}; it was"
                + " ended");
  }

  @Test
  void anInterruptEndsItAndAllThatItStarted() throws Exception {
    Command command = doing("[ $n = 1 ] && sleep " + sleep);
    command.ready();
    Thread trial = new Thread(() -> assertThatThrownBy(() -> command.run(trial(1))));
    trial.start();
    await().until(() -> !Processes.with(sleep).isEmpty());

    trial.interrupt();
    trial.join();

    assertThat(Processes.with(sleep)).isEmpty();
    assertThat(result(command, 2).failure()).isNull();
  }

  @Test
  void itEndsWhenItIsClosed() throws Exception {
    Command command = doing("[ $n = 1 ] && sleep " + sleep + " &");
    result(command, 1);
    await().until(() -> !Processes.with(sleep).isEmpty());

    command.close();

    assertThatThrownBy(() -> command.run(trial(2))).hasMessage("sh worker.sh: is wanted no more");
    assertThatThrownBy(command::ready).hasMessage("sh worker.sh: is wanted no more");
    await().until(() -> Processes.with(sleep).isEmpty());
  }

  @Test
  void whatCannotBeStartedThreeTimesIsRefused() throws Exception {
    Path starts = Files.createTempFile("starts", "");
    Command command = script("echo begun >> " + starts + "; echo 'no such data' >&2; exit 4");
    worker = command;

    assertThatThrownBy(command::ready)
        .hasMessage(
            "sh worker.sh: has ended, exit code 4, before it was ready\nIt printed:\nno such data");
    assertThat(Files.readAllLines(starts)).hasSize(3);
    Files.delete(starts);
  }

  @Test
  void whatDoesNotSayThatItIsReadyIsRefused() {
    assertThatThrownBy(script("echo hello")::ready)
        .hasMessageStartingWith("sh worker.sh: answered what is no JSON (")
        .hasMessageContaining("hello");
    assertThatThrownBy(script("echo '{\"trial\": 1}'")::ready)
        .hasMessage(
            "sh worker.sh: began with an answer; it must write {\"ready\": {}} when it has"
                + " started");
    assertThatThrownBy(new Command("no-such-program").resident()::ready)
        .hasMessageStartingWith(
            "no-such-program: there is no such program on this machine; install it");
  }

  @Test
  void parametersInItsArgumentsAreRefused() {
    assertThatThrownBy(new Command("sim", "--beta={beta}")::resident)
        .hasMessageStartingWith(
            "command[1]: --beta={beta} has a name in braces, but a resident program is started"
                + " before any trial");
    assertThat(List.of(new Command("sim", "{{}}").resident())).hasSize(1);
  }
}
