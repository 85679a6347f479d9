package org.labactors.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "449, 0.4 s",
    "9_940, 9.9 s",
    "9_960, 10 s",
    "59_400, 59 s",
    "59_600, 1 min 0 s",
    "185_000, 3 min 5 s",
    "7_800_000, 2 h 10 min",
    "180_000_000, 2 d 2 h",
  })
  void aTimeIsGivenInTheUnitsThatMatter(String millis, String text) {
    assertThat(Wording.time(Duration.ofMillis(Long.parseLong(millis.replace("_", "")))))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "9223372036854775807, 9.2 EB",
  })
  void aSizeHasADecimalPrefix(long bytes, String text) {
    assertThat(Wording.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0.5; 0.50/s", "12.34; 12.3/s", "123456.7; 123,457/s"})
  void aRateKeepsThreeDigits(double perSecond, String text) {
    assertThat(Wording.rate(perSecond)).isEqualTo(text);
  }

  @Test
  void aHundredPercentIsSaidOnlyWhenAllIsDone() {
    assertThat(Wording.percent(0.9999)).isEqualTo("99 %");
    assertThat(Wording.percent(1)).isEqualTo("100 %");
  }

  @Test
  void oneIsSingular() {
    assertThat(Wording.count(1, "trial")).isEqualTo("1 trial");
    assertThat(Wording.count(1_000, "trial")).isEqualTo("1,000 trials");
  }

  @Test
  void aLongValueIsCutShort() {
    String text = Wording.values(Map.of("a", Collections.nCopies(1_000_000, List.of(1L, 2L))));

    assertThat(text).isEqualTo("a=[[1, 2], [1, 2], [1, 2], [1, 2], [1, 2]…");
  }
}
