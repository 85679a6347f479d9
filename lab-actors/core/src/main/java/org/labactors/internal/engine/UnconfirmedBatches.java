package org.labactors.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.labactors.internal.wire.BatchId;
import org.labactors.settings.LabSettings;
import org.labactors.study.RunId;

/**
 * The batches of an engine from when they are complete until they are on disk: the only book of
 * them. The thread that runs trials adds them, and waits while there are too many; the engine sends
 * them, sends them again when they are not confirmed for long, and crosses out what is on disk.
 *
 * <p>A message costs about as much processor time as the recording of a hundred results, so not
 * each batch asks to be confirmed at once: some are confirmed with the next that does.
 */
final class UnconfirmedBatches {

  /** In this time at least one batch asks to be confirmed, if there are any. */
  private static final long LONGEST_SILENCE = Duration.ofMillis(240).toNanos();

  /** What has not asked to be confirmed does so after this time, if none does that comes later. */
  private static final long LATE = 2 * LONGEST_SILENCE;

  /** How far a batch is. The oldest batches are the furthest. */
  private enum Phase {
    /** It has not been sent. */
    WAITING,
    /** It has been sent, and did not ask to be confirmed. */
    SENT,
    /** It, or one sent after it, has asked to be confirmed. */
    AWAITED
  }

  private static final class Entry {
    final Outbox.Parcel parcel;
    Phase phase = Phase.WAITING;
    long sentNanos;

    Entry(Outbox.Parcel parcel) {
      this.parcel = parcel;
    }

    @Override
    public String toString() {
      return parcel.id().trials() + " " + phase;
    }
  }

  private final int most;
  private final long mostWeight;
  private final long resendAfter;
  private final Map<BatchId, Entry> entries = new LinkedHashMap<>();
  private long weight;
  private long askedNanos;

  /**
   * No batches.
   *
   * @param most the thread must wait while there are so many
   * @param mostWeight or while they have so many bytes; a single batch may have more
   * @param now the time, as {@link System#nanoTime()} gives it
   */
  UnconfirmedBatches(int most, long mostWeight, Duration resendAfter, long now) {
    this.most = most;
    this.mostWeight = mostWeight;
    this.resendAfter = resendAfter.toNanos();
    this.askedNanos = now - LONGEST_SILENCE;
  }

  /** With the limits of an engine's settings, from now on. */
  static UnconfirmedBatches of(LabSettings settings, long now) {
    return new UnconfirmedBatches(
        settings.maxUnconfirmedBatches(),
        settings.maxUnconfirmedBytes(),
        settings.resendAfter(),
        now);
  }

  // For the thread that runs trials.

  /** Waits until there is room for more results. */
  synchronized void awaitRoom() throws InterruptedException {
    while (!hasRoom()) {
      wait();
    }
  }

  /** Whether there is room for more results. */
  synchronized boolean hasRoom() {
    return entries.size() < most && weight < mostWeight;
  }

  /** Adds a batch. It takes the place of one with the same trials, if that is still here. */
  synchronized void add(Outbox.Parcel parcel) {
    remove(parcel.id());
    entries.put(parcel.id(), new Entry(parcel));
    weight += parcel.weight();
  }

  /** Whether half of the room is taken. */
  synchronized boolean isHalfFull() {
    return entries.size() >= most / 2;
  }

  // For the engine.

  /**
   * Sends what waits.
   *
   * @param awaited whether all that is unconfirmed is to be confirmed as soon as it is on disk
   */
  synchronized List<EngineEffect> send(boolean awaited, long now) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<EngineEffect> effects = new ArrayList<>();
    List<Entry> waiting = in(Phase.WAITING);
    for (int i = 0; i < waiting.size(); i++) {
      boolean last = i == waiting.size() - 1;
      effects.add(send(waiting.get(i), (awaited && last) || mustAsk(now), now));
    }
    List<Entry> unasked = awaited ? in(Phase.SENT) : List.of();
    if (!unasked.isEmpty()) {
      effects.add(send(unasked.get(0), true, now)); // they are all confirmed with it
    }
    return effects;
  }

  /** Sends again what has waited for its confirmation for too long. */
  synchronized List<EngineEffect> resend(long now) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Entry> due =
        entries.values().stream()
            .filter(each -> each.phase != Phase.WAITING)
            .filter(
                each -> now - each.sentNanos > (each.phase == Phase.AWAITED ? resendAfter : LATE))
            .toList();
    List<EngineEffect> effects = new ArrayList<>();
    due.forEach(each -> effects.add(send(each, true, now)));
    return effects;
  }

  private boolean mustAsk(long now) {
    int sent = entries.size() - in(Phase.WAITING).size();
    return sent + 2 >= most || now - askedNanos >= LONGEST_SILENCE;
  }

  private List<Entry> in(Phase phase) {
    return entries.values().stream().filter(each -> each.phase == phase).toList();
  }

  private EngineEffect send(Entry entry, boolean awaited, long now) {
    if (awaited) {
      askedNanos = now;
      in(Phase.SENT).forEach(earlier -> earlier.phase = Phase.AWAITED);
    }
    entry.phase = awaited ? Phase.AWAITED : Phase.SENT;
    entry.sentNanos = now;
    return new EngineEffect.Send(entry.parcel, awaited);
  }

  /** A batch is on disk. It may have been said before. */
  synchronized void confirmed(BatchId id) {
    remove(id);
  }

  /** Gives up the batches of a run. */
  synchronized void discard(RunId run) {
    List.copyOf(entries.keySet()).stream().filter(id -> id.run().equals(run)).forEach(this::remove);
  }

  private void remove(BatchId id) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      weight -= entry.parcel.weight();
      notifyAll();
    }
  }

  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The runs that they belong to. */
  synchronized Set<RunId> runs() {
    return entries.keySet().stream().map(BatchId::run).collect(Collectors.toSet());
  }

  /**
   * Checks what must always hold.
   *
   * @throws IllegalStateException if it does not
   */
  synchronized void checkInvariants() {
    long sum = entries.values().stream().mapToLong(each -> each.parcel.weight()).sum();
    if (sum != weight) {
      throw new IllegalStateException("batches weigh " + sum + ", not " + weight);
    }
    Phase before = Phase.AWAITED;
    for (Entry entry : entries.values()) {
      if (entry.phase.compareTo(before) > 0) {
        throw new IllegalStateException("an older batch is less far: " + entries.values());
      }
      before = entry.phase;
    }
  }
}
