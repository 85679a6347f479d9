package org.labactors.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Notes;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.code.Bundle;
import org.labactors.internal.code.Part;
import org.labactors.internal.engine.Samples;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NodeVersion;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.protocol.ShipperProtocol;
import org.labactors.internal.protocol.StudiesProtocol;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Column;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;

/** Every message that crosses from node to node arrives as it was sent, and no other can. */
class ProtocolTest {

  private static final RunId RUN = RunId.random();
  private static final EngineId A = new EngineId("127.0.0.1:25521/1#9f3a");
  private static final String HALF_A_PAIR = "half \ud83d of a pair";

  private static ActorTestKit kit;
  private static Serialization serialization;
  private static TestProbe<Object> probe;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
    probe = kit.createTestProbe();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  /** An experiment with a name, which can be written down. */
  record Scaled(double factor) implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("y", factor * trial.getLong("n"));
    }
  }

  private static List<Object> toLab() {
    return List.of(
        new FromEngine.Greet(
            A.name(), new NodeVersion("0.1", "2.8.5"), probe.getRef().unsafeUpcast()),
        new FromEngine.Register(A, probe.getRef().unsafeUpcast()),
        new FromEngine.Pull(A, Long.MAX_VALUE, List.of(2L, Long.MAX_VALUE), true),
        new FromEngine.Returned(A, 3, Optional.of(new TrialRange(5, Long.MAX_VALUE)), true),
        new FromEngine.Returned(A, 3, Optional.empty(), false),
        new FromEngine.RanOutOfMemory(A, 3, 7),
        new FromEngine.Withdrawn(A, RUN),
        new FromEngine.CanRun(A, RUN),
        new FromEngine.CannotRun(A, RUN, HALF_A_PAIR),
        new FromEngine.Describe(A, RUN),
        new FromEngine.ThreadAbandoned(A),
        new FromEngine.Leave(A, probe.getRef().unsafeUpcast()),
        new FromEngine.NodeDied("a:1#f", "exit status 7", true));
  }

  private static List<Object> toEngine() {
    return List.of(
        new EngineProtocol.Registered(probe.getRef().unsafeUpcast(), probe.getRef().unsafeUpcast()),
        new EngineProtocol.Prepare(RUN, SentStudy.of(Samples.study(9, new Scaled(-0.0)))),
        new EngineProtocol.Assign(new Assignment(4, RUN, new TrialRange(0, 9), 2, true)),
        new EngineProtocol.Recall(4, 7),
        new EngineProtocol.Withdraw(RUN, true),
        new EngineProtocol.Confirmed(List.of(new BatchId(RUN, TrialRange.of(8)))),
        new EngineProtocol.Released());
  }

  @Test
  void everyMessageToALabArrivesAsItWasSent() {
    assertThat(toLab()).allSatisfy(message -> assertThat(sent(message)).isEqualTo(message));
    assertThat(kinds(toLab())).isEqualTo(wireMessages(FromEngine.class));
    assertThat(wireMessages(LabProtocol.Request.class)).isEmpty();
  }

  @Test
  void theAnswerToAGreetingArrivesAsItWasSent() {
    FromEngine.Greeted greeted = new FromEngine.Greeted(new NodeVersion("0.1", "2.8.5"));

    assertThat(sent(greeted)).isEqualTo(greeted);
  }

  @Test
  void everyMessageToAnEngineArrivesAsItWasSent() {
    assertThat(toEngine()).allSatisfy(message -> assertThat(sent(message)).isEqualTo(message));
    assertThat(kinds(toEngine())).isEqualTo(wireMessages(EngineProtocol.Request.class));
  }

  @Test
  void theOnlyMessagesToANotebookAreRecordsAndPartsOfThem() {
    NotebookProtocol.RecordPart part =
        new NotebookProtocol.RecordPart(
            RUN,
            new TrialRange(2, 5),
            true,
            1,
            3,
            ByteBuffer.wrap(new byte[] {0, -1, 127}),
            probe.getRef().unsafeUpcast());

    assertThat(sent(part)).isEqualTo(part);
    assertThat(wireMessages(NotebookProtocol.Delivery.class))
        .containsExactlyInAnyOrder(
            NotebookProtocol.Record.class.getName(), NotebookProtocol.RecordPart.class.getName());
  }

  @Test
  void whatIsShippedIsAskedForByDigest() {
    ShipperProtocol.Fetch fetch =
        new ShipperProtocol.Fetch("0".repeat(64), probe.getRef().unsafeUpcast());
    ShipperProtocol.Shipped nothing = new ShipperProtocol.Shipped("0".repeat(64), Optional.empty());

    assertThat(sent(fetch)).isEqualTo(fetch);
    assertThat(sent(nothing)).isEqualTo(nothing);
    assertThat(wireMessages(ShipperProtocol.Request.class))
        .containsExactly(fetch.getClass().getName());
    assertThat(wireMessages(StudiesProtocol.Request.class)).isEmpty();
  }

  @Test
  void aStudyWithItsCodeArrivesAsItWasSent() {
    Part part = new Part("a.jar", "a".repeat(64), Long.MAX_VALUE);
    SentStudy.Packed packed =
        new SentStudy.Packed(
            Optional.empty(), Optional.of(part), new Bundle(List.of(part, part)), List.of(part));

    EngineProtocol.Prepare prepare =
        (EngineProtocol.Prepare) sent(new EngineProtocol.Prepare(RUN, SentStudy.arrived(packed)));

    assertThat(prepare.study().packed()).isEqualTo(packed);
  }

  @Test
  void aDigestThatIsAPathDoesNotArrive() {
    Part part = new Part("a.jar", "a".repeat(64), 1);
    EngineProtocol.Prepare prepare =
        new EngineProtocol.Prepare(
            RUN,
            SentStudy.arrived(
                new SentStudy.Packed(
                    Optional.of("{}"), Optional.empty(), new Bundle(List.of(part)), List.of())));
    byte[] bytes = serialization.serialize(prepare).get();
    String hostile = "../".repeat(21) + "x";
    byte[] changed =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace(part.digest(), hostile)
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(changed).isNotEqualTo(bytes);
    assertThatThrownBy(() -> cbor().fromBinary(changed, EngineProtocol.Prepare.class.getName()))
        .hasMessageContaining("the digest of a part is '" + hostile + "'");
  }

  @Test
  void javaSerializationIsOff() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>(List.of("gadget")));
    }

    assertThatThrownBy(
            () -> serialization.deserialize(bytes.toByteArray(), 1, "java.util.ArrayList").get())
        .hasMessageContaining("Attempted to deserialize message using Java serialization");
    assertThatThrownBy(() -> serialization.serialize(new ArrayList<>(List.of("gadget"))).get())
        .hasMessageContaining("Attempted to serialize message using Java serialization");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.sun.rowset.JdbcRowSetImpl",
        "org.labactors.internal.protocol.EngineProtocol$Finish",
        "org.labactors.protocol.LabProtocol$Submit",
        "org.labactors.internal.protocol.StudiesProtocol$Want",
        "org.labactors.internal.json.SentStudy",
        "org.labactors.study.Study",
        "[Ljava.lang.Object;",
        "../../x"
      })
  void aNameThatIsNoWireMessageIsNotRead(String name) {
    assertThatThrownBy(() -> cbor().fromBinary(new byte[] {(byte) 0xa0}, name))
        .isInstanceOfAny(
            IllegalArgumentException.class,
            NotSerializableException.class,
            ClassNotFoundException.class);
  }

  private static SerializerWithStringManifest cbor() {
    return (SerializerWithStringManifest)
        serialization.serializerByIdentity().get(25520).getOrElse(() -> null);
  }

  @Test
  void aBatchArrivesAsItWasSentWhateverIsInIt() {
    List<Result> results = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      results.add(anything(i, random));
    }
    Batch.Builder builder = new Batch.Builder("engine " + HALF_A_PAIR, 3);
    results.forEach(builder::add);
    Batch batch = builder.build();

    NotebookProtocol.Record record =
        (NotebookProtocol.Record)
            sent(new NotebookProtocol.Record(RUN, batch, true, probe.getRef().unsafeUpcast()));

    assertThat(record.run()).isEqualTo(RUN);
    assertThat(record.replyTo()).isEqualTo(probe.getRef());
    assertThat(written(record.batch())).isEqualTo(written(batch));
    assertThat(record.batch().results().stream().map(Object::getClass))
        .contains(Column.Doubles.class, Column.Longs.class, Column.Mixed.class);
  }

  @Test
  void valuesMayBeNestedDeeplyOnTheWireToo() {
    Object deep = 1L;
    for (int depth = 0; depth < 1_200; depth++) {
      deep = depth % 2 == 0 ? List.of(deep) : Map.of("in", deep);
    }
    Batch plain = Samples.batch("engine", 0, 1);
    Batch batch =
        new Batch(
            plain.trials(),
            plain.engine(),
            plain.attempt(),
            plain.rows(),
            plain.status(),
            plain.start(),
            plain.setUp(),
            plain.experiment(),
            plain.tearDown(),
            plain.failures(),
            plain.derived(),
            plain.metadata(),
            List.of(new Column.Mixed("deep", new Object[] {deep})));

    NotebookProtocol.Record record =
        (NotebookProtocol.Record)
            sent(new NotebookProtocol.Record(RUN, batch, true, probe.getRef().unsafeUpcast()));

    assertThat(Objects.equals(record.batch().results().get(0).get(0), deep)).isTrue();
  }

  @Test
  void aBatchOfPlainResultsTakesAByteForWhatIsTheSameInAll() {
    Batch plain = Samples.batch("engine", 0, 1000);

    byte[] bytes =
        serialization
            .serialize(new NotebookProtocol.Record(RUN, plain, true, probe.getRef().unsafeUpcast()))
            .get();

    // four times and one whole number for each
    assertThat(bytes.length).isLessThan(1000 * (4 * 8 + 5) + 300);
  }

  @Test
  void aStudyThatHasArrivedIsTheStudy() {
    Study study = Samples.study(9, new Scaled(0.1)).timeout(Duration.ofSeconds(3));
    EngineProtocol.Prepare prepare =
        (EngineProtocol.Prepare) sent(new EngineProtocol.Prepare(RUN, SentStudy.of(study)));

    Study opened = prepare.study().open(getClass().getClassLoader());

    assertThat(opened).isEqualTo(study);
  }

  @Test
  void aLambdaThatHasArrivedSaysWhyItCannotBeOpened() {
    EngineProtocol.Prepare prepare =
        (EngineProtocol.Prepare)
            sent(new EngineProtocol.Prepare(RUN, SentStudy.of(Samples.squares(9))));

    assertThatThrownBy(() -> prepare.study().open(getClass().getClassLoader()))
        .hasMessageContaining("is a lambda of org.labactors.internal.engine.Samples");
  }

  @Test
  void aClassThatIsNoMessageIsNotReadFromTheWire() {
    assertThatThrownBy(() -> cbor().fromBinary(new byte[] {(byte) 0xa0}, "java.util.ArrayList"))
        .hasMessageContaining("java.util.ArrayList");
  }

  /**
   * All that is in a batch, as text in which numbers are distinct from their text and -0 from 0.
   */
  private static List<String> written(Batch batch) {
    List<String> parts = new ArrayList<>();
    parts.add(batch.trials() + " " + batch.engine() + " " + batch.attempt());
    parts.add(Arrays.toString(batch.rows()));
    parts.add(Arrays.toString(batch.status()));
    parts.add(Arrays.toString(batch.start()));
    parts.add(Arrays.toString(batch.setUp()));
    parts.add(Arrays.toString(batch.experiment()));
    parts.add(Arrays.toString(batch.tearDown()));
    parts.add(Arrays.toString(batch.failures()));
    for (List<Column> columns : List.of(batch.derived(), batch.metadata(), batch.results())) {
      parts.add("columns");
      for (Column column : columns) {
        parts.add(column.getClass().getSimpleName() + " " + column.name());
        for (int i = 0; i < column.size(); i++) {
          parts.add(typed(column.get(i)));
        }
      }
    }
    return parts;
  }

  private static String typed(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ProtocolTest::typed).toList().toString();
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> typed(entry.getKey()) + "=" + typed(entry.getValue()))
          .toList()
          .toString();
    }
    return value == null ? "null" : value.getClass().getSimpleName() + " " + value;
  }

  private static Object sent(Object message) {
    String manifest =
        ((SerializerWithStringManifest) serialization.findSerializerFor(message)).manifest(message);
    return serialization
        .deserialize(
            serialization.serialize(message).get(),
            serialization.findSerializerFor(message).identifier(),
            manifest)
        .get();
  }

  private static List<String> kinds(List<Object> messages) {
    return messages.stream().map(each -> each.getClass().getName()).distinct().sorted().toList();
  }

  /** The messages of a protocol that are marked, which must be public. */
  private static List<String> wireMessages(Class<?> protocol) {
    return Stream.of(protocol.getPermittedSubclasses())
        .filter(CborSerializable.class::isAssignableFrom)
        .peek(each -> assertThat(Modifier.isPublic(each.getModifiers())).isTrue())
        .map(Class::getName)
        .sorted()
        .toList();
  }

  private static Result anything(int trial, Random random) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row <= random.nextInt(3); row++) {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put(
          "real", pick(random, Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 0.0, 1e-320, 0.1));
      values.put("whole", pick(random, Long.MIN_VALUE, Long.MAX_VALUE, 0L, 1L << 40));
      values.put("sparse", random.nextInt(9) == 0 ? 1.5 : null);
      values.put("mixed " + HALF_A_PAIR, mixed(random));
      values.remove(random.nextBoolean() ? "real" : "");
      rows.add(values);
    }
    boolean ok = random.nextInt(5) > 0;
    return new Result(
        trial,
        ok ? Status.OK : Status.FAILED,
        rows,
        random.nextBoolean()
            ? List.of()
            : rows.stream()
                .map(row -> new Notes(Map.of(), Map.of("own", (long) random.nextInt(9))))
                .toList(),
        Map.of("derived", (long) trial),
        trial % 2 == 0 ? Map.of() : Map.of("note", HALF_A_PAIR),
        new Result.Timing(trial, 0.25, Double.NaN, 0),
        ok ? null : new Result.Failure(HALF_A_PAIR, "at\n", random.nextBoolean()));
  }

  private static @Nullable Object mixed(Random random) {
    return CanonicalValue.of(
        pick(
            random,
            null,
            true,
            7L,
            7.0,
            "",
            "7",
            HALF_A_PAIR,
            List.of(),
            Map.of(),
            List.of(List.of(Map.of()), Map.of("", List.of())),
            List.of(1L, 1.0, List.of("a", HALF_A_PAIR), Map.of(HALF_A_PAIR, Double.NaN)),
            Map.of("a", 1L, "b", Map.of("c", List.of(2.0, 2L)), "d", false)));
  }

  private static @Nullable Object pick(Random random, @Nullable Object... values) {
    return values[random.nextInt(values.length)];
  }
}
