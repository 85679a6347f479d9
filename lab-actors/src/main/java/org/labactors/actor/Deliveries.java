package org.labactors.actor;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.labactors.notebook.Batch;
import org.labactors.scheduling.RunId;
import org.labactors.study.TrialRange;

/**
 * The batches that an engine has sent to the notebook, until they are on disk: one that is not
 * confirmed for long is sent again.
 */
final class Deliveries {

  /** Tells batches apart. */
  private record Key(RunId run, TrialRange trials) {}

  private record Sent(Batch batch, long sentNanos) {}

  private final ActorRef<EngineActor.Command> engine;
  private final Duration resendAfter;
  private final Map<Key, Sent> unconfirmed = new LinkedHashMap<>();

  /**
   * No batches.
   *
   * @param engine gets the confirmations
   */
  Deliveries(ActorRef<EngineActor.Command> engine, Duration resendAfter) {
    this.engine = engine;
    this.resendAfter = resendAfter;
  }

  void send(Outbox.Parcel parcel, ActorRef<NotebookActor.Record> notebook) {
    send(new Key(parcel.run(), parcel.batch().trials()), parcel.batch(), notebook);
  }

  private void send(Key key, Batch batch, ActorRef<NotebookActor.Record> notebook) {
    unconfirmed.put(key, new Sent(batch, System.nanoTime()));
    notebook.tell(new NotebookActor.Record(key.run, batch, engine));
  }

  /** Sends again what has waited for too long. */
  void resend(ActorRef<NotebookActor.Record> notebook) {
    long now = System.nanoTime();
    Map.copyOf(unconfirmed)
        .forEach(
            (key, sent) -> {
              if (now - sent.sentNanos > resendAfter.toNanos()) {
                send(key, sent.batch, notebook);
              }
            });
  }

  /** Takes a batch for delivered; false if it was already. */
  boolean confirmed(RunId run, TrialRange trials) {
    return unconfirmed.remove(new Key(run, trials)) != null;
  }

  /** Gives up the batches of a run; returns how many. */
  int discard(RunId run) {
    int before = unconfirmed.size();
    unconfirmed.keySet().removeIf(key -> key.run.equals(run));
    return before - unconfirmed.size();
  }

  boolean isEmpty() {
    return unconfirmed.isEmpty();
  }

  /** Whether some of a run are on the way. */
  boolean holds(RunId run) {
    return unconfirmed.keySet().stream().anyMatch(key -> key.run.equals(run));
  }
}
