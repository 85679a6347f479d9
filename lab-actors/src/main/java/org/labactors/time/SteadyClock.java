package org.labactors.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that only ever goes on at the pace of real time, whatever becomes of the time of day. Its
 * instants count from its own beginning, {@link Instant#EPOCH}: their differences mean something,
 * and only between instants of the same clock.
 */
public final class SteadyClock implements InstantSource {

  private final LongSupplier nanoTime;
  private final long begin;

  /** One that begins now. */
  public SteadyClock() {
    this(System::nanoTime);
  }

  /**
   * One that begins now.
   *
   * @param nanoTime nanoseconds since some moment, as {@link System#nanoTime}
   */
  public SteadyClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(nanoTime.getAsLong() - begin);
  }
}
