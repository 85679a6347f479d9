package org.labactors.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.wire.BatchId;
import org.labactors.internal.wire.BatchParts;
import org.labactors.study.RunId;

/** Batches that are cut on one node and joined on another. */
class ArrivalsTest {

  private static final RunId RUN = new RunId("run");
  private static final int MOST_BYTES = 256 * 1024;

  private final ActorRef<EngineProtocol.Confirmed> engine =
      TestInbox.<EngineProtocol.Confirmed>create("engine").getRef();
  private final ActorRef<EngineProtocol.Confirmed> other =
      TestInbox.<EngineProtocol.Confirmed>create("other").getRef();
  private final Arrivals arrivals = new Arrivals();

  @Test
  void aBatchIsCutIntoPartsThatFitAFrame() {
    assertThat(BatchParts.cut(large(7)))
        .hasSizeBetween(5, 10)
        .allSatisfy(part -> assertThat(part.remaining()).isBetween(1, MOST_BYTES));
  }

  @Test
  void whatIsCutComesTogetherAgainWithItsLastPart() {
    Batch batch = large(7);
    List<ByteBuffer> parts = BatchParts.cut(batch);

    for (int i = 0; i < parts.size() - 1; i++) {
      assertThat(add(engine, batch, parts, i)).isEmpty();
    }

    NotebookProtocol.Record record = add(engine, batch, parts, parts.size() - 1).orElseThrow();
    assertThat(BatchParts.cut(record.batch())).isEqualTo(parts);
    assertThat(record.id()).isEqualTo(new BatchId(RUN, batch.trials()));
    assertThat(record.awaited()).isTrue();
    assertThat(record.replyTo()).isEqualTo(engine);
  }

  @Test
  void partsOfTwoEnginesAreKeptApart() {
    Batch batch = large(7);
    Batch another = large(9);
    List<ByteBuffer> parts = BatchParts.cut(batch);
    List<ByteBuffer> others = BatchParts.cut(another);
    assertThat(add(engine, batch, parts, 0)).isEmpty();

    assertThat(addAll(other, another, others)).isEqualTo(others);
    assertThat(addFrom(1, engine, batch, parts)).isEqualTo(parts);
  }

  @Test
  void aBatchThatLacksAPartIsLeftOutUntilItIsSentAgain() {
    Batch batch = large(7);
    List<ByteBuffer> parts = BatchParts.cut(batch);
    for (int i = 0; i < parts.size(); i++) {
      if (i != 2) {
        assertThat(add(engine, batch, parts, i)).isEmpty();
      }
    }

    assertThat(addAll(engine, batch, parts)).isEqualTo(parts);
  }

  @Test
  void nothingIsKeptOfARunThatHasEnded() {
    Batch batch = large(7);
    List<ByteBuffer> parts = BatchParts.cut(batch);
    assertThat(add(engine, batch, parts, 0)).isEmpty();

    arrivals.forget(RUN);

    for (int i = 1; i < parts.size(); i++) {
      assertThat(add(engine, batch, parts, i)).isEmpty();
    }
  }

  private List<ByteBuffer> addAll(
      ActorRef<EngineProtocol.Confirmed> from, Batch batch, List<ByteBuffer> parts) {
    return addFrom(0, from, batch, parts);
  }

  /** What comes of the rest of the parts, cut again. */
  private List<ByteBuffer> addFrom(
      int first, ActorRef<EngineProtocol.Confirmed> from, Batch batch, List<ByteBuffer> parts) {
    for (int i = first; i < parts.size() - 1; i++) {
      assertThat(add(from, batch, parts, i)).isEmpty();
    }
    return BatchParts.cut(add(from, batch, parts, parts.size() - 1).orElseThrow().batch());
  }

  private Optional<NotebookProtocol.Record> add(
      ActorRef<EngineProtocol.Confirmed> from, Batch batch, List<ByteBuffer> parts, int number) {
    return arrivals.add(
        new NotebookProtocol.RecordPart(
            RUN, batch.trials(), true, number, parts.size(), parts.get(number), from));
  }

  /** One of about 1.5 MB, most of it in one text. */
  private static Batch large(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 700_000; i++) {
      text.append((char) ('a' + random.nextInt(1_000)));
    }
    Batch.Builder batch = new Batch.Builder("a", 1);
    for (long trial = 0; trial < 3; trial++) {
      batch.add(
          new Result(
              trial,
              Status.OK,
              List.of(Map.of("y", trial == 1 ? text.toString() : "short")),
              Map.of("x", trial),
              Map.of(),
              Result.Timing.UNKNOWN,
              null));
    }
    return batch.build();
  }
}
