package org.labactors.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.labactors.scheduling.Policy;

/**
 * The settings of a lab; {@code reference.conf} explains each.
 *
 * @param engines how many engines: 0 for one on each core, −n for all cores but n, n for n
 * @param minEngines how many engines of other nodes must be there before the first trial
 */
public record LabSettings(
    int engines,
    int minEngines,
    Duration slice,
    Duration flushInterval,
    int batchRows,
    long batchBytes,
    int maxUnconfirmedBatches,
    long maxResultBytes,
    Duration resendAfter,
    Duration pullAgainAfter,
    Duration interruptGrace,
    int maxAttempts,
    Duration retryRecordingAfter) {

  /** The settings as the class path and system properties give them. */
  public static LabSettings load() {
    return of(ConfigFactory.load());
  }

  /**
   * The settings under {@code lab}.
   *
   * @throws com.typesafe.config.ConfigException if a key is missing or wrong
   */
  public static LabSettings of(Config config) {
    Config lab = config.getConfig("lab");
    return new LabSettings(
        lab.getInt("engines"),
        lab.getInt("min-engines"),
        lab.getDuration("slice"),
        lab.getDuration("flush-interval"),
        lab.getInt("batch-rows"),
        lab.getBytes("batch-size"),
        lab.getInt("max-unconfirmed-batches"),
        lab.getBytes("max-result-size"),
        lab.getDuration("resend-after"),
        lab.getDuration("pull-again-after"),
        lab.getDuration("interrupt-grace"),
        lab.getInt("max-attempts"),
        lab.getDuration("retry-recording-after"));
  }

  /** A copy with another number of engines. */
  public LabSettings withEngines(int engines) {
    return new LabSettings(
        engines,
        minEngines,
        slice,
        flushInterval,
        batchRows,
        batchBytes,
        maxUnconfirmedBatches,
        maxResultBytes,
        resendAfter,
        pullAgainAfter,
        interruptGrace,
        maxAttempts,
        retryRecordingAfter);
  }

  /**
   * How many engines these settings mean on a machine.
   *
   * @param cores how many cores it has
   * @return at least 1
   * @throws IllegalArgumentException if that leaves no engine
   */
  public int enginesOn(int cores) {
    int count = engines > 0 ? engines : cores + engines;
    if (count < 1) {
      throw new IllegalArgumentException(
          "lab.engines = "
              + engines
              + " leaves no engine on "
              + cores
              + " cores; at least "
              + (1 - cores)
              + " here, or 0 for every core");
    }
    return count;
  }

  Policy policy() {
    return new Policy(slice, maxAttempts, (maxUnconfirmedBatches + 1L) * batchRows);
  }
}
