import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Hosts that are network namespaces, joined by a router that is one too, in which the way from one
 * host to another can be blocked. What is blocked is lost without a word. Nothing outside of the
 * namespaces is touched; the kernel removes all of it with them.
 */
final class Network implements AutoCloseable {

  /** The machine cannot have such a network. */
  static final class Impossible extends Exception {
    private static final long serialVersionUID = 1;

    Impossible(String why) {
      super(why);
    }
  }

  private final String prefix = "lab" + ProcessHandle.current().pid() % 100_000 + "-";
  private final Map<String, String> addresses = new LinkedHashMap<>();

  /** A network of hosts of these names, of at most eight letters each. */
  static Network of(String... hosts) throws Impossible, IOException, InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new Impossible("network namespaces take root");
    }
    if (run("ip", "-V").code() != 0) {
      throw new Impossible("there is no command ip; it comes with the package iproute2");
    }
    Network network = new Network();
    Runtime.getRuntime().addShutdownHook(new Thread(network::close));
    try {
      network.create(List.of(hosts));
    } catch (Impossible impossible) {
      network.close();
      throw impossible;
    }
    return network;
  }

  private void create(List<String> hosts) throws Impossible, IOException, InterruptedException {
    String router = namespace("router");
    require("ip", "netns", "add", router);
    require("ip", "netns", "exec", router, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    for (String host : hosts) {
      String net = "10.77." + (addresses.size() + 1) + ".";
      addresses.put(host, net + "2");
      String namespace = namespace(host);
      require("ip", "netns", "add", namespace);
      require("ip", "-n", router, "link", "add", host, "type", "veth", "peer", "name", "eth0", "netns", namespace);
      require("ip", "-n", router, "addr", "add", net + "1/24", "dev", host);
      require("ip", "-n", router, "link", "set", host, "up");
      require("ip", "-n", namespace, "addr", "add", net + "2/24", "dev", "eth0");
      require("ip", "-n", namespace, "link", "set", "lo", "up");
      require("ip", "-n", namespace, "link", "set", "eth0", "up");
      require("ip", "-n", namespace, "route", "add", "default", "via", net + "1");
    }
  }

  private String namespace(String host) {
    return prefix + host;
  }

  /** The address of a host. */
  String address(String host) {
    return addresses.get(host);
  }

  /** What to put before a command so that it runs on a host. */
  List<String> on(String host) {
    return List.of("ip", "netns", "exec", namespace(host));
  }

  /** Loses from now on what goes from one host to another; not what comes back. */
  void block(String from, String to) throws Impossible, IOException, InterruptedException {
    require(
        "ip", "-n", namespace("router"), "rule", "add", "priority", "10", "from", address(from),
        "to", address(to), "blackhole");
  }

  /** Loses from now on what goes between a host and any other. */
  void isolate(String host) throws Impossible, IOException, InterruptedException {
    for (String other : addresses.keySet()) {
      if (!other.equals(host)) {
        block(host, other);
        block(other, host);
      }
    }
  }

  /** Lets everything through again. */
  void heal() throws IOException, InterruptedException {
    while (run("ip", "-n", namespace("router"), "rule", "del", "priority", "10").code() == 0) {
      // One rule at a time.
    }
  }

  @Override
  public void close() {
    try {
      List<String> hosts = new ArrayList<>(addresses.keySet());
      hosts.add("router");
      for (String host : hosts) {
        run("ip", "netns", "del", namespace(host));
      }
    } catch (IOException | InterruptedException left) {
      System.err.println("namespaces may be left, see ip netns: " + left);
    }
  }

  private record Outcome(int code, String text) {}

  private static void require(String... command) throws Impossible, IOException, InterruptedException {
    Outcome outcome = run(command);
    if (outcome.code() != 0) {
      throw new Impossible("'" + String.join(" ", command) + "' says: " + outcome.text());
    }
  }

  private static Outcome run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes()).strip();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Outcome(1, "no answer");
      }
      return new Outcome(process.exitValue(), text);
    } catch (IOException missing) {
      return new Outcome(127, missing.getMessage());
    }
  }
}
