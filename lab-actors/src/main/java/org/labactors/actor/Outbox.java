package org.labactors.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.notebook.Batch;
import org.labactors.scheduling.Assignment;
import org.labactors.scheduling.RunId;

/**
 * Where an engine's results wait to be sent: its thread puts them in, its actor takes batches out.
 * Results stay here until they are in a batch, so memory that runs out while one is made loses
 * nothing.
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
  private final int maxParcels;
  private final long maxWeight;
  private final long maxResultBytes;
  private final Runnable whenFull;

  private final List<Result> results = new ArrayList<>();
  private @Nullable RunId run;
  private int attempt;
  private int rows;
  private long bytes;
  private final List<Parcel> sealed = new ArrayList<>();
  private int outside;

  /** Of what is sealed or outside. */
  private long weight;

  /**
   * An empty outbox.
   *
   * @param maxParcels how many batches may be sealed or unconfirmed before the thread must wait
   * @param maxWeight how many bytes may be, before it must; more if a single batch has more
   * @param maxResultBytes a result of more bytes is replaced by a failure that says so
   * @param whenFull called on the engine's thread when what is in it should be taken out at once
   */
  Outbox(
      String engine,
      int maxRows,
      long maxBytes,
      int maxParcels,
      long maxWeight,
      long maxResultBytes,
      Runnable whenFull) {
    this.engine = engine;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.maxParcels = maxParcels;
    this.maxWeight = maxWeight;
    this.maxResultBytes = maxResultBytes;
    this.whenFull = whenFull;
  }

  /** Waits until there is room for more results. */
  synchronized void awaitRoom() throws InterruptedException {
    while (sealed.size() + outside >= maxParcels || weight >= maxWeight) {
      wait();
    }
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
      full = seal() && sealed.size() + outside >= maxParcels / 2;
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
  private boolean seal() {
    RunId owner = run;
    if (results.isEmpty() || owner == null) {
      return false;
    }
    try {
      Batch.Builder batch = new Batch.Builder(engine, attempt);
      results.forEach(batch::add);
      sealed.add(new Parcel(owner, batch.build(), bytes));
    } catch (OutOfMemoryError | StackOverflowError shortage) {
      return false; // they are still here, for the next time
    }
    weight += bytes;
    results.clear();
    rows = 0;
    bytes = 0;
    return true;
  }

  /** Takes out all there is; each parcel must be {@link #confirmed} later. */
  synchronized List<Parcel> takeAll() {
    seal();
    List<Parcel> taken = List.copyOf(sealed);
    sealed.clear();
    outside += taken.size();
    return taken;
  }

  /** Whether everything put in has arrived. */
  synchronized boolean isEmpty() {
    return results.isEmpty() && sealed.isEmpty() && outside == 0;
  }

  /** A parcel taken out has arrived. */
  synchronized void confirmed(Parcel parcel) {
    outside--;
    weight -= parcel.weight();
    notifyAll();
  }
}
