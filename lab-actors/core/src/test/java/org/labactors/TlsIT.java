package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.internal.code.JarFiles;
import org.labactors.internal.node.SeedProbe;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NodeVersion;
import org.labactors.internal.protocol.ShipperProtocol;
import org.labactors.node.KeyMaker;
import org.labactors.node.NodeAddress;
import org.labactors.node.NodeKeys;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.node.TestKeys;
import org.labactors.notebook.RecordOptions;
import org.labactors.runfile.RunFile;

/** A lab whose nodes have keys, one that has a key from its authority, and others. */
@Timeout(120)
class TlsIT {

  private static final String PLAIN = "lab.node.encryption = none";
  private static final int TRIALS = 300;
  private static final Duration SHORT = Duration.ofSeconds(2);

  @TempDir private static Path keys;
  private static Path jar;
  @TempDir private Path folder;
  private NodeAddress seed;
  private final List<EngineNode> nodes = new ArrayList<>();
  private final List<Lab> labs = new ArrayList<>();
  private final List<RunFile> runFiles = new ArrayList<>();

  @BeforeAll
  static void make() throws IOException {
    jar =
        JarFiles.jar(
            keys.resolve("mine.jar"), "mine.Mine", JarFiles.experiment("mine.Mine", "one"));
    new KeyMaker(keys.resolve("ours"), 30).make(List.of("localhost", "elsewhere"));
    new KeyMaker(keys.resolve("theirs"), 30).make(List.of("localhost"));
  }

  @BeforeEach
  void choosePort() {
    seed = new NodeAddress("127.0.0.1", FreePort.next());
  }

  @AfterEach
  void end() {
    nodes.forEach(EngineNode::leave);
    nodes.forEach(
        node ->
            node.system()
                .getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join());
    labs.forEach(Lab::close);
    runFiles.forEach(RunFile::close);
  }

  @Test
  void aNodeWithAKeyFromTheAuthorityFetchesCodeAndRunsIt() throws Exception {
    Run run = submit(lab(tls("ours/localhost")));
    List<String> log = new CopyOnWriteArrayList<>();

    node(tls("ours/localhost"), log);

    assertThat(run.await().ok()).isEqualTo(TRIALS);
    assertThat(log).filteredOn(line -> line.startsWith("fetching mine.jar (")).hasSize(1);
    assertThat(cached(1)).singleElement().asString().contains(digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "theirs/localhost | its key is not from the authority in ",
        "                 | it takes no connection in plain text; the nodes of that cluster have keys",
      })
  void aNodeWithoutSuchAKeyGetsNothingAndTheLabGoesOn(String other, String reason)
      throws Exception {
    Lab lab = lab(tls("ours/localhost"));
    Run run = submit(lab);
    List<String> log = new CopyOnWriteArrayList<>();
    EngineNode stranger = node(other == null ? PLAIN : tls(other), log);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> log.stream().anyMatch(line -> line.contains("not in the cluster yet")));
    int joined = lab.engines();
    CompletableFuture<Optional<FromEngine.Greeted>> greeted = greet(stranger.system());
    CompletableFuture<Optional<ShipperProtocol.Shipped>> shipped = fetch(stranger.system());
    node(tls("ours/localhost"), new ArrayList<>());

