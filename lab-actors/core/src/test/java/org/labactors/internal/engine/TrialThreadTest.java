package org.labactors.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Column;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;
import org.labactors.study.Trials;

@Timeout(30)
class TrialThreadTest {

  private static final RunId RUN = new RunId("run");

  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private final BlockingQueue<Long> finished = new LinkedBlockingQueue<>();
  private final UnconfirmedBatches deliveries = newDeliveries();
  private final Outbox outbox =
      new Outbox("a", 1_000, 1 << 20, Long.MAX_VALUE, deliveries, () -> {});
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private TrialThread bench = newBench();

  @AfterEach
  void stop() {
    gate.countDown();
    bench.stop();
  }

  @Test
  void trialsRunInTheOrderOfTheirAssignments() throws Exception {
    bench.put(assignment(1, 0, 3), benchOf(trial -> Values.of("n", trial.number())));
    bench.put(assignment(2, 3, 6), benchOf(trial -> Values.of("n", trial.number())));

    assertThat(finishedNext()).isEqualTo(1);
    assertThat(finishedNext()).isEqualTo(2);
    assertThat(batch().trials()).isEqualTo(new TrialRange(0, 6));
  }

  @Test
  void whatIsGivenBackIsNotRun() throws Exception {
    bench.put(assignment(1, 0, 10), benchOf(this::waitAtTheFirst));
    started.await();

    assertThat(bench.giveBack(1, 6)).contains(givenBack(6, true));
    assertThat(bench.giveBack(1, 4)).contains(givenBack(4, true));
    assertThat(bench.giveBack(1, 8)).contains(givenBack(4, true));
    assertThat(bench.giveBack(2, 0)).isEmpty();
    gate.countDown();

    assertThat(finishedNext()).isEqualTo(1);
    assertThat(batch().trials()).isEqualTo(new TrialRange(0, 4));
  }

  @Test
  void whatIsStartedIsNotGivenBack() throws Exception {
    bench.put(assignment(1, 0, 10), benchOf(this::waitAtTheFirst));
    started.await();

    assertThat(bench.giveBack(1, 0)).contains(givenBack(1, false));
  }

  private static TrialThread.GivenBack givenBack(long from, boolean more) {
    return new TrialThread.GivenBack(Optional.of(new TrialRange(from, 10)), more);
  }

  @Test
  void aTrialThatIsCalledOffLeavesNoResult() throws Exception {
    bench.put(assignment(1, 0, 10), benchOf(this::waitAtTheFirst));
    started.await();

    bench.drop(RUN);

    assertThat(finishedNext()).isEqualTo(1);
    assertThat(Samples.takeAll(outbox, deliveries)).isEmpty();
  }

  @Test
  void aTrialWhoseTimeIsUpLeavesItsTraceAndTheNextOneRuns() throws Exception {
    bench.put(assignment(1, 0, 2), benchOf(this::waitAtTheFirst, Duration.ofMillis(1)));
    started.await();

    await()
        .until(
            () -> {
              bench.checkTimeout(System.nanoTime());
              return !finished.isEmpty();
            });

    Batch batch = batch();
    assertThat(batch.status()[0]).isEqualTo(Status.TIMED_OUT);
    assertThat(batch.failures()[0].traceback()).contains("waitAtTheFirst");
    assertThat(batch.failures()[0].exception())
        .matches("timed out: still running after .* ms, more than 1 ms");
  }

  @Test
  void aTrialWhoseTimeIsUpKeepsWhatItNoted() throws Exception {
    bench.put(
        assignment(1, 0, 1),
        benchOf(
            trial -> {
              trial.metadata("step", 3);
              return waitAtTheFirst(trial);
            },
            Duration.ofMillis(1)));
    started.await();

    bench.checkTimeout(Long.MAX_VALUE);

    assertThat(finishedNext()).isEqualTo(1);
    assertThat(batch().metadata()).extracting(Column::name).containsExactly("step");
  }

