package org.labactors.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * Keeps a core busy for a time of its own: it counts the processor time of its thread, not the time
 * that passes, so trials that have to share a core take longer, as real work does.
 */
public record Busy() implements Experiment {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int STEPS_BETWEEN_LOOKS = 2_000;

  /** Takes {@code milliseconds}, of processor time; measures nothing. */
  @Override
  public Values run(Trial trial) {
    burn(trial.getDouble("milliseconds"));
    return Values.none();
  }

  /** Burns this much processor time of the calling thread. */
  static double burn(double milliseconds) {
    long end = THREADS.getCurrentThreadCpuTime() + (long) (milliseconds * 1e6);
    double sum = 0;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      for (int step = 1; step <= STEPS_BETWEEN_LOOKS; step++) {
        sum += 1.0 / step;
      }
    }
    return sum;
  }
}
