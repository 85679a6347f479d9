package org.labactors.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.labactors.internal.engine.Samples;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;

class CommitQueueTest {

  private static final RunId RUN = new RunId("run");
  private static final RunId OTHER = new RunId("other");
  private static final Tally TALLY = new Tally(100, 1, 0);
  private static final int FEW_ROWS = 10;
  private static final int WALKS = 3_000;

  private final ActorRef<EngineProtocol.Confirmed> engine =
      TestInbox.<EngineProtocol.Confirmed>create("a").getRef();
  private final CommitQueue queue = new CommitQueue(FEW_ROWS);

  @Test
  void whatArrivesTogetherIsCommittedTogether() {
    open(RUN);

    assertThat(queue.arrived(record(RUN, 0))).containsExactly(new NotebookEffect.Gather());
    assertThat(queue.arrived(record(RUN, 1))).isEmpty();
    assertThat(queue.due()).containsExactly(new NotebookEffect.AwaitMore());

    assertThat(queue.gathered()).satisfiesExactly(isCommit(RUN, 0L, 1L));
  }

  @Test
  void manyRowsDoNotWaitForMore() {
    open(RUN);
    queue.arrived(new NotebookProtocol.Record(RUN, Samples.batch("a", 0, FEW_ROWS), true, engine));

    assertThat(queue.due()).satisfiesExactly(isCommit(RUN, 0L));
  }

  @Test
  void aBatchThatArrivesTwiceIsCommittedOnce() {
    open(RUN);
    queue.arrived(record(RUN, 0));
    queue.arrived(record(RUN, 0));

    assertThat(queue.gathered()).satisfiesExactly(isCommit(RUN, 0L));
  }

  @Test
  void aRoundCommitsOneRunAfterTheOther() {
    open(RUN);
    open(OTHER);
    queue.arrived(record(RUN, 0));
    queue.arrived(record(OTHER, 0));
    queue.arrived(record(RUN, 1));

    assertThat(queue.gathered()).satisfiesExactly(isCommit(RUN, 0L, 1L));
    assertThat(queue.next()).satisfiesExactly(isCommit(OTHER, 0L));
    assertThat(queue.next()).isEmpty();
  }

  @Test
  void whatArrivesDuringARoundMakesTheNext() {
    open(RUN);
    queue.arrived(record(RUN, 0));
    queue.gathered();

    assertThat(queue.arrived(record(RUN, 1))).isEmpty();

    assertThat(queue.next()).containsExactly(new NotebookEffect.Gather());
  }

  @Test
  void theLabIsToldAndTheEngineAwaitedWhenABatchIsOnDisk() {
    open(RUN);

    assertThat(committed(record(RUN, 0, false))).satisfiesExactly(isRecorded());
    assertThat(committed(record(RUN, 1, true)))
        .satisfiesExactly(
            isRecorded(),
            effect ->
                assertThat(effect)
                    .isEqualTo(
                        new NotebookEffect.Confirm(engine, List.of(id(RUN, 0), id(RUN, 1)))));
  }

  @Test
  void aRunThatCannotBeRecordedWaitsAndHoldsUpNoOther() {
    open(RUN);
    open(OTHER);
    queue.arrived(record(RUN, 0));
    queue.arrived(record(OTHER, 0));
    queue.gathered();

    assertThat(queue.postponed(RUN, List.of(record(RUN, 0)), "denied", false))
        .containsExactly(troubled(RUN, "denied"), tryLater("denied"));
    assertThat(queue.next()).satisfiesExactly(isCommit(OTHER, 0L));
    assertThat(queue.next()).isEmpty();
    assertThat(queue.hasWork()).isFalse();

    assertThat(queue.lookedAgain()).satisfiesExactly(isCommit(RUN, 0L));
  }

  @Test
  void whileTheStoreIsAwayNothingIsTried() {
    open(RUN);
    open(OTHER);
    queue.arrived(record(RUN, 0));
    queue.arrived(record(OTHER, 0));
    queue.gathered();

    assertThat(queue.postponed(RUN, List.of(record(RUN, 0)), "full", true))
        .containsExactly(troubled(RUN, "full"), troubled(OTHER, "full"), tryLater("full"));
    assertThat(queue.next()).isEmpty();
    assertThat(queue.arrived(record(OTHER, 1))).isEmpty();
    queue.checkInvariants();
  }

  @Test
  void whatIsInTheWayIsToldOnceAndThatItIsGone() {
    open(RUN);
    queue.arrived(record(RUN, 0));
    queue.gathered();
    queue.postponed(RUN, List.of(record(RUN, 0)), "full", true);
    queue.next();

    queue.lookedAgain();
    assertThat(queue.postponed(RUN, List.of(record(RUN, 0)), "full", true))
        .containsExactly(new NotebookEffect.TryLater(Optional.empty()));
    queue.next();
    queue.lookedAgain();

    assertThat(queue.committed(RUN, List.of(record(RUN, 0)), TALLY, List.of()))
        .contains(new NotebookEffect.Tell(new NotebookProtocol.Troubled(RUN, Optional.empty())));
  }

  @Test
  void aRunThatIsOpenedWhileTheStoreIsAwayIsToldOfIt() {
    open(RUN);
    queue.arrived(record(RUN, 0));
    queue.gathered();
    queue.postponed(RUN, List.of(record(RUN, 0)), "full", true);

    assertThat(queue.opened(OTHER)).containsExactly(troubled(OTHER, "full"));
  }

