package org.labactors.actor;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.labactors.scheduling.RunId;

/** The confirmations that a notebook owes: an engine gets all of its own when it awaits one. */
final class Receipts {

  private final Map<ActorRef<? super EngineActor.Confirmed>, List<BatchId>> owed = new HashMap<>();

  /** These batches need not be kept any longer by who sent them. */
  List<NotebookEffect> settle(List<NotebookActor.Record> records) {
    Set<ActorRef<? super EngineActor.Confirmed>> awaiting = new LinkedHashSet<>();
    for (NotebookActor.Record record : records) {
      owed.computeIfAbsent(record.replyTo(), sender -> new ArrayList<>()).add(record.id());
      if (record.awaited()) {
        awaiting.add(record.replyTo());
      }
    }
    List<NotebookEffect> effects = new ArrayList<>();
    for (ActorRef<? super EngineActor.Confirmed> engine : awaiting) {
      List<BatchId> batches = owed.remove(engine);
      if (batches != null) {
        effects.add(new NotebookEffect.Confirm(engine, batches));
      }
    }
    return effects;
  }

  /** A run has ended; an engine that has not awaited its confirmations by now is not there. */
  void forget(RunId run) {
    owed.values().forEach(batches -> batches.removeIf(batch -> batch.run().equals(run)));
    owed.values().removeIf(List::isEmpty);
  }

  boolean isEmpty() {
    return owed.isEmpty();
  }
}
