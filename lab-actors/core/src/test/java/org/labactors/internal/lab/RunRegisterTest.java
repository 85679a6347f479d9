package org.labactors.internal.lab;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.labactors.internal.engine.Samples;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.scheduling.Ledger;
import org.labactors.internal.scheduling.Policy;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

class RunRegisterTest {

  private static final Study STUDY = Samples.squares(1);
  private static final SentStudy SENT = SentStudy.of(STUDY);

  private static ActorTestKit kit;
  private final RunRegister runs = new RunRegister();

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void itKeepsWhatTheLastThousandRunsCameTo() {
    List<RunId> ended = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      ended.add(run());
    }

    assertThat(runs.progressOf(ended.get(499)).isError()).isTrue();
    assertThat(runs.progressOf(ended.get(500)).isSuccess()).isTrue();
    assertThat(runs.progressOf(ended.get(1_499)).isSuccess()).isTrue();
  }

  @Test
  void whyEnginesRefuseIsNewsOnce() {
    RunId run = runs.submitted("tag", Optional.empty(), nobody());

    assertThat(runs.isNews(run, "class Foo is missing")).isTrue();
    assertThat(runs.isNews(run, "class Foo is missing")).isFalse();
    assertThat(runs.isNews(run, "class Bar is missing")).isTrue();
  }

  @Test
  void aRunIsPackedOnceAndItsStudyIsThereWhileItIsActive() {
    RunId run = runs.submitted("tag", Optional.empty(), nobody());
    NotebookProtocol.Opened opened = opened(run);
    assertThat(runs.packed(run)).isEmpty();

    assertThat(runs.packing(opened)).isEmpty();
    assertThat(runs.packed(run)).contains(opened);
    runs.opened(opened, SENT);

    assertThat(runs.packed(run)).isEmpty();
    assertThat(runs.studyOf(run)).contains(SENT);
    runs.closing(run, end(run));
    assertThat(runs.studyOf(run)).isEmpty();
    assertThat(runs.progressOf(run).isSuccess()).isTrue();
  }

  @Test
  void whatWasSentBeforeIsSentAgain() {
    RunId run = runs.submitted("tag", Optional.of(SENT), nobody());

    assertThat(runs.packing(opened(run))).contains(SENT);
  }

  @Test
  void aTagIsInUseUntilTheNotebookHasLetGo() {
    RunId run = runs.submitted("tag", Optional.empty(), nobody());
    runs.closing(run, end(run));
    assertThat(runs.isInUse("tag")).isTrue();

    runs.closed(run, Optional.empty());

    assertThat(runs.isInUse("tag")).isFalse();
    assertThat(runs.isEmpty()).isTrue();
  }

  private static ActorRef<StatusReply<LabProtocol.Submitted>> nobody() {
    return kit.system().<Object>ignoreRef().unsafeUpcast();
  }

  private static NotebookProtocol.Opened opened(RunId run) {
    return new NotebookProtocol.Opened(
        run, STUDY, TrialRanges.upTo(1), new Tally(1, 0, 0), List.of(), RecordOptions.DEFAULT);
  }

  private RunId run() {
    RunId run = runs.submitted("tag", Optional.empty(), nobody());
    runs.closing(run, end(run));
    runs.closed(run, Optional.of(new Tally(1, 1, 0)));
    return run;
  }

  private static Progress end(RunId run) {
    Ledger ledger = new Ledger(new Policy(Duration.ofSeconds(1), 3, 100));
    ledger.submitted(
        run, TrialRanges.upTo(1), new Tally(1, 0, 0), FailureLimit.DEFAULT, Instant.EPOCH);
    return ledger.progress(run, Instant.EPOCH).orElseThrow();
  }
}
