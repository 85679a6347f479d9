package org.labactors.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.labactors.internal.library.ReferenceSettings;
import org.labactors.internal.library.SystemDefaults;
import org.labactors.settings.LabSettings;

/**
 * The settings of a node; {@code reference.conf} explains each.
 *
 * @param roles what the node does
 * @param host the address it listens on, as other nodes see it
 * @param port the port it listens on, 0 for any that is free
 * @param seeds where it looks for the cluster; none means that it is alone
 * @param keys what it proves itself with; empty if nothing is encrypted
 * @param grace how long an engine may take to finish what it runs when the node is to stop
 * @param lab the settings of its lab and its engines
 * @param config what the profile says, for the actor system
 */
public record NodeSettings(
    Set<Role> roles,
    String host,
    int port,
    List<NodeAddress> seeds,
    Optional<NodeKeys> keys,
    Duration grace,
    LabSettings lab,
    Config config) {

  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  /** The name that the actor systems of all nodes have. */
  public static final String SYSTEM = "lab";

  private static final String ROLES = "lab.node.roles";
  private static final String HOST = "lab.node.host";
  private static final String PORT = "lab.node.port";
  private static final String SEEDS = "lab.node.seeds";
  private static final String GRACE = "lab.node.grace";
  private static final String ENCRYPTION = "lab.node.encryption";
  private static final String KEYS = "lab.node.keys";
  private static final String USER_KEYS = "lab.node.user-keys";
  private static final String JAVA_SERIALIZATION = "akka.actor.allow-java-serialization";

  /**
   * The settings that a profile gives.
   *
   * @throws NodeException if a value is not possible
   */
  public static NodeSettings of(Profile profile) {
    try {
      return of(profile.config());
    } catch (ConfigException wrong) {
      throw Profile.refused(wrong);
    }
  }

  private static NodeSettings of(Config profile) {
    Config config = profile.withFallback(ReferenceSettings.load());
    int port = config.getInt(PORT);
    if (port < 0 || port > NodeAddress.HIGHEST_PORT) {
      throw Profile.refused(config, PORT, "a port: 1 to 65535, or 0 for any that is free");
    }
    if (config.getBoolean(JAVA_SERIALIZATION)) {
      throw Profile.refused(
          config, JAVA_SERIALIZATION, "off, for it lets whoever sends a message run code");
    }
    Duration grace = config.getDuration(GRACE);
    if (grace.isNegative()) {
      throw Profile.refused(config, GRACE, "0 s or more");
    }
    List<NodeAddress> seeds = seeds(config);
    return new NodeSettings(
        roles(config),
        host(config),
        port,
        seeds,
        keys(config, !seeds.isEmpty()),
        grace,
        lab(config),
        profile);
  }

  private static LabSettings lab(Config config) {
    try {
      LabSettings lab = LabSettings.of(config);
      int unused = lab.enginesOn(Runtime.getRuntime().availableProcessors());
      return lab;
    } catch (IllegalArgumentException wrong) {
      throw Profile.refused(config, wrong);
    }
  }

  private static Set<Role> roles(Config config) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : texts(config, ROLES)) {
      roles.add(
          Stream.of(Role.values())
              .filter(role -> role.toString().equals(name))
              .findFirst()
              .orElseThrow(() -> Profile.refused(config, ROLES, "a list of lab, engine, or both")));
    }
    if (roles.isEmpty()) {
      throw Profile.refused(config, ROLES, "a list of lab, engine, or both");
    }
    return roles;
  }

  /** The others are told the address, so it must be one. */
  private static String host(Config config) {
    String host = config.getString(HOST);
    if (host.isBlank() || WILDCARDS.contains(HostName.withoutBrackets(host))) {
      throw Profile.refused(
          config,
          HOST,
          "the address by which other nodes know this machine\nTo listen on every address, set"
              + " akka.remote.artery.bind.hostname = 0.0.0.0 beside it.");
    }
    return host;
  }

  /** A node without others needs no keys, and none are made for it. */
  private static Optional<NodeKeys> keys(Config config, boolean hasOthers) {
    boolean checkNames = config.getBoolean("lab.node.check-names");
    return switch (config.getString(ENCRYPTION)) {
      case "none" -> Optional.empty();
      case "tls" -> {
        if (!hasOthers) {
          yield Optional.empty();
        }
        Instant now = Instant.now();
        String keys = config.getString(KEYS);
        yield Optional.of(
            keys.isBlank()
                ? UserKeys.readOrMake(Path.of(config.getString(USER_KEYS)), now)
                : NodeKeys.read(Path.of(keys), config.getString(HOST), checkNames, now));
      }
      default -> throw Profile.refused(config, ENCRYPTION, "tls or none");
    };
  }

  private static List<NodeAddress> seeds(Config config) {
    List<NodeAddress> seeds = new ArrayList<>();
    for (String text : texts(config, SEEDS)) {
      seeds.add(
          NodeAddress.parse(text)
              .orElseThrow(
                  () ->
                      Profile.refused(
                          config, SEEDS, "a list of host:port, such as [\"127.0.0.1:25520\"]")));
    }
    return seeds;
  }

  /** A list, or one text with commas, as it comes from an environment variable. */
  private static List<String> texts(Config config, String key) {
    if (config.getValue(key).valueType() == ConfigValueType.STRING) {
      return Stream.of(config.getString(key).split(",", -1))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .toList();
    }
    return config.getStringList(key);
  }

  /**
   * These settings for the node of a lab. Where any free port would do, it takes the one at which
   * the other nodes look for it.
   */
  public NodeSettings forLab() {
    Set<Role> asLab = roles.contains(Role.LAB) ? roles : EnumSet.of(Role.LAB);
    int listening =
        port != 0
            ? port
            : seeds.stream()
                .filter(seed -> seed.host().equals(host))
                .map(NodeAddress::port)
                .findFirst()
                .orElse(0);
    return new NodeSettings(asLab, host, listening, seeds, keys, grace, lab, config);
  }

  /** How many engines must be there before the first trial. */
  public int minEngines() {
    return lab.minEngines();
  }

  /** How many engines the node has on a machine of so many cores. */
  public int enginesOn(int cores) {
    return lab.enginesOn(cores);
  }

  /** Whether there are other nodes. */
  public boolean isCluster() {
    return !seeds.isEmpty();
  }

  /** Refuses, by a {@link NodeException}, settings without other nodes. */
  public void requireCluster() {
    if (!isCluster()) {
      throw new NodeException(
          "lab.node.seeds = []: without the address of a lab's node there is nothing to join\n"
              + "Take the profile cluster, or set lab.node.seeds.",
          null);
    }
  }

  /** Whether it would be known at loopback to nodes of which all are on other machines. */
  public boolean isOutOfReach() {
    return isCluster() && isLoopback(host) && seeds.stream().allMatch(NodeSettings::isElsewhere);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(HostName.withoutBrackets(host)).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false; // A node cannot listen there.
    }
  }

  private static boolean isElsewhere(NodeAddress seed) {
    try {
      InetAddress address = InetAddress.getByName(HostName.withoutBrackets(seed.host()));
      return !address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null;
    } catch (UnknownHostException | SocketException unknown) {
      return false;
    }
  }

  /** What is to be said if connections of the node are in plain text; otherwise empty. */
  public String warning() {
    if (!isCluster() || isEncrypted()) {
      return "";
    }
    String listening = listening();
    return "WARNING: lab.node.encryption = none: whoever can reach "
        + listening
        + (isLoopback(listening) ? ", which is every user of this machine," : "")
        + " can run code here as you, and can stop this node. Without that key connections are"
        + " encrypted, and only nodes with your key can make them.";
  }

  /** A profile may have set up the actor library by itself. */
  private boolean isEncrypted() {
    return systemConfig().getString("akka.remote.artery.transport").equals("tls-tcp");
  }

  /** Where it listens, which need not be where the others find it. */
  private String listening() {
    String bind = systemConfig().getString("akka.remote.artery.bind.hostname");
    return bind.isBlank() ? host : HostName.withoutBrackets(bind);
  }

  /** The configuration of the actor system of a lab that is alone. */
  public Config localConfig() {
    return config
        .withFallback(SystemDefaults.ofThisJava())
        .withFallback(ReferenceSettings.load())
        .resolve();
  }

  /** The configuration of the node's actor system. */
  public Config systemConfig() {
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("akka.remote.artery.canonical.hostname", host);
    own.put("akka.remote.artery.canonical.port", port);
    if (keys.isPresent()) {
      own.put("akka.remote.artery.transport", "tls-tcp");
    }
    own.put(
        "akka.cluster.seed-nodes",
        seeds.stream().map(seed -> "akka://" + SYSTEM + "@" + seed).toList());
    own.put("akka.cluster.roles", roles.stream().map(Role::toString).toList());
    return ConfigFactory.parseMap(own)
        .withFallback(config)
        .withFallback(ConfigFactory.parseResources("cluster-system.conf"))
        .withFallback(localConfig());
  }

  /** The seeds, for texts. */
  public String seedsText() {
    return String.join(" or ", seeds.stream().map(NodeAddress::toString).toList());
  }
}
