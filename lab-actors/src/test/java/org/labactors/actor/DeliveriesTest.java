package org.labactors.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.labactors.scheduling.RunId;
import org.labactors.study.TrialRange;

class DeliveriesTest {

  private static final RunId RUN = new RunId("run");

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final TestInbox<NotebookActor.Delivery> notebook = TestInbox.create();
  private final Deliveries deliveries =
      new Deliveries(
          TestInbox.<EngineActor.Command>create().getRef(), 4, Duration.ofSeconds(5), clock::get);

  @Test
  void theFirstBatchIsAwaited() {
    send(0, false);

    assertThat(received()).containsExactly("0 awaited");
  }

  @Test
  void aBatchIsNotAwaitedAMomentAfterAnother() {
    send(0, false);
    confirm(0);
    pass(80);
    send(1, false);

    assertThat(received()).containsExactly("0 awaited", "1");
  }

  @Test
  void aBatchIsAwaitedIfNoneHasBeenForAWhile() {
    send(0, false);
    confirm(0);
    pass(80);
    send(1, false);
    pass(160);
    send(2, false);

    assertThat(received()).containsExactly("0 awaited", "1", "2 awaited");
  }

  @Test
  void aBatchIsAwaitedBeforeTheEngineHasToPause() {
    send(0, false);
    send(1, false);
    send(2, false);
    send(3, false);

    assertThat(received()).containsExactly("0 awaited", "1", "2 awaited", "3 awaited");
  }

  @Test
  void ofSeveralBatchesTheLastIsAwaited() {
    send(0, false);
    confirm(0);
    deliveries.send(List.of(parcel(1), parcel(2)), true, notebook.getRef());

    assertThat(received()).containsExactly("0 awaited", "1", "2 awaited");
  }

  @Test
  void whatWasNotAwaitedIsSentAgainWhenItIs() {
    send(0, false);
    confirm(0);
    send(1, false);
    deliveries.send(List.of(), true, notebook.getRef());
    deliveries.send(List.of(), true, notebook.getRef());

    assertThat(received()).containsExactly("0 awaited", "1", "1 awaited");
  }

  @Test
  void whatWasNotAwaitedIsSoonSentAgainIfNothingFollows() {
    send(0, false);
    confirm(0);
    send(1, false);
    pass(400);
    deliveries.resend(notebook.getRef());
    assertThat(received()).containsExactly("0 awaited", "1");

    pass(100);
    deliveries.resend(notebook.getRef());

    assertThat(received()).containsExactly("1 awaited");
  }

  @Test
  void whatIsAwaitedIsSentAgainMuchLater() {
    send(0, false);
    confirm(0);
    send(1, false);
    send(2, true);
    pass(4_900);
    deliveries.resend(notebook.getRef());
    assertThat(received()).containsExactly("0 awaited", "1", "2 awaited");

    pass(200);
    deliveries.resend(notebook.getRef());

    assertThat(received()).containsExactlyInAnyOrder("1 awaited", "2 awaited");
  }

  @Test
  void whatIsConfirmedIsNotSentAgain() {
    send(0, false);
    confirm(0);
    pass(6_000);
    deliveries.resend(notebook.getRef());

    assertThat(received()).containsExactly("0 awaited");
    assertThat(deliveries.isEmpty()).isTrue();
  }

  private void send(long trial, boolean awaited) {
    deliveries.send(List.of(parcel(trial)), awaited, notebook.getRef());
  }

  private static Outbox.Parcel parcel(long trial) {
    return new Outbox.Parcel(RUN, Samples.batch("a", trial, trial + 1), 10);
  }

  private void confirm(long trial) {
    assertThat(deliveries.confirmed(new BatchId(RUN, TrialRange.of(trial)))).isPresent();
  }

  private void pass(long milliseconds) {
    clock.addAndGet(Duration.ofMillis(milliseconds).toNanos());
  }

  /**
   * What has come since the last look: the first trial of each batch, and whether it is awaited.
   */
  private List<String> received() {
    return notebook.getAllReceived().stream()
        .map(NotebookActor.Record.class::cast)
        .map(each -> each.batch().trials().first() + (each.awaited() ? " awaited" : ""))
        .toList();
  }
}
