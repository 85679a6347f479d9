package org.labactors.internal.process;

import java.util.concurrent.TimeUnit;

/**
 * How many trials a program that stays has in its queue: many while trials are short, one when they
 * are long. It follows the exponential moving average of how long an answer takes.
 */
public final class PipelineDepth {

  /** So much work is handed over in advance; trials that take as long go one by one. */
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int MOST = 500;
  private static final int FEW = 8;

  /** The weight of the last answer in the average. */
  private static final double NEWEST = 0.1;

  private double meanNanos = AHEAD_NANOS;
  private long previous;

  /** The queue was empty, and a trial is put into it. */
  public void begin(long nanoTime) {
    previous = nanoTime;
  }

  /** The first trial of the queue has been answered. */
  public void answered(long nanoTime) {
    meanNanos += NEWEST * (nanoTime - previous - meanNanos);
    previous = nanoTime;
  }

  /** How many trials may be in the queue, from 1 to 500. */
  public int trials() {
    return (int) Math.max(1, Math.min(MOST, AHEAD_NANOS / meanNanos));
  }

  /** Whether there are so many that it pays to write several requests at once. */
  public boolean isLarge() {
    return trials() > FEW;
  }
}
