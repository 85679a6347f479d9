package org.labactors.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

class UnconfirmedBatchesTest {

  private static final RunId RUN = new RunId("run");

  private long now = Long.MAX_VALUE - 5;
  private final List<EngineEffect> sent = new ArrayList<>();
  private final UnconfirmedBatches deliveries =
      new UnconfirmedBatches(4, 1_000, Duration.ofSeconds(5), now);

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
    deliveries.add(parcel(1, 10));
    deliveries.add(parcel(2, 10));
    sent.addAll(deliveries.send(true, now));

    assertThat(received()).containsExactly("0 awaited", "1", "2 awaited");
  }

  @Test
  void whatWasNotAwaitedIsSentAgainWhenItIs() {
    send(0, false);
    confirm(0);
    send(1, false);
    sent.addAll(deliveries.send(true, now));
    sent.addAll(deliveries.send(true, now));

    assertThat(received()).containsExactly("0 awaited", "1", "1 awaited");
  }

  @Test
  void whatWasNotAwaitedIsSoonSentAgainIfNothingFollows() {
    send(0, false);
    confirm(0);
    send(1, false);
    pass(400);
    sent.addAll(deliveries.resend(now));
    assertThat(received()).containsExactly("0 awaited", "1");

    pass(100);
    sent.addAll(deliveries.resend(now));

    assertThat(received()).containsExactly("1 awaited");
  }

  @Test
  void whatIsAwaitedIsSentAgainMuchLater() {
    send(0, false);
    confirm(0);
    send(1, false);
    send(2, true);
    pass(4_900);
    sent.addAll(deliveries.resend(now));
    assertThat(received()).containsExactly("0 awaited", "1", "2 awaited");

    pass(200);
    sent.addAll(deliveries.resend(now));

    assertThat(received()).containsExactly("1 awaited", "2 awaited");
  }

  @Test
  void whatIsConfirmedIsNotSentAgain() {
    send(0, false);
    confirm(0);
    pass(6_000);
    sent.addAll(deliveries.resend(now));

    assertThat(received()).containsExactly("0 awaited");
    assertThat(deliveries.isEmpty()).isTrue();
  }

  @Test
  void thereIsRoomUntilThereAreTooManyBatches() {
    for (int trial = 0; trial < 3; trial++) {
      send(trial, false);
    }
    assertThat(deliveries.hasRoom()).isTrue();
    deliveries.add(parcel(3, 10));
    assertThat(deliveries.hasRoom()).isFalse();

    confirm(0);

    assertThat(deliveries.hasRoom()).isTrue();
  }

  @Test
  void thereIsRoomUntilTheBatchesWeighTooMuch() {
    deliveries.add(parcel(0, 999));
    assertThat(deliveries.hasRoom()).isTrue();
    deliveries.add(parcel(1, 1));
    assertThat(deliveries.hasRoom()).isFalse();

    deliveries.discard(RUN);

    assertThat(deliveries.hasRoom()).isTrue();
    assertThat(deliveries.isEmpty()).isTrue();
  }

  @Test
  void aBatchTakesThePlaceOfOneWithTheSameTrials() {
    send(0, false);
    send(1, false);
    send(0, false);
    deliveries.checkInvariants();

    confirm(0);
    confirm(1);

    assertThat(received()).containsExactly("0 awaited", "1", "0");
    assertThat(deliveries.isEmpty()).isTrue();
    deliveries.checkInvariants();
  }

  private void send(long trial, boolean awaited) {
    deliveries.add(parcel(trial, 10));
    sent.addAll(deliveries.send(awaited, now));
  }

  private static Outbox.Parcel parcel(long trial, long weight) {
    return new Outbox.Parcel(RUN, Samples.batch("a", trial, trial + 1), weight);
  }

  private void confirm(long trial) {
    deliveries.confirmed(new BatchId(RUN, TrialRange.of(trial)));
  }

  private void pass(long milliseconds) {
    now += Duration.ofMillis(milliseconds).toNanos();
  }

  /**
   * What was sent since the last look: the first trial of each batch, and whether it is awaited.
   */
  private List<String> received() {
    List<String> received =
        sent.stream()
            .map(EngineEffect.Send.class::cast)
            .map(
                each -> each.parcel().batch().trials().first() + (each.awaited() ? " awaited" : ""))
            .toList();
    sent.clear();
    return received;
  }
}
