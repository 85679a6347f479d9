package org.labactors.actor;

import akka.actor.typed.ActorRef;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
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
  private record Sent(Outbox.Parcel parcel, boolean awaited, long sentNanos) {

    Sent nowAwaited() {
      return new Sent(parcel, true, sentNanos);
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
  void send(
      List<Outbox.Parcel> parcels, boolean awaited, ActorRef<NotebookActor.Delivery> notebook) {
    for (int i = 0; i < parcels.size(); i++) {
      Outbox.Parcel parcel = parcels.get(i);
      boolean last = i == parcels.size() - 1;
      send(parcel, (awaited && last) || mustAsk(), notebook);
    }
    if (awaited) {
      ask(notebook);
    }
  }

  private boolean mustAsk() {
    return unconfirmed.size() + 2 >= most || nanoTime.getAsLong() - askedNanos >= LONGEST_SILENCE;
  }

  /** Sends one again, if some have not asked to be confirmed; they are confirmed with it. */
  private void ask(ActorRef<NotebookActor.Delivery> notebook) {
    unconfirmed.entrySet().stream()
        .filter(each -> !each.getValue().awaited)
        .findFirst()
        .ifPresent(each -> send(each.getValue().parcel, true, notebook));
  }

  private void send(
      Outbox.Parcel parcel, boolean awaited, ActorRef<NotebookActor.Delivery> notebook) {
    long now = nanoTime.getAsLong();
    if (awaited) {
      askedNanos = now;
      unconfirmed.replaceAll((earlier, sent) -> sent.nowAwaited());
    }
    unconfirmed.put(parcel.id(), new Sent(parcel, awaited, now));
    if (parcel.weight() > BatchParts.LARGE && isOnOtherNode(notebook)) {
      sendInParts(parcel, awaited, notebook);
    } else {
      notebook.tell(new NotebookActor.Record(parcel.run(), parcel.batch(), awaited, engine));
    }
  }

  private static boolean isOnOtherNode(ActorRef<?> notebook) {
    return notebook.path().address().hasGlobalScope();
  }

  private void sendInParts(
      Outbox.Parcel parcel, boolean awaited, ActorRef<NotebookActor.Delivery> notebook) {
    List<ByteBuffer> parts = BatchParts.cut(parcel.batch());
    for (int i = 0; i < parts.size(); i++) {
      notebook.tell(
          new NotebookActor.RecordPart(
              parcel.run(),
              parcel.batch().trials(),
              awaited,
              i,
              parts.size(),
              parts.get(i),
              engine));
    }
  }

  /** Sends again what has waited for too long. */
  void resend(ActorRef<NotebookActor.Delivery> notebook) {
    if (unconfirmed.isEmpty()) {
      return;
    }
    long now = nanoTime.getAsLong();
    Map.copyOf(unconfirmed)
        .forEach(
            (id, sent) -> {
              if (now - sent.sentNanos > (sent.awaited ? resendAfter.toNanos() : LATE)) {
                send(sent.parcel, true, notebook);
              }
            });
  }

  /** Takes a batch for delivered; returns nothing if it was already. */
  Optional<Outbox.Parcel> confirmed(BatchId id) {
    return Optional.ofNullable(unconfirmed.remove(id)).map(Sent::parcel);
  }

  /** Gives up the batches of a run, and returns them. */
  List<Outbox.Parcel> discard(RunId run) {
    List<Outbox.Parcel> given =
        unconfirmed.values().stream()
            .map(Sent::parcel)
            .filter(parcel -> parcel.run().equals(run))
            .toList();
    unconfirmed.keySet().removeIf(id -> id.run().equals(run));
    return given;
  }

  boolean isEmpty() {
    return unconfirmed.isEmpty();
  }

  /** Whether some of a run are on the way. */
  boolean holds(RunId run) {
    return unconfirmed.keySet().stream().anyMatch(id -> id.run().equals(run));
  }
}
