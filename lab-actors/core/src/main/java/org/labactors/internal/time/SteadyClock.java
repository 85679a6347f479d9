package org.labactors.internal.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that only ever goes on at the pace of real time, whatever becomes of the time of day. It
 * begins with the time of day, so its instants mean something to people; what is exact are the
 * differences between instants of the same clock.
 */
public final class SteadyClock implements InstantSource {

  private final Instant start;
  private final LongSupplier nanoTime;
  private final long begin;

  /** One that begins now. */
  public SteadyClock() {
    this(InstantSource.system().instant(), System::nanoTime);
  }

  /**
   * One that begins now.
   *
   * @param start what it says at first
   * @param nanoTime nanoseconds since some moment, as {@link System#nanoTime}
   */
  public SteadyClock(Instant start, LongSupplier nanoTime) {
    this.start = start;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime.getAsLong() - begin);
  }
}
