package org.labactors.actor;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.labactors.notebook.Batch;
import org.labactors.scheduling.RunId;

/**
 * The batches that an engine has sent to the notebook, until they are on disk: one that is not
 * confirmed for long is sent again.
 *
 * <p>A message costs about as much processor time as the recording of a hundred results, so not
 * each batch asks to be confirmed at once: some are confirmed with the next that does.
 */
final class Deliveries {

  /** In this time at least one batch asks to be confirmed, if there are any. */
  private static final long LONGEST_SILENCE = Duration.ofMillis(240).toNanos();

  /** What has not asked to be confirmed does so after this time, if none does that comes later. */
  private static final long LATE = 2 * LONGEST_SILENCE;

  /**
   * A batch on its way.
   *
   * @param awaited whether this one or one sent after it asks to be confirmed
   */
  private record Sent(Batch batch, boolean awaited, long sentNanos) {

    Sent nowAwaited() {
      return new Sent(batch, true, sentNanos);
    }
  }

  private final ActorRef<EngineActor.Command> engine;
  private final int most;
  private final Duration resendAfter;
  private final LongSupplier nanoTime;
  private final Map<BatchId, Sent> unconfirmed = new LinkedHashMap<>();
  private long askedNanos;

  /**
   * No batches.
   *
   * @param engine gets the confirmations
   * @param most it pauses while so many are unconfirmed
   * @param nanoTime the time, as {@link System#nanoTime()} gives it
   */
  Deliveries(
      ActorRef<EngineActor.Command> engine, int most, Duration resendAfter, LongSupplier nanoTime) {
    this.engine = engine;
    this.most = most;
    this.resendAfter = resendAfter;
    this.nanoTime = nanoTime;
    this.askedNanos = nanoTime.getAsLong() - LONGEST_SILENCE;
  }

  /**
   * Sends batches.
   *
   * @param awaited whether all that is unconfirmed is to be confirmed as soon as it is on disk
   */
  void send(List<Outbox.Parcel> parcels, boolean awaited, ActorRef<NotebookActor.Record> notebook) {
    for (int i = 0; i < parcels.size(); i++) {
      Outbox.Parcel parcel = parcels.get(i);
      boolean last = i == parcels.size() - 1;
      BatchId id = new BatchId(parcel.run(), parcel.batch().trials());
      send(id, parcel.batch(), (awaited && last) || mustAsk(), notebook);
    }
    if (awaited) {
      ask(notebook);
    }
  }

  private boolean mustAsk() {
    return unconfirmed.size() + 2 >= most || nanoTime.getAsLong() - askedNanos >= LONGEST_SILENCE;
  }

  /** Sends one again, if some have not asked to be confirmed; they are confirmed with it. */
  private void ask(ActorRef<NotebookActor.Record> notebook) {
    unconfirmed.entrySet().stream()
        .filter(each -> !each.getValue().awaited)
        .findFirst()
        .ifPresent(each -> send(each.getKey(), each.getValue().batch, true, notebook));
  }

  private void send(
      BatchId id, Batch batch, boolean awaited, ActorRef<NotebookActor.Record> notebook) {
    long now = nanoTime.getAsLong();
    if (awaited) {
      askedNanos = now;
      unconfirmed.replaceAll((earlier, sent) -> sent.nowAwaited());
    }
    unconfirmed.put(id, new Sent(batch, awaited, now));
    notebook.tell(new NotebookActor.Record(id.run(), batch, awaited, engine));
  }

  /** Sends again what has waited for too long. */
  void resend(ActorRef<NotebookActor.Record> notebook) {
    if (unconfirmed.isEmpty()) {
      return;
    }
    long now = nanoTime.getAsLong();
    Map.copyOf(unconfirmed)
        .forEach(
            (id, sent) -> {
              if (now - sent.sentNanos > (sent.awaited ? resendAfter.toNanos() : LATE)) {
                send(id, sent.batch, true, notebook);
              }
            });
  }

  /** Takes a batch for delivered; false if it was already. */
  boolean confirmed(BatchId id) {
    return unconfirmed.remove(id) != null;
  }

  /** Gives up the batches of a run; returns how many. */
  int discard(RunId run) {
    int before = unconfirmed.size();
    unconfirmed.keySet().removeIf(id -> id.run().equals(run));
    return before - unconfirmed.size();
  }

  boolean isEmpty() {
    return unconfirmed.isEmpty();
  }

  /** Whether some of a run are on the way. */
  boolean holds(RunId run) {
    return unconfirmed.keySet().stream().anyMatch(id -> id.run().equals(run));
  }
}
