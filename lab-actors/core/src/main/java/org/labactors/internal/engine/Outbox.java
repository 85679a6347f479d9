package org.labactors.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;

/**
 * Where an engine's results become batches: its thread puts them in, and what is complete goes into
 * the book of {@link UnconfirmedBatches}. Results stay here until they are in a batch, so memory
 * that runs out while one is made loses nothing.
 */
final class Outbox {

  /**
   * A batch and the run it belongs to.
   *
   * @param weight roughly how many bytes its results have
   */
  record Parcel(RunId run, Batch batch, long weight) {

    BatchId id() {
      return new BatchId(run, batch.trials());
    }
  }

  private final String engine;
  private final int maxRows;
  private final long maxBytes;
  private final long maxResultBytes;
  private final UnconfirmedBatches unconfirmed;
  private final Runnable whenFull;

  private final List<Result> results = new ArrayList<>();
  private @Nullable RunId run;
  private int attempt;
  private int rows;
  private long bytes;

  /**
   * An empty outbox.
   *
   * @param maxResultBytes a result of more bytes is replaced by a failure that says so
   * @param unconfirmed the book of the batches
   * @param whenFull called on the engine's thread when batches should be sent at once
   */
  Outbox(
      String engine,
      int maxRows,
      long maxBytes,
      long maxResultBytes,
      UnconfirmedBatches unconfirmed,
      Runnable whenFull) {
    this.engine = engine;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.maxResultBytes = maxResultBytes;
    this.unconfirmed = unconfirmed;
    this.whenFull = whenFull;
  }

  /** Waits until there is room for more results. */
  void awaitRoom() throws InterruptedException {
    unconfirmed.awaitRoom();
  }

  /** Puts a result in. */
  void put(Assignment assignment, Result result) {
    if (putAndSeal(assignment, result)) {
      whenFull.run();
    }
  }

  private synchronized boolean putAndSeal(Assignment assignment, Result measured) {
    long measuredBytes = measured.weight();
    Result result = measuredBytes > maxResultBytes ? tooLarge(measured, measuredBytes) : measured;
    boolean full = false;
    if (!continues(assignment, result)) {
      // It may wait for the next hand-over, as long as there is room beside it.
      full = seal() && unconfirmed.isHalfFull();
    }
    run = assignment.run();
    attempt = assignment.attempt();
    results.add(result);
    rows += result.rows().size();
    bytes += result.weight();
    if (rows >= maxRows || bytes >= maxBytes) {
      full |= seal();
    }
    return full;
  }

  private Result tooLarge(Result result, long weight) {
    return new Result(
        result.trial(),
        Status.FAILED,
        Values.none().rows(),
        Map.of(),
        Map.of(),
        result.timing(),
        new Result.Failure(
            String.format(
                Locale.ROOT,
                "the result is too large: about %,d bytes, more than lab.max-result-size, which is"
                    + " %,d bytes",
                weight,
                maxResultBytes),
            ""));
  }

  private boolean continues(Assignment assignment, Result result) {
    return results.isEmpty()
        || (assignment.run().equals(run)
            && assignment.attempt() == attempt
            && results.get(results.size() - 1).trial() + 1 == result.trial());
  }

  /** Makes a batch of the results; false if there are none, or no memory for it just now. */
  synchronized boolean seal() {
    RunId owner = run;
    if (results.isEmpty() || owner == null) {
      return false;
    }
    try {
      Batch.Builder batch = new Batch.Builder(engine, attempt);
      results.forEach(batch::add);
      unconfirmed.add(new Parcel(owner, batch.build(), bytes));
    } catch (OutOfMemoryError | StackOverflowError shortage) {
      return false; // they are still here, for the next time
    }
    results.clear();
    rows = 0;
    bytes = 0;
    return true;
  }

  /**
   * Takes the one batch of all that was put in, for whoever does without the book.
   *
   * @throws IllegalStateException if nothing was put in
   */
  synchronized Batch takeOnly() {
    Batch.Builder batch = new Batch.Builder(engine, attempt);
    results.forEach(batch::add);
    if (batch.isEmpty()) {
      throw new IllegalStateException("no result was put in");
    }
    results.clear();
    return batch.build();
  }

  /** Whether everything put in has arrived. */
  synchronized boolean isEmpty() {
    return results.isEmpty() && unconfirmed.isEmpty();
  }

  /** Whether results of a run are not in a batch. */
  synchronized boolean holds(RunId owner) {
    return !results.isEmpty() && owner.equals(run);
  }
}
