package org.labactors.internal.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Notices that this JVM stood still: it was stopped (SIGSTOP, Ctrl-Z), or slept with its machine. A
 * trial could not go on meanwhile, so the time is not its own. It shows as a gap between two ticks
 * in which the JVM took next to no processor time; a JVM whose ticks are late because it collects
 * garbage takes some.
 */
final class Standstill {

  /** How much later than usual a tick must be. */
  private static final long GAP_NANOS = Duration.ofSeconds(1).toNanos();

  /** The part of the gap that the JVM computes at the most, on one core. */
  private static final int IDLE_FRACTION = 10;

  private final long interval;
  private final LongSupplier processorTime;
  private long lastTick;
  private long lastProcessorTime;

  private Standstill(Duration interval, long nanoTime, LongSupplier processorTime) {
    this.interval = interval.toNanos();
    this.processorTime = processorTime;
    this.lastTick = nanoTime;
    this.lastProcessorTime = processorTime.getAsLong();
  }

  /** Of this JVM, when ticks come at this interval. */
  static Standstill ofThisProcess(Duration interval) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? of(interval, System.nanoTime(), system::getProcessCpuTime)
        : of(interval, System.nanoTime(), () -> 0);
  }

  /**
   * Of a JVM that takes so much processor time.
   *
   * @param nanoTime now
   * @param processorTime all that it took until now, in nanoseconds
   */
  static Standstill of(Duration interval, long nanoTime, LongSupplier processorTime) {
    return new Standstill(interval, nanoTime, processorTime);
  }

  /**
   * A tick comes.
   *
   * @return since when the JVM stood still until now; empty if it did not
   */
  OptionalLong endedAt(long nanoTime) {
    long before = lastTick;
    long gap = nanoTime - before;
    long processor = processorTime.getAsLong();
    boolean idle = processor - lastProcessorTime < gap / IDLE_FRACTION;
    lastTick = nanoTime;
    lastProcessorTime = processor;
    return gap > interval + GAP_NANOS && idle
        ? OptionalLong.of(before + interval)
        : OptionalLong.empty();
  }
}
