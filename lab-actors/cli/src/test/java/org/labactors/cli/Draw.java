package org.labactors.cli;

import java.util.ArrayList;
import java.util.List;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * Draws a random number, after a while; and at one point does something that would harm the lab.
 *
 * @param microseconds how long each trial keeps its core busy
 * @param harm what it does at {@code n = 7}: nothing, exit, halt or hoard (take all memory)
 */
record Draw(long microseconds, String harm) implements Experiment {

  @Override
  public Values run(Trial trial) {
    long end = System.nanoTime() + microseconds * 1_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    if (trial.getLong("n") == 7) {
      doHarm();
    }
    return Values.of("u", trial.random().nextDouble());
  }

  private void doHarm() {
    switch (harm) {
      case "exit" -> System.exit(0);
      case "halt" -> Runtime.getRuntime().halt(0);
      case "hoard" -> {
        List<byte[]> hoard = new ArrayList<>();
        while (hoard.size() < Integer.MAX_VALUE) {
          hoard.add(new byte[1 << 16]);
        }
      }
      default -> {}
    }
  }
}
