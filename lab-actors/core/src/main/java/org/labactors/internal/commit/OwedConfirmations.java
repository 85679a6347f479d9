package org.labactors.internal.commit;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;

/** The confirmations that a notebook owes: an engine gets all of its own when it awaits one. */
final class OwedConfirmations {

  private final Map<ActorRef<? super EngineProtocol.Confirmed>, List<BatchId>> owed =
      new HashMap<>();

  /** These batches need not be kept any longer by who sent them. */
  List<NotebookEffect> settle(List<NotebookProtocol.Record> records) {
    Set<ActorRef<? super EngineProtocol.Confirmed>> awaiting = new LinkedHashSet<>();
    for (NotebookProtocol.Record record : records) {
      owed.computeIfAbsent(record.replyTo(), sender -> new ArrayList<>()).add(record.id());
      if (record.awaited()) {
        awaiting.add(record.replyTo());
      }
    }
    List<NotebookEffect> effects = new ArrayList<>();
    for (ActorRef<? super EngineProtocol.Confirmed> engine : awaiting) {
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
