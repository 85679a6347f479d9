package org.labactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.EngineNode;

class ProfileTest {

  private static final Path READY = Path.of("..", "..", "config", "profiles");

  @TempDir private Path folder;

  @BeforeEach
  void writeProfile() throws IOException {
    Files.writeString(
        folder.resolve("mine.conf"),
        "lab.node {\n  roles = [engine]\n  port = 7\n  seeds = [\"a:1\"]\n}\n");
  }

  @Test
  void aProfileThatIsNoTextIsRefused() throws IOException {
    Path file = folder.resolve("latin1.conf");
    Files.write(file, "lab.node.keys = ä".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Profile.read(file.toString(), folder, List.of()))
        .isInstanceOf(NodeException.class)
        .hasMessage(file + ": is not text in UTF-8");
  }

  @Test
  void settingsAreThoseOfTheProfileThenTheDefaults() {
    NodeSettings node = settings();

    assertThat(node.roles()).isEqualTo(Set.of(Role.ENGINE));
    assertThat(node.port()).isEqualTo(7);
    assertThat(node.host()).isEqualTo("127.0.0.1");
    assertThat(node.seeds()).containsExactly(new NodeAddress("a", 1));
  }

  @Test
  void theCommandLineHasTheLastWord() {
    NodeSettings node = settings("lab.node.port=8", "lab.node.seeds=\"b:2, c:3\"");

    assertThat(node.port()).isEqualTo(8);
    assertThat(node.seeds()).containsExactly(new NodeAddress("b", 2), new NodeAddress("c", 3));
  }

  @Test
  void aLabThatMayTakeAnyPortTakesTheOneAtWhichItIsLookedFor() {
    String[] here = {"lab.node.port=0", "lab.node.seeds=[\"b:2\",\"127.0.0.1:3\"]"};

    assertThat(settings(here).forLab().port()).isEqualTo(3);
    assertThat(settings(here).forLab().roles()).isEqualTo(Set.of(Role.LAB));
    assertThat(settings("lab.node.port=9").forLab().port()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "cluster"})
  void theReadyProfilesAreRight(String name) {
    NodeSettings node = NodeSettings.of(Profile.read(name, READY, List.of()));

    assertThat(node.isCluster()).isEqualTo(name.equals("cluster"));
    assertThat(node.warning()).isEmpty();
  }

  @Test
  void aNodeInPlainTextIsWarnedOfOnLoopbackToo() {
    String plain = "lab.node.encryption=none";

    assertThat(settings(plain, "lab.node.host=192.0.2.1").warning())
        .startsWith(
            "WARNING: lab.node.encryption = none: whoever can reach 192.0.2.1 can run code here as"
                + " you, and can stop this node.");
    assertThat(settings(plain, "akka.remote.artery.bind.hostname=0.0.0.0").warning())
        .contains("whoever can reach 0.0.0.0 can run code");
    assertThat(settings(plain, "lab.node.host=\"[::1]\"").warning())
        .contains("whoever can reach [::1], which is every user of this machine, can run code");
    assertThat(settings("lab.node.host=192.0.2.1").warning()).isEmpty();
  }

  @Test
  void theNodesOfAClusterHaveTheKeyOfTheirUserWithoutAsking() {
    Path userKeys = folder.resolve("home/keys");
    String key = "lab.node.user-keys=\"" + userKeys + "\"";

    NodeKeys made = settings(key).keys().orElseThrow();

    assertThat(made.folder()).isEqualTo(userKeys);
    assertThat(settings(key).systemConfig().getString("akka.remote.artery.transport"))
        .isEqualTo("tls-tcp");
  }

  @Test
  void aNodeWithoutOthersNeedsNoKeyAndMakesNone() {
    Path userKeys = folder.resolve("home/keys");

    NodeSettings alone = settings("lab.node.seeds=[]", "lab.node.user-keys=\"" + userKeys + "\"");

    assertThat(alone.keys()).isEmpty();
    assertThat(userKeys).doesNotExist();
  }

