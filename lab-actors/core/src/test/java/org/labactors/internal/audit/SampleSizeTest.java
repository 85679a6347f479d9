package org.labactors.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

class SampleSizeTest {

  private static final TrialRanges TRIALS =
      TrialRanges.of(List.of(new TrialRange(5, 10), TrialRange.of(17), new TrialRange(100, 194)));

  @ParameterizedTest
  @CsvSource({
    "1%, 10000, 100",
    "1%, 10, 1",
    "0.5%, 1001, 6",
    "100%, 7, 7",
    "7, 100, 7",
    "7, 3, 3",
    "1%, 0, 0",
  })
  void aSizeIsAPartOrANumberAndNeverMoreThanThereAre(String text, long trials, long size) {
    assertThat(SampleSize.parse(text).of(trials)).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0%", "101%", "-1", "1.5", "many", "%", "1 %"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> SampleSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + text
                + "' is no size of a sample; write a percentage from more than 0% to 100%, such as"
                + " 1%, or a number of trials, such as 500");
  }

  @Test
  void moreThanCanBeHeldIsRefused() {
    assertThatThrownBy(() -> SampleSize.parse("10%").of(1_000_000_000))
        .hasMessage(
            "'10%' of 1,000,000,000 trials is 100,000,000; at most 50,000,000 can be run"
                + " again at once");
  }

  @Test
  void eachTrialIsDrawnAtMostOnceAndOnlyFromThoseThereAre() {
    for (long seed = 0; seed < 200; seed++) {
      TrialRanges drawn = SampleSize.parse("30").draw(TRIALS, seed);

      assertThat(drawn.size()).as("seed %d", seed).isEqualTo(30);
      assertThat(drawn.ranges()).as("seed %d", seed).allMatch(TRIALS::containsAll);
    }
  }

  @Test
  void theSameSeedDrawsTheSameAndOthersDrawAll() {
    assertThat(SampleSize.parse("10").draw(TRIALS, 3))
        .isEqualTo(SampleSize.parse("10%").draw(TRIALS, 3));
    Set<Long> seen = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      SampleSize.parse("5").draw(TRIALS, seed).ranges().stream()
          .map(TrialRange::first)
          .forEach(seen::add);
    }

    assertThat(seen).hasSizeGreaterThan(90);
  }

  @Test
  void allAreDrawnIfSoManyAreWanted() {
    assertThat(SampleSize.parse("100%").draw(TRIALS, 1)).isEqualTo(TRIALS);
    assertThat(SampleSize.parse("1000").draw(TRIALS, 1)).isEqualTo(TRIALS);
  }

  @Test
  void aSampleOfABillionTrialsTakesNoLongTime() {
    TrialRanges drawn = SampleSize.parse("1000").draw(TrialRanges.upTo(1_000_000_000), 7);

    assertThat(drawn.size()).isEqualTo(1000);
  }
}
