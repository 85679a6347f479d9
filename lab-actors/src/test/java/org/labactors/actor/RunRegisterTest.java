package org.labactors.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.labactors.scheduling.Ledger;
import org.labactors.scheduling.Policy;
import org.labactors.scheduling.Progress;
import org.labactors.scheduling.RunId;
import org.labactors.study.FailureLimit;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

class RunRegisterTest {

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
    RunId run = runs.submitted("tag", null, kit.system().<Object>ignoreRef().unsafeUpcast());

    assertThat(runs.isNews(run, "class Foo is missing")).isTrue();
    assertThat(runs.isNews(run, "class Foo is missing")).isFalse();
    assertThat(runs.isNews(run, "class Bar is missing")).isTrue();
  }

  private RunId run() {
    RunId run = runs.submitted("tag", null, kit.system().<Object>ignoreRef().unsafeUpcast());
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
