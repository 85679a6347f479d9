package org.labactors.cli.internal.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * What ties a node to its supervisor: a stream on which it is told of the ends of its neighbours,
 * and whose own end means that the supervisor is gone.
 */
final class SupervisorLink {

  private static final String LOST = "lost";

  private final BufferedReader lines;
  private final BiConsumer<String, String> lost;
  private final Runnable end;

  private SupervisorLink(BufferedReader lines, BiConsumer<String, String> lost, Runnable end) {
    this.lines = lines;
    this.lost = lost;
    this.end = end;
  }

  /**
   * Listens, in a thread of its own.
   *
   * @param lost is told the name of each neighbour that has ended, and how it did
   * @param end is told when the supervisor is gone
   */
  static void hold(InputStream stream, BiConsumer<String, String> lost, Runnable end) {
    SupervisorLink link =
        new SupervisorLink(
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)), lost, end);
    Thread thread = new Thread(link::listen, "lab-supervisor-link");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 3);
        if (words.length == 3 && words[0].equals(LOST)) {
          lost.accept(words[1], words[2]);
        }
      }
    } catch (IOException broken) {
      // As good as its end.
    }
    end.run();
  }
}
