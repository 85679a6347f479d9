package org.labactors.internal.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.scheduling.FailedTrial;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;
import org.labactors.study.Tally;

/**
 * Decides what a notebook records next, and who is told. Its methods are events, named in the past
 * tense; what they return is to be done, in order. It reads and writes nothing itself.
 *
 * <p><b>Group commit.</b> What arrives waits until the messages that are already here have been
 * seen, and a moment longer if that is little. Then a round begins: of each run, what waits is
 * committed in one transaction, one run after the other.
 *
 * <p><b>Obstacles.</b> What cannot be committed goes back into the queue, and nothing of its run,
 * or of any run, is tried until the next look. It is confirmed when it is on disk, never before.
 */
final class CommitQueue {

  /** How many rows go into one round at the most, so that confirmations do not wait long. */
  private static final int MOST_ROWS = 50_000;

  private enum Phase {
    /** There is nothing to commit, or all of it is held up. */
    IDLE,
    /** A round is about to begin. */
    GATHERING,
    /** A round is going on. */
    COMMITTING
  }

  private final int fewRows;

  /** What is not on disk. A batch that arrives again takes the place of the one that waits. */
  private final Map<BatchId, NotebookProtocol.Record> queue = new LinkedHashMap<>();

  /** What is left of the round. */
  private final Deque<NotebookEffect.Commit> round = new ArrayDeque<>();

  private final OwedConfirmations owed = new OwedConfirmations();
  private final Obstacles obstacles = new Obstacles();
  private Phase phase = Phase.IDLE;

  /**
   * An empty queue without runs.
   *
   * @param fewRows with fewer rows a round waits a moment for more
   */
  CommitQueue(int fewRows) {
    this.fewRows = fewRows;
  }

  /** The result set of a run is open. */
  List<NotebookEffect> opened(RunId run) {
    return tell(obstacles.opened(run));
  }

  /** A batch has come. It may come again. */
  List<NotebookEffect> arrived(NotebookProtocol.Record record) {
    if (!obstacles.isOpen(record.run())) {
      // The run has ended without it. There is nothing left to wait for.
      return List.of(new NotebookEffect.Confirm(record.replyTo(), List.of(record.id())));
    }
    queue.put(record.id(), record);
    return gather();
  }

  /** Whether a run is to be recorded. */
  boolean isOpen(RunId run) {
    return obstacles.isOpen(run);
  }

  /** The result set of a run is closed. */
  List<NotebookEffect> closed(RunId run) {
    obstacles.closed(run);
    owed.forget(run);
    List<NotebookProtocol.Record> left =
        queue.values().stream().filter(record -> record.run().equals(run)).toList();
    List<NotebookEffect> effects = new ArrayList<>();
    for (NotebookProtocol.Record record : left) {
      queue.remove(record.id());
      effects.add(new NotebookEffect.Confirm(record.replyTo(), List.of(record.id())));
    }
    return effects;
  }

  /** The messages that were here have been seen. */
  List<NotebookEffect> due() {
    return rows() < fewRows ? List.of(new NotebookEffect.AwaitMore()) : gathered();
  }

  private long rows() {
    return queue.values().stream().mapToLong(record -> record.batch().rowCount()).sum();
  }

  /** What may share the commit has come. */
  List<NotebookEffect> gathered() {
    phase = Phase.COMMITTING;
    takeGroups().forEach((run, records) -> round.add(new NotebookEffect.Commit(run, records)));
    return next();
  }

  /** Takes the oldest batches out of the queue, as many as a round should have. */
  private Map<RunId, List<NotebookProtocol.Record>> takeGroups() {
    Map<RunId, List<NotebookProtocol.Record>> groups = new LinkedHashMap<>();
    int rows = 0;
    var queued = queue.values().iterator();
    while (queued.hasNext() && rows < MOST_ROWS) {
      NotebookProtocol.Record record = queued.next();
      if (!obstacles.holdUp(record.run())) {
        queued.remove();
        rows += record.batch().rowCount();
        groups.computeIfAbsent(record.run(), run -> new ArrayList<>()).add(record);
      }
    }
    return groups;
  }

