package org.labactors.internal.commit;

import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.wire.BatchId;
import org.labactors.internal.wire.BatchParts;
import org.labactors.study.RunId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that arrive in parts. An engine sends one after the other, so there is one of each at a
 * time; of a batch that lacks a part nothing is kept, for it is sent again.
 */
final class Arrivals {

  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  private record Arrival(BatchId batch, List<ByteBuffer> parts) {}

  private final Map<ActorRef<? super EngineProtocol.Confirmed>, Arrival> arrivals = new HashMap<>();

  /** A part has come; returns the record that it completes, if it does. */
  Optional<NotebookProtocol.Record> add(NotebookProtocol.RecordPart part) {
    Arrival arrival =
        part.number() == 0
            ? new Arrival(part.id(), new ArrayList<>())
            : arrivals.get(part.replyTo());
    if (arrival == null
        || !arrival.batch().equals(part.id())
        || arrival.parts().size() != part.number()) {
      arrivals.remove(part.replyTo());
      return Optional.empty();
    }
    arrival.parts().add(part.bytes());
    if (arrival.parts().size() < part.count()) {
      arrivals.put(part.replyTo(), arrival);
      return Optional.empty();
    }
    arrivals.remove(part.replyTo());
    return joined(part, arrival);
  }

  private static Optional<NotebookProtocol.Record> joined(
      NotebookProtocol.RecordPart last, Arrival arrival) {
    try {
      Batch batch = BatchParts.join(arrival.parts());
      return Optional.of(
          new NotebookProtocol.Record(last.run(), batch, last.awaited(), last.replyTo()));
    } catch (IOException | RuntimeException damaged) {
      LOG.error("what {} sent cannot be read: {}", last.replyTo(), damaged.toString());
      return Optional.empty();
    }
  }

  /** A run has ended. */
  void forget(RunId run) {
    arrivals.values().removeIf(arrival -> arrival.batch().run().equals(run));
  }
}
