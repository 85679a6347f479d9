package org.labactors.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

class OutboxTest {

  private static final RunId RUN = new RunId("run");

  private final AtomicInteger full = new AtomicInteger();
  private final UnconfirmedBatches deliveries =
      new UnconfirmedBatches(2, 10_000, Duration.ofSeconds(5), 0);
  private final Outbox outbox = outbox(deliveries);

  private Outbox outbox(UnconfirmedBatches book) {
    return new Outbox("a", 10, 1_000, Long.MAX_VALUE, book, full::incrementAndGet);
  }

  @Test
  void resultsThatFollowEachOtherShareABatch() {
    put(RUN, 3, 4, 5);

    assertThat(takeAll())
        .extracting(parcel -> parcel.batch().trials())
        .containsExactly(new TrialRange(3, 6));
  }

  @Test
  void aGapBeginsAnotherBatch() {
    put(RUN, 3, 4, 9);

    assertThat(takeAll())
        .extracting(parcel -> parcel.batch().trials())
        .containsExactly(new TrialRange(3, 5), new TrialRange(9, 10));
  }

  @Test
  void whatAGapEndsIsTakenOutAtOnceOnlyIfRoomIsShort() {
    Outbox roomy = outbox(new UnconfirmedBatches(4, 10_000, Duration.ofSeconds(5), 0));
    roomy.put(assignment(RUN), result(3, 1L));
    roomy.put(assignment(RUN), result(9, 1L));
    assertThat(full).hasValue(0);

    roomy.put(assignment(RUN), result(20, 1L));

    assertThat(full).hasValue(1);
  }

  @Test
  void anotherRunBeginsAnotherBatch() {
    RunId other = new RunId("other");
    put(RUN, 3);
    put(other, 4);

    assertThat(takeAll()).extracting(Outbox.Parcel::run).containsExactly(RUN, other);
  }

  @Test
  void aBatchIsFullWhenItHasItsRows() {
    put(RUN, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(full).hasValue(0);

    put(RUN, 9);

    assertThat(full).hasValue(1);
  }

  @Test
  void aBatchIsFullWhenItIsLarge() {
    outbox.put(assignment(RUN), result(0, "x".repeat(2_000)));

    assertThat(full).hasValue(1);
  }

  @Test
  void itIsEmptyWhenEverythingIsConfirmed() {
    assertThat(outbox.isEmpty()).isTrue();
    put(RUN, 0);
    assertThat(outbox.isEmpty()).isFalse();
    List<Outbox.Parcel> taken = takeAll();
    assertThat(outbox.isEmpty()).isFalse();

    confirm(taken);

    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void whoWantsRoomWaitsUntilABatchIsConfirmed() throws Exception {
    put(RUN, 0);
    List<Outbox.Parcel> first = takeAll();
    put(RUN, 1);
    outbox.seal();
    Thread waiting = waitingForRoom();

    confirm(first);

    waiting.join(5_000);
    assertThat(waiting.isAlive()).isFalse();
  }

  @Test
  void whoWantsRoomWaitsWhileASingleBatchIsSoLargeThatOthersMightFillTheHeap() throws Exception {
    outbox.put(assignment(RUN), result(0, "x".repeat(20_000)));
    Thread waiting = waitingForRoom();

    confirm(takeAll());

    waiting.join(5_000);
    assertThat(waiting.isAlive()).isFalse();
  }

  private List<Outbox.Parcel> takeAll() {
    return Samples.takeAll(outbox, deliveries);
  }

  private void confirm(List<Outbox.Parcel> parcels) {
    parcels.forEach(parcel -> deliveries.confirmed(parcel.id()));
  }

  private Thread waitingForRoom() {
    Thread waiting =
        new Thread(
            () -> {
              try {
                outbox.awaitRoom();
              } catch (InterruptedException end) {
                throw new IllegalStateException(end);
              }
            });
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    return waiting;
  }

  private void put(RunId run, long... trials) {
    for (long trial : trials) {
      outbox.put(assignment(run), result(trial, 1L));
    }
  }

  private static Assignment assignment(RunId run) {
    return new Assignment(1, run, new TrialRange(0, 100), 1, false);
  }

  private static Result result(long trial, Object value) {
    return new Result(
        trial,
        Status.OK,
        List.of(Map.of("y", value)),
        Map.of(),
        Map.of(),
        Result.Timing.UNKNOWN,
        null);
  }
}
