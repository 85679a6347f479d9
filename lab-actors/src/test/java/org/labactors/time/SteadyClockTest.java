package org.labactors.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  @Test
  void itCountsFromItsOwnBeginning() {
    AtomicLong nanoTime = new AtomicLong(-5_000_000_000L);
    SteadyClock clock = new SteadyClock(nanoTime::get);
    Instant atFirst = clock.instant();

    nanoTime.addAndGet(7_000_000_001L);

    assertThat(atFirst).isEqualTo(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(7).plusNanos(1));
  }

  @Test
  void itGoesOnWhenTheCounterBehindItOverflows() {
    AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);
    SteadyClock clock = new SteadyClock(nanoTime::get);

    nanoTime.incrementAndGet();

    assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusNanos(1));
  }
}