  @Test
  void aTrialWhoseTimeWasUpWhenItsRunIsDroppedIsRecordedOnce() throws Exception {
    bench.put(
        assignment(1, 0, 1),
        benchOf(
            trial -> {
              started.countDown();
              while (gate.getCount() > 0) {
                Thread.onSpinWait();
              }
              return Values.none();
            },
            Duration.ofMillis(1)));
    started.await();
    bench.checkTimeout(Long.MAX_VALUE);

    bench.drop(RUN);

    assertThat(batch().status()).containsExactly(Status.TIMED_OUT);
    gate.countDown();
    assertThat(finishedNext()).isEqualTo(1);
    assertThat(Samples.takeAll(outbox, deliveries)).isEmpty();
  }

  @Test
  void theTimeInWhichTheJvmStoodStillIsNotATrials() throws Exception {
    bench.put(assignment(1, 0, 1), benchOf(this::waitAtTheFirst, Duration.ofMinutes(1)));
    started.await();
    long stopped = System.nanoTime();
    long continued = stopped + Duration.ofHours(1).toNanos();

    bench.leaveOut(stopped, continued);
    bench.checkTimeout(continued + Duration.ofSeconds(50).toNanos());
    boolean calledOffEarly = !finished.isEmpty() || !Samples.takeAll(outbox, deliveries).isEmpty();
    bench.checkTimeout(continued + Duration.ofSeconds(70).toNanos());

    assertThat(calledOffEarly).isFalse();
    assertThat(finishedNext()).isEqualTo(1);
    assertThat(batch().status()[0]).isEqualTo(Status.TIMED_OUT);
  }

  @Test
  void aTrialThatReturnsWithinTheGraceKeepsItsThread() throws Exception {
    bench.put(assignment(1, 0, 1), benchOf(this::waitAtTheFirst));
    started.await();
    bench.drop(RUN);

    assertThat(bench.giveUpIfStuck(System.nanoTime(), Duration.ofHours(1))).isFalse();
    assertThat(finishedNext()).isEqualTo(1);
    assertThat(bench.giveUpIfStuck(Long.MAX_VALUE, Duration.ZERO)).isFalse();
  }

