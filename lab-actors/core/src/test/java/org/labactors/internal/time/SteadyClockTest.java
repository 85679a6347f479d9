package org.labactors.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final Instant START = Instant.parse("2026-11-27T13:00:00Z");

  @Test
  void itCountsFromTheTimeOfDayAtItsBeginning() {
    AtomicLong nanoTime = new AtomicLong(-5_000_000_000L);
    SteadyClock clock = new SteadyClock(START, nanoTime::get);
    Instant atFirst = clock.instant();

    nanoTime.addAndGet(7_000_000_001L);

    assertThat(atFirst).isEqualTo(START);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(7).plusNanos(1));
  }

  @Test
  void itGoesOnWhenTheCounterBehindItOverflows() {
    AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);
    SteadyClock clock = new SteadyClock(START, nanoTime::get);

    nanoTime.incrementAndGet();

    assertThat(clock.instant()).isEqualTo(START.plusNanos(1));
  }
}