  @Test
  void ofARunThatIsClosedNothingIsKeptAndEverythingIsConfirmed() {
    open(RUN);
    committed(record(RUN, 0, false));
    queue.arrived(record(RUN, 1, false));

    assertThat(queue.closed(RUN))
        .containsExactly(new NotebookEffect.Confirm(engine, List.of(id(RUN, 1))));
    assertThat(queue.arrived(record(RUN, 2, false)))
        .containsExactly(new NotebookEffect.Confirm(engine, List.of(id(RUN, 2))));
    assertThat(queue.gathered()).isEmpty();
    queue.checkInvariants();
    open(OTHER);
    assertThat(committed(record(OTHER, 0, true)))
        .contains(new NotebookEffect.Confirm(engine, List.of(id(OTHER, 0))));
  }

  @Test
  void whateverHappensEachBatchIsConfirmedAndNoneBeforeItIsOnDisk() {
    for (int seed = 0; seed < WALKS; seed++) {
      try {
        new Walk(seed).go();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("the walk with seed " + seed + ": " + failure, failure);
      }
    }
  }

  /** Batches arrive, once or more; runs are opened and closed; the store is away now and then. */
  private final class Walk {

    private final Random random;
    private final CommitQueue walked = new CommitQueue(2);
    private final List<RunId> open = new ArrayList<>();
    private final Set<BatchId> onDisk = new HashSet<>();
    private final Set<BatchId> unconfirmed = new HashSet<>();
    private boolean due;
    private boolean gathered;
    private boolean later;
    private boolean disturbed = true;
    private int names;

    Walk(int seed) {
      this.random = new Random(seed);
    }

    void go() {
      for (int step = 0; step < 60; step++) {
        step(random.nextInt(10));
      }
      disturbed = false;
      for (RunId run : open) {
        arrive(run, 99, true);
      }
      for (int step = 0; step < 10; step++) {
        step(9);
      }
      assertThat(unconfirmed).as("batches that are not confirmed").isEmpty();
    }

    private void step(int choice) {
      if (choice == 0) {
        RunId run = new RunId("run-" + names++);
        open.add(run);
        perform(walked.opened(run));
      } else if (choice == 1 && open.size() > 1) {
        RunId run = open.remove(random.nextInt(open.size()));
        perform(walked.closed(run));
        unconfirmed.removeIf(id -> id.run().equals(run)); // who has not awaited is not there
      } else if (choice < 7 && !open.isEmpty()) {
        arrive(open.get(random.nextInt(open.size())), random.nextInt(5), random.nextBoolean());
      } else if (due) {
        due = false;
        perform(walked.due());
      } else if (gathered) {
        gathered = false;
        perform(walked.gathered());
      } else if (later) {
        later = false;
        perform(walked.lookedAgain());
      }
      walked.checkInvariants();
    }

    private void arrive(RunId run, long trial, boolean awaited) {
      unconfirmed.add(id(run, trial));
      perform(walked.arrived(record(run, trial, awaited)));
    }

    private void perform(List<NotebookEffect> effects) {
      for (NotebookEffect effect : effects) {
        if (effect instanceof NotebookEffect.Commit commit) {
          commit(commit);
        } else if (effect instanceof NotebookEffect.Confirm confirm) {
          assertThat(confirm.batches())
              .allMatch(id -> onDisk.contains(id) || !open.contains(id.run()));
          unconfirmed.removeAll(confirm.batches());
        } else {
          due |= effect instanceof NotebookEffect.Gather;
          gathered |= effect instanceof NotebookEffect.AwaitMore;
          later |= effect instanceof NotebookEffect.TryLater;
        }
      }
    }

    private void commit(NotebookEffect.Commit commit) {
      int outcome = disturbed ? random.nextInt(6) : 0;
      if (outcome < 4) {
        commit.records().forEach(record -> onDisk.add(record.id()));
        perform(walked.committed(commit.run(), commit.records(), TALLY, List.of()));
      } else {
        perform(walked.postponed(commit.run(), commit.records(), "full", outcome == 5));
      }
      perform(walked.next());
    }
  }

  private void open(RunId run) {
    assertThat(queue.opened(run)).isEmpty();
  }

  /** A batch arrives, and is committed. */
  private List<NotebookEffect> committed(NotebookProtocol.Record record) {
    queue.arrived(record);
    queue.gathered();
    List<NotebookEffect> effects = queue.committed(record.run(), List.of(record), TALLY, List.of());
    return Stream.concat(effects.stream(), queue.next().stream()).toList();
  }

  private NotebookProtocol.Record record(RunId run, long trial) {
    return record(run, trial, true);
  }

  private NotebookProtocol.Record record(RunId run, long trial, boolean awaited) {
    return new NotebookProtocol.Record(run, Samples.batch("a", trial, trial + 1), awaited, engine);
  }

  private static BatchId id(RunId run, long trial) {
    return new BatchId(run, TrialRange.of(trial));
  }

  private static NotebookEffect troubled(RunId run, String why) {
    return new NotebookEffect.Tell(new NotebookProtocol.Troubled(run, Optional.of(why)));
  }

  private static NotebookEffect tryLater(String news) {
    return new NotebookEffect.TryLater(Optional.of(news));
  }

  private static ThrowingConsumer<NotebookEffect> isRecorded() {
    return effect ->
        assertThat(effect)
            .isInstanceOfSatisfying(
                NotebookEffect.Tell.class,
                tell -> assertThat(tell.event()).isInstanceOf(NotebookProtocol.Recorded.class));
  }

  /** Whether it commits the batches that begin with these trials. */
  private static ThrowingConsumer<NotebookEffect> isCommit(RunId run, Long... firsts) {
    return effect ->
        assertThat(effect)
            .isInstanceOfSatisfying(
                NotebookEffect.Commit.class,
                commit -> {
                  assertThat(commit.run()).isEqualTo(run);
                  assertThat(commit.records())
                      .extracting(record -> record.batch().trials().first())
                      .containsExactly(firsts);
                });
  }
}