  @Test
  void aTrialWhoseResultHasBeenTakenIsNotCalledOff() throws Exception {
    CountDownLatch delivering = new CountDownLatch(1);
    UnconfirmedBatches ofTried = newDeliveries();
    Outbox full =
        new Outbox(
            "a",
            1,
            1 << 20,
            Long.MAX_VALUE,
            ofTried,
            () -> {
              delivering.countDown();
              waitFor(gate);
            });
    TrialThread tried = newBench(full);
    tried.put(
        assignment(1, 0, 1), benchOf(trial -> Values.of("n", trial.number()), Duration.ofNanos(1)));
    delivering.await();
    Thread late = new Thread(() -> tried.checkTimeout(Long.MAX_VALUE));
    late.start();
    await().until(() -> late.getState() == Thread.State.BLOCKED);

    gate.countDown();

    assertThat(finishedNext()).isEqualTo(1);
    late.join();
    assertThat(Samples.takeAll(full, ofTried))
        .flatExtracting(parcel -> List.of(parcel.batch().status()))
        .containsExactly(Status.OK);
    tried.stop();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tried often, since it depends on the moment. */
  @Test
  void aThreadThatIsGivenUpWhenItsTrialReturnsBeginsNoOther() throws Exception {
    for (int round = 0; round < 500; round++) {
      CountDownLatch calledOff = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(1);
      AtomicBoolean next = new AtomicBoolean();
      TrialThread tried = newBench();
      tried.put(
          assignment(round, 0, 2),
          benchOf(
              trial -> {
                if (trial.number() == 0) {
                  begun.countDown();
                  while (!trial.isCancelled()) {
                    Thread.onSpinWait();
                  }
                  calledOff.countDown();
                } else {
                  next.set(true);
                }
                return Values.of("n", trial.number());
              },
              Duration.ofNanos(1)));
      begun.await();
      tried.checkTimeout(Long.MAX_VALUE);
      calledOff.await();

      boolean givenUp = tried.giveUpIfStuck(Long.MAX_VALUE, Duration.ZERO);
      if (givenUp) {
        tried.moveTo(bench, run -> benchOf(trial -> Values.of("n", trial.number())));
      }

      assertThat(finishedNext()).isEqualTo(round);
      assertThat(next.get()).as("round %s, the next one ran there", round).isEqualTo(!givenUp);
      tried.stop();
      outbox.seal();
      deliveries.discard(RUN);
    }
  }

  @Test
  void whatAStuckThreadHadLeftIsRunByAnother() throws Exception {
    bench.put(
        assignment(1, 0, 3),
        benchOf(
            trial -> {
              started.countDown();
              while (gate.getCount() > 0 && trial.number() == 0) {
                Thread.onSpinWait();
              }
              return Values.of("n", trial.number());
            },
            Duration.ofMillis(1)));
    started.await();
    await()
        .until(
            () -> {
              bench.checkTimeout(System.nanoTime());
              return bench.giveUpIfStuck(System.nanoTime(), Duration.ofMillis(10));
            });
    TrialThread stuck = bench;
    bench = newBench();

    stuck.moveTo(bench, run -> benchOf(trial -> Values.of("n", trial.number())));

    assertThat(finishedNext()).isEqualTo(1);
    Batch batch = batch();
    assertThat(batch.trials()).isEqualTo(new TrialRange(0, 3));
    assertThat(batch.status()).containsExactly(Status.TIMED_OUT, Status.OK, Status.OK);
    assertThat(stuck.assignments()).isEmpty();
  }

  /** Tried often, since it depends on the moment: the thread may be between two trials. */
  @Test
  void aThreadThatIsStoppedBetweenTwoTrialsInterruptsNone() throws Exception {
    for (int round = 0; round < 3_000; round++) {
      CountDownLatch begun = new CountDownLatch(1);
      UnconfirmedBatches ofTried = newDeliveries();
      Outbox own = new Outbox("a", 10_000, 1 << 20, Long.MAX_VALUE, ofTried, () -> {});
      TrialThread tried = newBench(own);
      tried.put(
          assignment(round, 0, 100),
          benchOf(
              trial -> {
                begun.countDown();
                Thread.sleep(0); // fails if the thread has been interrupted
                return Values.of("n", trial.number());
              }));
      begun.await();

      tried.stop();

      tried.awaitEnd();
      assertThat(Samples.takeAll(own, ofTried))
          .as("round %s", round)
          .flatExtracting(parcel -> List.of(parcel.batch().status()))
          .allMatch(status -> status == Status.OK);
    }
  }

  /** Tried often, as above. A trial that is overlooked would wait for ever. */
  @Test
  void noTrialOfARunThatIsDroppedIsOverlooked() throws Exception {
    for (int round = 0; round < 3_000; round++) {
      CountDownLatch begun = new CountDownLatch(1);
      AtomicBoolean dropping = new AtomicBoolean();
      TrialThread tried = newBench();
      tried.put(
          assignment(round, 0, 100),
          benchOf(
              trial -> {
                begun.countDown();
                if (dropping.get()) {
                  gate.await();
                }
                return Values.of("n", trial.number());
              }));
      begun.await();

      dropping.set(true);
      tried.drop(RUN);

      assertThat(finishedNext()).as("round %s", round).isEqualTo(round);
      tried.stop();
      outbox.seal();
      deliveries.discard(RUN);
    }
  }

  @Test
  void aTimeLimitMayBeLongerThanAClockCanCount() throws Exception {
    bench.put(
        assignment(1, 0, 1), benchOf(this::waitAtTheFirst, Duration.ofSeconds(Long.MAX_VALUE)));
    started.await();

    bench.checkTimeout(System.nanoTime());
    gate.countDown();

    assertThat(finishedNext()).isEqualTo(1);
    assertThat(batch().status()).containsExactly(Status.OK);
  }

  /** Is ready so many times, and notes which trials it is told of ahead. */
  private static final class Started implements Resident {
    private final List<List<Long>> ahead = new CopyOnWriteArrayList<>();
    private final AtomicInteger starts;

    Started(int starts) {
      this.starts = new AtomicInteger(starts);
    }

    @Override
    public void ready() {
      if (starts.getAndDecrement() <= 0) {
        throw new IllegalStateException("it does not start");
      }
    }

    @Override
    public void ahead(List<Trial> trials) {
      ahead.add(trials.stream().map(Trial::number).toList());
    }

    @Override
    public Values run(Trial trial) {
      return Values.of("n", trial.number());
    }

    @Override
    public void close() {}
  }

  /** Set up without a copy, so that the test can look into it. */
  private static PreparedStudy benchOf(Started experiment) {
    return new PreparedStudy(
        experiment, new Trials(Samples.study(100, trial -> Values.none())), null);
  }

  @Test
  void anExperimentIsToldWhichTrialsFollow() throws Exception {
    Started experiment = new Started(3);

    bench.put(assignment(1, 5, 8), benchOf(experiment));

    assertThat(finishedNext()).isEqualTo(1);
    assertThat(experiment.ahead).containsExactly(List.of(5L, 6L, 7L), List.of(6L, 7L), List.of(7L));
    assertThat(refusals).isEmpty();
  }

  @Test
  void whatCannotBeMadeReadyIsGivenBackAndNoTrialIsBlamed() throws Exception {
    Started experiment = new Started(2);
    bench.put(assignment(1, 0, 10), benchOf(experiment));

    assertThat(finishedNext()).isEqualTo(1);

    assertThat(refusals).containsExactly("it does not start");
    assertThat(batch().trials()).isEqualTo(new TrialRange(0, 2));
  }

  private Values waitAtTheFirst(Trial trial) throws InterruptedException {
    started.countDown();
    if (trial.number() == 0) {
      gate.await();
    }
    return Values.of("n", trial.number());
  }

  private static UnconfirmedBatches newDeliveries() {
    return new UnconfirmedBatches(100, Long.MAX_VALUE, Duration.ofHours(1), 0);
  }

  private TrialThread newBench() {
    return newBench(outbox);
  }

  private TrialThread newBench(Outbox outbox) {
    return new TrialThread(
        "a",
        new LifeCycle(InstantSource.system(), System::nanoTime),
        outbox,
        new TrialThread.Events() {
          @Override
          public void finished(Assignment assignment) {
            finished.add(assignment.number());
          }

          @Override
          public void ranOutOfMemory(Assignment assignment, long trial) {}

          @Override
          public void cannotRun(RunId run, String why) {
            refusals.add(why);
          }

          @Override
          public void broke(Throwable fault) {}
        });
  }

  private static PreparedStudy benchOf(Experiment experiment) {
    return PreparedStudy.of(Samples.study(100, experiment));
  }

  private static PreparedStudy benchOf(Experiment experiment, Duration timeout) {
    return PreparedStudy.of(Samples.study(100, experiment).timeout(timeout));
  }

  private static Assignment assignment(long number, long first, long end) {
    return new Assignment(number, RUN, new TrialRange(first, end), 1, false);
  }

  private long finishedNext() throws InterruptedException {
    return Optional.ofNullable(finished.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  private Batch batch() {
    List<Outbox.Parcel> parcels = Samples.takeAll(outbox, deliveries);
    assertThat(parcels).hasSize(1);
    return parcels.get(0).batch();
  }
}
