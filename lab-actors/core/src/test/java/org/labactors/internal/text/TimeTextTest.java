package org.labactors.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT6S, 6 s",
    "PT1.5S, 1.5 s",
    "PT0.05S, 50 ms",
    "PT0.000000001S, 0.000001 ms",
    "PT1M, 1 min",
    "PT90S, 1 min 30 s",
    "PT2H, 2 h",
    "P1DT1M0.25S, 1 d 1 min 0.25 s",
    "PT-6S, -6 s"
  })
  void aSpanOfTimeIsWrittenExactly(Duration duration, String text) {
    assertThat(TimeText.of(duration)).isEqualTo(text);
  }
}
