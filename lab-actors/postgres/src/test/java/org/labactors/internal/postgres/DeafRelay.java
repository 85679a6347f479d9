package org.labactors.internal.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a program and a server, and on demand swallows what the server answers to one
 * connection from a certain word of the program's on. Neither side is told, as when a network
 * fails.
 */
final class DeafRelay implements AutoCloseable {

  private final ServerSocket door;
  private final String host;
  private final int port;
  private final AtomicReference<@Nullable String> word = new AtomicReference<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private DeafRelay(ServerSocket door, String host, int port) {
    this.door = door;
    this.host = host;
    this.port = port;
  }

  static DeafRelay to(String host, int port) throws IOException {
    DeafRelay relay =
        new DeafRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), host, port);
    start(relay::accept);
    return relay;
  }

  int port() {
    return door.getLocalPort();
  }

  /** The next connection whose server says this does not hear it, nor anything afterwards. */
  void goDeafAt(String said) {
    word.set(said);
  }

  private void accept() throws IOException {
    while (true) {
      Socket program = door.accept();
      Socket server = new Socket(host, port);
      sockets.addAll(List.of(program, server));
      start(() -> answer(server.getInputStream(), program.getOutputStream()));
      // The server is not told when the program goes: its side stays open.
      start(() -> program.getInputStream().transferTo(server.getOutputStream()));
    }
  }

  private void answer(InputStream from, OutputStream to) throws IOException {
    boolean deaf = false;
    byte[] bytes = new byte[1 << 16];
    for (int length = from.read(bytes); length >= 0; length = from.read(bytes)) {
      String awaited = word.get();
      String said = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      deaf =
          deaf || (awaited != null && said.contains(awaited) && word.compareAndSet(awaited, null));
      if (!deaf) {
        to.write(bytes, 0, length);
      }
    }
  }

  /** What a thread does until a connection ends. */
  private interface Talk {
    void go() throws IOException;
  }

  private static void start(Talk talk) {
    Thread thread =
        new Thread(
            () -> {
              try {
                talk.go();
              } catch (IOException ended) {
                // One side has closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
