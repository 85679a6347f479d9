package org.labactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.actor.FromEngine;
import org.labactors.actor.NodeVersion;
import org.labactors.design.Range;
import org.labactors.study.Study;

/** A lab whose nodes have keys, one that has a key from its authority, and others. */
@Timeout(120)
class TlsIT {

  private static final int TRIALS = 300;
  private static final Duration SHORT = Duration.ofSeconds(2);

  @TempDir private static Path keys;
  @TempDir private Path folder;
  private NodeAddress seed;
  private final List<EngineNode> nodes = new ArrayList<>();
  private final List<Lab> labs = new ArrayList<>();

  @BeforeAll
  static void make() {
    new KeyMaker(keys.resolve("ours"), 30).make(List.of("localhost", "elsewhere"));
    new KeyMaker(keys.resolve("theirs"), 30).make(List.of("localhost"));
  }

  @BeforeEach
  void choosePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      seed = new NodeAddress("127.0.0.1", free.getLocalPort());
    }
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
  }

  @Test
  void aNodeWithAKeyFromTheAuthorityWorks() throws Exception {
    Run run = lab(tls("ours/localhost")).submit("slow", study());

    node(tls("ours/localhost"), new ArrayList<>());

    assertThat(run.await().ok()).isEqualTo(TRIALS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "theirs/localhost | its key is not from the authority in ",
        "                 | it takes no connection in plain text; the nodes of that cluster have keys",
      })
  void aNodeWithoutSuchAKeyIsNotTakenInAndTheLabGoesOn(String other, String reason)
      throws Exception {
    Lab lab = lab(tls("ours/localhost"));
    Run run = lab.submit("slow", study());
    List<String> log = new CopyOnWriteArrayList<>();
    EngineNode stranger = node(other == null ? "" : tls(other), log);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> log.stream().anyMatch(line -> line.contains("not in the cluster yet")));
    int joined = lab.engines();
    Optional<FromEngine.Greeted> answer = greet(stranger.system());
    node(tls("ours/localhost"), new ArrayList<>());

    assertThat(run.await().ok()).isEqualTo(TRIALS);
    assertThat(joined).isZero();
    assertThat(answer).isEmpty();
    assertThat(log)
        .filteredOn(line -> line.contains("not in the cluster yet"))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains("\n  " + seed + ": " + reason));
    assertThat(log).noneMatch(line -> line.contains("working for"));
  }

  @Test
  void aNodeThatIsGreetedIsAnswered() throws Exception {
    lab(tls("ours/localhost"));
    EngineNode node = node(tls("ours/localhost"), new ArrayList<>());

    assertThat(greet(node.system())).contains(new FromEngine.Greeted(NodeVersion.current()));
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
    lab("");

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
    char[] password = NodeKeys.password(theirs);
    NodeKeys impostor =
        NodeKeys.of(
            theirs,
            NodeKeys.open(theirs.resolve("node.p12"), password, theirs),
            password,
            NodeKeys.certificate(keys.resolve("ours/localhost/authority.crt")),
            true);

    String seen = new SeedProbe(Optional.of(impostor), SHORT).look(seed);

    assertThat(seen)
        .startsWith("it refuses the key in " + theirs + "; it must be from its authority");
  }

  private static SeedProbe probe(String own, boolean checkNames) {
    NodeKeys read = NodeKeys.read(keys.resolve(own), "localhost", checkNames, Instant.now());
    return new SeedProbe(Optional.of(read), SHORT);
  }

  /** Writes to the lab's actor without having joined. */
  private Optional<FromEngine.Greeted> greet(ActorSystem<?> stranger) throws Exception {
    ActorRef<FromEngine.Greet> lab =
        ActorRefResolver.get(stranger)
            .resolveActorRef("akka://" + NodeSettings.SYSTEM + "@" + seed + "/user/lab");
    CompletionStage<FromEngine.Greeted> answer =
        AskPattern.ask(
            lab,
            replyTo -> new FromEngine.Greet("somewhere:1", NodeVersion.current(), replyTo),
            Duration.ofSeconds(5),
            stranger.scheduler());
    return answer
        .thenApply(Optional::of)
        .exceptionally(timeout -> Optional.empty())
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static String tls(String own) {
    return "lab.node { encryption = tls, keys = \"" + keys.resolve(own) + "\" }";
  }

  private Lab lab(String more) {
    Lab lab =
        Lab.open(
            folder.resolve("notes.db").toString(), settings("lab.node.roles = [lab]\n" + more));
    labs.add(lab);
    return lab;
  }

  private EngineNode node(String more, List<String> log) {
    EngineNode node = EngineNode.start(settings("lab.node.roles = [engine]\n" + more), log::add);
    nodes.add(node);
    return node;
  }

  private NodeSettings settings(String more) {
    return NodeSettings.of(
        Profile.parse("lab { engines = 2, node.seeds = [\"" + seed + "\"] }\n" + more));
  }

  private static Study study() {
    return Study.of(new Slow(5)).with("n", Range.stepped(1, TRIALS, 1)).seed(42);
  }
}