  /** A commit has ended, well or not: what is next in the round. */
  List<NotebookEffect> next() {
    while (!round.isEmpty()) {
      NotebookEffect.Commit commit = round.remove();
      if (!obstacles.holdUp(commit.run())) {
        return List.of(commit);
      }
      putBack(commit.records()); // what hit the run before would hit this one
    }
    phase = Phase.IDLE;
    return gather();
  }

  private List<NotebookEffect> gather() {
    if (phase == Phase.IDLE && hasWork()) {
      phase = Phase.GATHERING;
      return List.of(new NotebookEffect.Gather());
    }
    return List.of();
  }

  /** Whether there is something to commit that is not held up. */
  boolean hasWork() {
    return queue.keySet().stream().anyMatch(batch -> !obstacles.holdUp(batch.run()));
  }

  /**
   * Batches are on disk.
   *
   * @param tally how many trials of the run are, now
   * @param refused trials of theirs that are recorded as failed instead
   */
  List<NotebookEffect> committed(
      RunId run, List<NotebookProtocol.Record> records, Tally tally, List<FailedTrial> refused) {
    List<NotebookProtocol.RecordedBatch> batches =
        records.stream().map(record -> recorded(record.batch(), refused)).toList();
    List<NotebookEffect> effects = new ArrayList<>();
    effects.add(new NotebookEffect.Tell(new NotebookProtocol.Recorded(run, tally, batches)));
    effects.addAll(tell(obstacles.recorded(run)));
    effects.addAll(owed.settle(records));
    return effects;
  }

  private static NotebookProtocol.RecordedBatch recorded(Batch batch, List<FailedTrial> refused) {
    List<FailedTrial> failed = new ArrayList<>(refused);
    batch.eachFailure(
        (trial, status, failure) -> failed.add(FailedTrial.of(trial, status, failure)));
    return new NotebookProtocol.RecordedBatch(
        batch.trials(), batch.seconds(), new EngineId(batch.engine()), failed);
  }

  /**
   * Batches cannot be recorded at present.
   *
   * @param everywhere whether nothing can, of any run
   */
  List<NotebookEffect> postponed(
      RunId run, List<NotebookProtocol.Record> records, String why, boolean everywhere) {
    putBack(records);
    List<NotebookProtocol.Troubled> news =
        everywhere ? obstacles.all(why) : obstacles.one(run, why);
    List<NotebookEffect> effects = new ArrayList<>(tell(news));
    effects.add(new NotebookEffect.TryLater(news.isEmpty() ? Optional.empty() : Optional.of(why)));
    return effects;
  }

  private void putBack(List<NotebookProtocol.Record> records) {
    for (NotebookProtocol.Record record : records) {
      queue.putIfAbsent(record.id(), record);
    }
  }

  /** It is time to try again what is held up. */
  List<NotebookEffect> lookedAgain() {
    obstacles.look();
    return phase == Phase.IDLE ? gathered() : List.of();
  }

  private static List<NotebookEffect> tell(List<NotebookProtocol.Troubled> news) {
    return news.stream().<NotebookEffect>map(NotebookEffect.Tell::new).toList();
  }

  /**
   * Checks what must always hold when no round is going on.
   *
   * @throws IllegalStateException if it does not
   */
  void checkInvariants() {
    require(phase != Phase.COMMITTING && round.isEmpty(), "a round has not ended: " + round);
    require(
        queue.keySet().stream().allMatch(batch -> isOpen(batch.run())),
        "what waits is of a run that is closed: " + queue.keySet());
    require(phase == Phase.GATHERING || !hasWork(), "nobody comes for " + queue.keySet());
  }

  private static void require(boolean holds, String violation) {
    if (!holds) {
      throw new IllegalStateException(violation);
    }
  }
}