    assertThat(run.await().ok()).isEqualTo(TRIALS);
    assertThat(joined).isZero();
    assertThat(greeted.get(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(shipped.get(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(cached(1)).isEmpty();
    assertThat(log)
        .filteredOn(line -> line.contains("not in the cluster yet"))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains("\n  " + seed + ": " + reason));
    assertThat(log).noneMatch(line -> line.contains("working for"));
  }

  @Test
  void whatANodeWithAKeyAsksForItGets() throws Exception {
    submit(lab(tls("ours/localhost") + "\nlab.min-engines = 4")); // so it does not end
    EngineNode node = node(tls("ours/localhost"), new ArrayList<>());

    assertThat(greet(node.system()).get(30, TimeUnit.SECONDS))
        .contains(new FromEngine.Greeted(NodeVersion.current()));
    assertThat(fetch(node.system()).get(30, TimeUnit.SECONDS))
        .hasValueSatisfying(shipped -> assertThat(shipped.bytes()).isPresent());
  }

  @Test
  void aLabAtAnAddressThatItsKeyIsNotForIsNotTrusted() throws Exception {
    lab(tls("ours/elsewhere") + "\nlab.node.check-names = off");

    String seen = probe("ours/localhost", true).look(seed);

    assertThat(seen).startsWith("its key is not for that address (");
    assertThat(probe("ours/localhost", false).look(seed)).startsWith("it listens, but has not");
  }

  @Test
  void whatListensWithoutKeysIsToldFromALab() throws Exception {
    lab(PLAIN);

    assertThat(probe("ours/localhost", true).look(seed))
        .startsWith("what listens there has no keys, or is no node (");
    assertThat(new SeedProbe(Optional.empty(), SHORT).look(seed))
        .startsWith("it listens, but has not taken this node in");
  }

  /** One that would trust our lab, but has a key from elsewhere. */
  @Test
  void aLabRefusesAKeyFromAnotherAuthority() throws Exception {
    lab(tls("ours/localhost"));
    Path theirs = keys.resolve("theirs/localhost");
    NodeKeys impostor = TestKeys.impostor(theirs, keys.resolve("ours/localhost"));

    String seen = new SeedProbe(Optional.of(impostor), SHORT).look(seed);

    assertThat(seen)
        .startsWith("it refuses the key in " + theirs + "; it must be from its authority");
  }

  private static SeedProbe probe(String own, boolean checkNames) {
    NodeKeys read = NodeKeys.read(keys.resolve(own), "localhost", checkNames, Instant.now());
    return new SeedProbe(Optional.of(read), SHORT);
  }

  /** Writes to the lab's actor without having joined. */
  private CompletableFuture<Optional<FromEngine.Greeted>> greet(ActorSystem<?> stranger) {
    return ask(
        stranger,
        "lab",
        replyTo -> new FromEngine.Greet("somewhere:1", NodeVersion.current(), replyTo));
  }

  /** Asks for the code of the study that runs, without having joined. */
  private CompletableFuture<Optional<ShipperProtocol.Shipped>> fetch(ActorSystem<?> stranger) {
    return ask(stranger, "lab/shipper", replyTo -> new ShipperProtocol.Fetch(digest(), replyTo));
  }

  private <Q, A> CompletableFuture<Optional<A>> ask(
      ActorSystem<?> stranger, String actor, Function<ActorRef<A>, Q> question) {
    ActorRef<Q> there =
        ActorRefResolver.get(stranger)
            .resolveActorRef("akka://" + NodeSettings.SYSTEM + "@" + seed + "/user/" + actor);
    CompletionStage<A> answer =
        AskPattern.<Q, A>ask(there, question::apply, Duration.ofSeconds(5), stranger.scheduler());
    return answer
        .thenApply(Optional::of)
        .exceptionally(timeout -> Optional.empty())
        .toCompletableFuture();
  }

  private static String tls(String own) {
    return "lab.node { encryption = tls, keys = \"" + keys.resolve(own) + "\" }";
  }

  private Lab lab(String more) {
    Lab lab =
        Lab.builder()
            .notebook(folder.resolve("notes.db"))
            .node(settings("lab.node.roles = [lab]\n" + cache("lab") + more))
            .open();
    labs.add(lab);
    return lab;
  }

  private EngineNode node(String more, List<String> log) {
    String own = "lab.node.roles = [engine]\n" + cache("node-" + (nodes.size() + 1)) + more;
    EngineNode node = EngineNode.start(settings(own), log::add);
    nodes.add(node);
    return node;
  }

  private String cache(String name) {
    return "lab.code.cache = \"" + folder.resolve(name) + "\"\n";
  }

  private NodeSettings settings(String more) {
    return NodeSettings.of(
        Profile.parse("lab { engines = 2, node.seeds = [\"" + seed + "\"] }\n" + more));
  }

  /** A study of an experiment that is in a jar, and nowhere else. */
  private Run submit(Lab lab) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"),
            """
            study {
              experiment = { class = mine.Mine, factor = 3 }
              parameters { x { from = 1, to = %d, step = 1 } }
            }
            """
                .formatted(TRIALS));
    RunFile runFile = RunFile.read(file, List.of(), List.of(jar));
    runFiles.add(runFile);
    return lab.submit("mine", runFile.study(), RecordOptions.of(runFile));
  }

  private static String digest() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    } catch (IOException | NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** What the node that was started as such a one has in its cache. */
  private List<Path> cached(int number) throws IOException {
    Path cache = folder.resolve("node-" + number);
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
