package org.labactors.internal.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.SourceRef;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.StreamRefs;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.design.Points;
import org.labactors.experiment.Trial;
import org.labactors.internal.code.JarFiles;
import org.labactors.internal.code.Part;
import org.labactors.internal.code.PartCache;
import org.labactors.internal.code.SentEntries;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.ShipperProtocol;
import org.labactors.internal.protocol.StudiesProtocol;
import org.labactors.notebook.RecordOptions;
import org.labactors.runfile.RunFile;
import org.labactors.settings.CodeSettings;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/** A lab's shipper and what a node makes of what it ships, in one JVM. */
class StudiesActorTest {

  /** Nothing of the class path of the tests. */
  private static final RecordOptions OWN_CODE = RecordOptions.DEFAULT.withoutClassPath();

  private static final RunId RUN = new RunId("run");
  private static final RunId OTHER = new RunId("other");
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final Duration HASTY = Duration.ofMillis(300);
  private static ActorTestKit kit;

  @TempDir private Path folder;
  private Path cache;
  private TestProbe<EngineProtocol.Command> engine;
  private TestProbe<ShipperProtocol.Command> asked;
  private TestProbe<ShipperProtocol.Event> packed;
  private ActorRef<ShipperProtocol.Command> shipper;
  private final List<String> log = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    cache = folder.resolve("node");
    engine = kit.createTestProbe();
    asked = kit.createTestProbe();
    packed = kit.createTestProbe();
    shipper = newShipper();
  }

  private ActorRef<ShipperProtocol.Command> newShipper() {
    return kit.spawn(
        Behaviors.monitor(
            ShipperProtocol.Command.class,
            asked.getRef(),
            ShipperActor.create(settings(folder.resolve("lab"), true, PATIENT))),
        DispatcherSelector.blocking());
  }

  private static CodeSettings settings(Path cache, boolean fetch, Duration patience) {
    return new CodeSettings(
        cache, fetch, 1 << 30, patience, Duration.ofDays(30), true, SentEntries.NONE);
  }

  @Test
  void aStudyIsOpenedWithCodeThatTheNodeDoesNotHave() throws Exception {
    ActorRef<StudiesProtocol.Command> studies = node(true);

    want(studies, RUN, arrived(pack(RUN, "one")));

    assertThat(version(opened(RUN))).isEqualTo("one");
    assertThat(log)
        .singleElement()
        .asString()
        .matches("fetching one\\.jar \\(.{12}\\), \\d+ bytes");
  }

  @Test
  void codeIsFetchedOnceForAllEnginesAndAllStudiesOfANode() throws Exception {
    ActorRef<StudiesProtocol.Command> studies = node(true);
    SentStudy one = pack(RUN, "one");
    TestProbe<EngineProtocol.Command> second = kit.createTestProbe();

    want(studies, RUN, arrived(one));
    studies.tell(new StudiesProtocol.Want(RUN, arrived(one), shipper.narrow(), second.getRef()));
    Study study = opened(RUN);
    assertThat(second.expectMessageClass(EngineProtocol.Opened.class, PATIENT).study())
        .isSameAs(study);
    want(studies, OTHER, arrived(pack(OTHER, "one")));
    opened(OTHER);

    assertThat(log).hasSize(1);
  }

  @Test
  void codeThatANodeHasFetchedBeforeIsInItsCache() throws Exception {
    SentStudy one = pack(RUN, "one");
    want(node(true), RUN, arrived(one));
    opened(RUN);

    want(node(true), RUN, arrived(one));

    assertThat(version(opened(RUN))).isEqualTo("one");
    assertThat(log).hasSize(1);
  }

  @Test
  void aDamagedFileInTheCacheIsFetchedAgain() throws Exception {
    SentStudy one = pack(RUN, "one");
    want(node(true), RUN, arrived(one));
    opened(RUN);
    try (Stream<Path> files = Files.list(cache)) {
      Files.writeString(files.findFirst().orElseThrow(), "rubbish");
    }

    want(node(true), RUN, arrived(one));

    assertThat(version(opened(RUN))).isEqualTo("one");
    assertThat(log).hasSize(2);
  }

  @Test
  void twoVersionsOfAClassAtOnceDoNotMeet() throws Exception {
    ActorRef<StudiesProtocol.Command> studies = node(true);
    want(studies, RUN, arrived(pack(RUN, "one")));
    Study one = opened(RUN);
    want(studies, OTHER, arrived(pack(OTHER, "two")));
    Study two = opened(OTHER);

    assertThat(version(one)).isEqualTo("one");
    assertThat(version(two)).isEqualTo("two");
  }

  @Test
  void aStudyTooLargeForAMessageIsFetchedLikeAJar() throws Exception {
    List<Map<String, ?>> points =
        IntStream.range(0, 200_000).mapToObj(i -> Map.of("x", (Object) (1e6 + i))).toList().stream()
            .<Map<String, ?>>map(map -> map)
            .toList();
    Study large = study("one").design(Points.of(points));
    shipper.tell(new ShipperProtocol.Pack(RUN, large, OWN_CODE, packed.getRef()));
    SentStudy sent = packed.expectMessageClass(ShipperProtocol.Packed.class, PATIENT).study();

    want(node(true), RUN, arrived(sent));

    assertThat(sent.packed().text()).isEmpty();
    assertThat(opened(RUN).design()).isEqualTo(large.design());
  }

  @Test
  void whatIsNotAnsweredIsAskedForAgain() throws Exception {
    SentStudy one = pack(RUN, "one");

    wantFrom(node(true, HASTY), one, firstTime(fetch -> {}));

    assertThat(version(opened(RUN))).isEqualTo("one");
  }

  @Test
  void aStreamThatBreaksOffIsBegunAgain() throws Exception {
    SentStudy one = pack(RUN, "one");
    Source<ByteString, ?> dying =
        Source.single(ByteString.fromString("PK"))
            .concat(Source.failed(new IllegalStateException("the lab is gone")));

    wantFrom(node(true), one, firstTime(fetch -> answer(fetch, dying)));

    assertThat(version(opened(RUN))).isEqualTo("one");
    assertThat(log).hasSize(2);
  }

  @Test
  void aStreamThatStallsIsBegunAgain() throws Exception {
    SentStudy one = pack(RUN, "one");
    Source<ByteString, ?> stalling =
        Source.single(ByteString.fromString("PK")).concat(Source.maybe());

    wantFrom(node(true, HASTY), one, firstTime(fetch -> answer(fetch, stalling)));

    assertThat(version(opened(RUN))).isEqualTo("one");
  }

  /** A lab that ships as it should, but not the first time it is asked. */
  private ActorRef<ShipperProtocol.Fetch> firstTime(Consumer<ShipperProtocol.Fetch> wrong) {
    AtomicBoolean asked = new AtomicBoolean();
    return kit.spawn(
        Behaviors.receiveMessage(
            fetch -> {
              if (asked.getAndSet(true)) {
                shipper.tell(fetch);
              } else {
                wrong.accept(fetch);
              }
              return Behaviors.same();
            }));
  }

  private void wantFrom(
      ActorRef<StudiesProtocol.Command> studies,
      SentStudy study,
      ActorRef<ShipperProtocol.Fetch> from) {
    studies.tell(new StudiesProtocol.Want(RUN, arrived(study), from, engine.getRef()));
  }

  @Test
  void whatIsNotWhatWasAnnouncedIsNeverLoaded() throws Exception {
    SentStudy one = pack(RUN, "one");
    TestProbe<ShipperProtocol.Fetch> liar = kit.createTestProbe();

    node(true).tell(new StudiesProtocol.Want(RUN, arrived(one), liar.getRef(), engine.getRef()));
    answer(liar, Source.single(ByteString.fromString("too short")));
    answer(liar, Source.repeat(ByteString.fromString("without end")));
    answer(liar, Source.single(ByteString.fromString("wrong")));

    assertThat(cannotOpen(RUN))
        .startsWith("what the lab sent as one.jar, 3 times, is not what it announced: ");
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aNodeThatDoesNotFetchSaysWhatItLacks() throws Exception {
    want(node(false), RUN, arrived(pack(RUN, "one")));

    assertThat(cannotOpen(RUN))
        .isEqualTo(
            """
            experiment.class = "mine.Mine": there is no such class in the laboratory's own class path
            If it is in a jar of yours, name the jar in study.code or with --code.
            lab.code.fetch = off on this node, so one.jar has to be on its own class path.""");
    asked.expectMessageClass(ShipperProtocol.Pack.class, PATIENT);
    asked.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aShipperShipsOnlyWhatBelongsToARunThatHasNotEnded() throws Exception {
    SentStudy one = pack(RUN, "one");
    TestProbe<ShipperProtocol.Shipped> reply = kit.createTestProbe();
    String digest = one.packed().code().parts().get(0).digest();
    for (String hostile : List.of("", "../../../etc/passwd", "/etc/passwd", "0".repeat(64))) {
      shipper.tell(new ShipperProtocol.Fetch(hostile, reply.getRef()));
      reply.expectMessage(new ShipperProtocol.Shipped(hostile, Optional.empty()));
    }

    shipper.tell(new ShipperProtocol.Forget(RUN));
    shipper.tell(new ShipperProtocol.Fetch(digest, reply.getRef()));

    reply.expectMessage(new ShipperProtocol.Shipped(digest, Optional.empty()));
    want(node(true), RUN, arrived(one));
    assertThat(cannotOpen(RUN)).startsWith("the lab does not have one.jar (");
  }

  @Test
  void anEngineThatDiesLetsGoOfItsStudies() throws Exception {
    ActorRef<StudiesProtocol.Command> studies = node(true);
    SentStudy one = pack(RUN, "one");
    want(studies, RUN, arrived(one));
    Study first = opened(RUN);

    engine.stop();
    TestProbe<EngineProtocol.Command> next = kit.createTestProbe();

    await()
        .atMost(PATIENT)
        .until(
            () -> {
              studies.tell(
                  new StudiesProtocol.Want(RUN, arrived(one), shipper.narrow(), next.getRef()));
              Study study = next.expectMessageClass(EngineProtocol.Opened.class, PATIENT).study();
              studies.tell(new StudiesProtocol.Release(RUN, next.getRef()));
              return study.experiment().getClass() != first.experiment().getClass();
            });
  }

  @Test
  void aStudyThatCannotBeOpenedDoesNotTakeItsCodeFromAnother() throws Exception {
    ActorRef<StudiesProtocol.Command> studies = node(true);
    SentStudy one = pack(RUN, "one");
    want(studies, RUN, arrived(one));
    ClassLoader code = opened(RUN).experiment().getClass().getClassLoader();
    byte[] noText = {(byte) 0xff};
    Part garbled = PartCache.in(folder.resolve("lab")).add("the study", file("garbled", noText));
    TestProbe<ShipperProtocol.Fetch> from = kit.createTestProbe();

    studies.tell(
        new StudiesProtocol.Want(
            OTHER,
            SentStudy.arrived(
                new SentStudy.Packed(
                    Optional.empty(), Optional.of(garbled), one.packed().code(), List.of())),
            from.getRef(),
            engine.getRef()));
    answer(from, Source.single(ByteString.fromArray(noText)));

    assertThat(cannotOpen(OTHER)).contains("MalformedInputException");
    assertThat(code.loadClass("mine.Mine$Version")).isNotNull();
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void aRunThatIsResumedIsSentTheCodeItBeganWith() throws Exception {
    SentStudy one = pack(RUN, "one");
    JarFiles.jar(
        folder.resolve("one.jar"), "mine.Mine", JarFiles.experiment("mine.Mine", "rebuilt"));
    kit.stop(shipper);
    shipper = newShipper();

    shipper.tell(new ShipperProtocol.Offer(OTHER, one, packed.getRef()));
    SentStudy resumed = packed.expectMessageClass(ShipperProtocol.Packed.class, PATIENT).study();
    want(node(true), OTHER, arrived(resumed));

    assertThat(version(opened(OTHER))).isEqualTo("one");
  }

  @Test
  void aRunWhoseCodeIsNotThereAnyMoreIsNotResumed() throws Exception {
    SentStudy one = pack(RUN, "one");
    try (Stream<Path> files = Files.list(folder.resolve("lab"))) {
      Files.delete(files.findFirst().orElseThrow());
    }

    shipper.tell(new ShipperProtocol.Offer(OTHER, one, packed.getRef()));

    assertThat(packed.expectMessageClass(ShipperProtocol.Refused.class, PATIENT).why())
        .matches(
            "the run cannot go on with the code that it began with: one\\.jar \\(.{12}\\) is not in"
                + " lab\\.code\\.cache any more\nSubmit the study again\\.");
  }

  @Test
  void codeThatChangesBetweenBeingNotedAndBeingPackedIsRefused() throws Exception {
    Study study = study("one");
    RecordOptions noted = OWN_CODE.withCodeOf(study);
    JarFiles.jar(
        folder.resolve("one.jar"), "mine.Mine", JarFiles.experiment("mine.Mine", "rebuilt"));

    shipper.tell(new ShipperProtocol.Pack(RUN, study, noted, packed.getRef()));

    assertThat(packed.expectMessageClass(ShipperProtocol.Refused.class, PATIENT).why())
        .isEqualTo("one.jar has changed while the study was submitted\nSubmit it again.");
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamedWithItsKey() throws Exception {
    cache = Files.writeString(folder.resolve("file"), "").resolve("cache");

    want(node(true), RUN, arrived(pack(RUN, "one")));

    assertThat(cannotOpen(RUN)).startsWith("lab.code.cache = " + cache + ": the folder cannot be");
  }

  private ActorRef<StudiesProtocol.Command> node(boolean fetch) {
    return node(fetch, PATIENT);
  }

  private ActorRef<StudiesProtocol.Command> node(boolean fetch, Duration patience) {
    return kit.spawn(
        StudiesActor.create(settings(cache, fetch, patience), log::add),
        DispatcherSelector.blocking());
  }

  private void want(ActorRef<StudiesProtocol.Command> studies, RunId run, SentStudy study) {
    studies.tell(new StudiesProtocol.Want(run, study, shipper.narrow(), engine.getRef()));
  }

  private Study opened(RunId run) {
    EngineProtocol.Opened opened = engine.expectMessageClass(EngineProtocol.Opened.class, PATIENT);
    assertThat(opened.run()).isEqualTo(run);
    return opened.study();
  }

  private String cannotOpen(RunId run) {
    EngineProtocol.CannotOpen cannot =
        engine.expectMessageClass(EngineProtocol.CannotOpen.class, PATIENT);
    assertThat(cannot.run()).isEqualTo(run);
    return cannot.why();
  }

  private void answer(TestProbe<ShipperProtocol.Fetch> probe, Source<ByteString, ?> bytes) {
    answer(probe.expectMessageClass(ShipperProtocol.Fetch.class, PATIENT), bytes);
  }

  private static void answer(ShipperProtocol.Fetch fetch, Source<ByteString, ?> bytes) {
    SourceRef<ByteString> ref = bytes.runWith(StreamRefs.sourceRef(), kit.system());
    fetch.replyTo().tell(new ShipperProtocol.Shipped(fetch.digest(), Optional.of(ref)));
  }

  private SentStudy pack(RunId run, String version) throws IOException {
    shipper.tell(new ShipperProtocol.Pack(run, study(version), OWN_CODE, packed.getRef()));
    return packed.expectMessageClass(ShipperProtocol.Packed.class, PATIENT).study();
  }

  private Study study(String version) throws IOException {
    Path jar = folder.resolve(version + ".jar");
    if (!Files.exists(jar)) {
      JarFiles.jar(jar, "mine.Mine", JarFiles.experiment("mine.Mine", version));
    }
    Path file =
        Files.writeString(
            folder.resolve("a.conf"),
            "study { experiment = { class = mine.Mine, factor = 2 }, parameters.x = 1, seed = 1 }");
    return RunFile.read(file, List.of(), List.of(jar)).study();
  }

  /** What another JVM has of it. */
  private static SentStudy arrived(SentStudy sent) {
    return SentStudy.arrived(sent.packed());
  }

  private static Object version(Study study) throws Exception {
    return study
        .experiment()
        .run(Trial.at(Map.of("x", 1L)))
        .rows()
        .get(0)
        .getOrDefault("version", "none");
  }
}
