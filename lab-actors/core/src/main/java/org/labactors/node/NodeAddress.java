package org.labactors.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node listens.
 *
 * @param host a name or a number; an IPv6 number in brackets
 * @param port 1 to 65535
 */
public record NodeAddress(String host, int port) {

  static final int HIGHEST_PORT = 65535;

  private static final Pattern TEXT =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\s@/]+):(\\d{1,5})");

  /** The address that a text such as {@code host:25520} stands for, if it does. */
  static Optional<NodeAddress> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(parts.group(2));
    return port < 1 || port > HIGHEST_PORT
        ? Optional.empty()
        : Optional.of(new NodeAddress(parts.group(1), port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }

  /** Connects a socket to what listens there, if it answers in time. */
  public void connect(Socket socket, Duration patience) throws IOException {
    socket.connect(
        new InetSocketAddress(InetAddress.getByName(HostName.withoutBrackets(host)), port),
        Math.toIntExact(patience.toMillis()));
  }
}
