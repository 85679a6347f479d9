package org.labactors.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StandstillTest {

  private static final long START = 1_000;
  private static final long TICK = Duration.ofMillis(90).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private long processorTime;
  private final Standstill standstill =
      Standstill.of(Duration.ofNanos(TICK), START, () -> processorTime);

  @Test
  void whatHasNoTickAndTakesNoProcessorTimeStandsStill() {
    assertThat(standstill.endedAt(START + TICK)).isEmpty();
    processorTime += TICK;

    OptionalLong since = standstill.endedAt(START + TICK + HOUR);

    assertThat(since).hasValue(START + 2 * TICK);
    assertThat(standstill.endedAt(START + 2 * TICK + HOUR)).isEmpty();
  }

  @Test
  void whatIsBusyIsOnlyLate() {
    processorTime += HOUR;

    assertThat(standstill.endedAt(START + HOUR)).isEmpty();
  }

  @Test
  void aTickThatIsALittleLateIsNoStandstill() {
    assertThat(standstill.endedAt(START + 2 * TICK)).isEmpty();
  }
}