  @Test
  void aNodeOfAProfileThatSaysNothingListensOnLoopback() {
    NodeSettings node = NodeSettings.of(Profile.parse("lab.node.seeds = [\"127.0.0.1:1\"]"));

    assertThat(node.host()).isEqualTo("127.0.0.1");
    assertThat(node.systemConfig().getString("akka.remote.artery.canonical.hostname"))
        .isEqualTo("127.0.0.1");
    assertThat(node.systemConfig().getString("akka.remote.artery.bind.hostname")).isEmpty();
    assertThat(node.warning()).isEmpty();
  }

  @Test
  void aNodeThatItsSeedsCouldNotReachIsRefused() {
    NodeSettings node = settings("lab.node.port=0", "lab.node.seeds=[\"192.0.2.1:25520\"]");

    assertThatThrownBy(() -> EngineNode.start(node, line -> {}))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "lab.node.host = 127.0.0.1: the nodes at 192.0.2.1:25520 cannot reach this one there\n"
                + "Set lab.node.host (LAB_HOST) to the address by which they know this machine.");
  }

  @Test
  void aHostThatIsNoMachineIsNamed() {
    NodeSettings node = settings("lab.node.host=no-such-host.invalid", "lab.node.port=0");

    assertThatThrownBy(() -> EngineNode.start(node, line -> {}))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "lab.node.host = no-such-host.invalid: there is no machine of that name\n"
                + "Set lab.node.host (LAB_HOST) to the name or number of this machine.");
  }

  @Test
  void profileTlsRefusesToGoWithoutKeys() {
    assertThatThrownBy(() -> NodeSettings.of(Profile.read("tls", READY, List.of())))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "lab.node.keys = keys/localhost: there is no such folder\nMake keys with lab keys create"
                + " DIR, and set LAB_KEYS to the folder in it that is for this machine.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lab.node.roles=[engin] | roles = [\"engin\"]: must be a list of lab, engine, or both",
        "lab.node.roles=[] | roles = []: must be a list of lab, engine, or both",
        "lab.node.port=70000 | port = 70000: must be a port",
        "lab.node.port=many | port has type STRING rather than NUMBER",
        "lab.node.seeds=[here] | seeds = [\"here\"]: must be a list of host:port",
        "lab.node.prot=1 | lab.node.prot: there is no such key",
        "lap.node.port=1 | lap: there is no such key",
        "lab.node.host=0.0.0.0 | host = 0.0.0.0: must be the address by which other nodes know this",
        "lab.node.encryption=ssl | encryption = ssl: must be tls or none",
        "lab.node.check-names=some | check-names",
        "lab.min-engines=0 | min-engines = 0: must be at least 1",
        "lab.slice=soon | slice",
        "lab.slice=0s | lab.slice = 0 ms: must be more than 0",
        "lab.code.max-size=0 | lab.code.max-size = 0: must be at least 1",
        "lab.engines=-1000 | lab.engines = -1000 leaves no engine on ",
        "lab.node.grace=-1s | lab.node.grace = -1s: must be 0 s or more",
        "port | must be a key, '=' and a value",
      })
  void whatIsWrongIsNamedWithWhereItStands(String override, String problem) {
    assertThatThrownBy(() -> settings(override))
        .isInstanceOf(NodeException.class)
        .hasMessageStartingWith("--set " + override + ":")
        .hasMessageContaining(problem);
  }

  @Test
  void whatIsWrongInTheFileIsNamedWithItsLine() throws IOException {
    Files.writeString(folder.resolve("mine.conf"), "lab.node {\n  roles = [engine]\n  hots = a\n}");

    assertThatThrownBy(this::settings)
        .hasMessageContaining("mine.conf:3: lab.node.hots: there is no such key\nThere are ");
  }

  @Test
  void anUnknownProfileIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> Profile.read("clutser", READY, List.of()))
        .hasMessageStartingWith("--profile clutser: there is no such profile in ")
        .hasMessageContaining("There are cluster, docker, local, tls");
    assertThatThrownBy(() -> Profile.read("a/b.conf", READY, List.of()))
        .hasMessage("--profile a/b.conf: there is no such file");
  }

  private NodeSettings settings(String... overrides) {
    return NodeSettings.of(Profile.read("mine", folder, List.of(overrides)));
  }
}
