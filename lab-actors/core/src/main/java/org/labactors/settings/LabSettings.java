package org.labactors.settings;

import com.typesafe.config.Config;
import java.time.Duration;
import org.labactors.internal.library.Libraries;
import org.labactors.internal.library.LibraryException;
import org.labactors.internal.library.ReferenceSettings;
import org.labactors.internal.scheduling.Policy;

/**
 * The settings of a lab; {@code reference.conf} explains each.
 *
 * @param engines how many engines: 0 for one on each core, −n for all cores but n, n for n
 * @param minEngines how many engines of other nodes must be there before the first trial
 * @param refusalPatience when all engines of other nodes that are there have refused a study: how
 *     long one that can run it may take to come
 * @param code how the code of studies gets to other nodes
 */
public record LabSettings(
    int engines,
    int minEngines,
    Duration slice,
    Duration flushInterval,
    Duration commitDelay,
    int batchRows,
    long batchBytes,
    int maxUnconfirmedBatches,
    long maxResultBytes,
    Duration resendAfter,
    Duration pullAgainAfter,
    Duration interruptGrace,
    int maxAttempts,
    Duration retryRecordingAfter,
    Duration refusalPatience,
    CodeSettings code) {

  /** Results that are on their way may weigh this part of the heap. */
  private static final long SHARE_OF_RESULTS = 16;

  /**
   * Settings that make sense.
   *
   * @throws IllegalArgumentException if one does not; the text names its key, with which it begins,
   *     its value and the rule
   */
  public LabSettings {
    atLeastOne("min-engines", minEngines);
    positive("slice", slice);
    positive("flush-interval", flushInterval);
    notNegative("commit-delay", commitDelay);
    atLeastOne("batch-rows", batchRows);
    atLeastOne("batch-size", batchBytes);
    atLeastOne("max-unconfirmed-batches", maxUnconfirmedBatches);
    atLeastOne("max-result-size", maxResultBytes);
    positive("resend-after", resendAfter);
    positive("pull-again-after", pullAgainAfter);
    positive("interrupt-grace", interruptGrace);
    atLeastOne("max-attempts", maxAttempts);
    positive("retry-recording-after", retryRecordingAfter);
    notNegative("refusal-patience", refusalPatience);
  }

  static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "lab." + key + " = " + value.toMillis() + " ms: must be more than 0");
    }
  }

  private static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "lab." + key + " = " + value.toMillis() + " ms: must not be less than 0");
    }
  }

  static void atLeastOne(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("lab." + key + " = " + value + ": must be at least 1");
    }
  }

  /**
   * The settings as the class path and system properties give them.
   *
   * @throws LibraryException if the class path lacks a library, its settings, or has it in a
   *     version that does not fit
   */
  public static LabSettings load() {
    return of(ReferenceSettings.load());
  }

  /**
   * The settings under {@code lab}.
   *
   * @throws com.typesafe.config.ConfigException if a key is missing or of the wrong type
   * @throws IllegalArgumentException if a value makes no sense
   * @throws LibraryException if there is nothing under {@code lab}, or the class path has libraries
   *     that do not fit
   */
  public static LabSettings of(Config config) {
    Libraries.check();
    ReferenceSettings.checkLab(config);
    Config lab = config.getConfig("lab");
    return new LabSettings(
        lab.getInt("engines"),
        lab.getInt("min-engines"),
        lab.getDuration("slice"),
        lab.getDuration("flush-interval"),
        lab.getDuration("commit-delay"),
        lab.getInt("batch-rows"),
        lab.getBytes("batch-size"),
        lab.getInt("max-unconfirmed-batches"),
        lab.getBytes("max-result-size"),
        lab.getDuration("resend-after"),
        lab.getDuration("pull-again-after"),
        lab.getDuration("interrupt-grace"),
        lab.getInt("max-attempts"),
        lab.getDuration("retry-recording-after"),
        lab.getDuration("refusal-patience"),
        CodeSettings.of(lab.getConfig("code")));
  }

  /** A copy with another number of engines. */
  public LabSettings withEngines(int engines) {
    return new LabSettings(
        engines,
        minEngines,
        slice,
        flushInterval,
        commitDelay,
        batchRows,
        batchBytes,
        maxUnconfirmedBatches,
        maxResultBytes,
        resendAfter,
        pullAgainAfter,
        interruptGrace,
        maxAttempts,
        retryRecordingAfter,
        refusalPatience,
        code);
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

  /**
   * How many bytes of results an engine of this JVM may have outstanding before it pauses: large
   * ones must not fill the heap, of which they take several times as much on their way.
   */
  public long maxUnconfirmedBytes() {
    Runtime machine = Runtime.getRuntime();
    long engines = enginesOn(machine.availableProcessors());
    return Math.max(batchBytes, machine.maxMemory() / (SHARE_OF_RESULTS * engines));
  }

  /**
   * How the lab is to hand out work.
   *
   * @param othersMayCome whether engines of other nodes come to it, at any time
   */
  public Policy policy(boolean othersMayCome) {
    return new Policy(
        slice,
        maxAttempts,
        (maxUnconfirmedBatches + 1L) * batchRows,
        othersMayCome ? refusalPatience : Duration.ZERO);
  }
}
