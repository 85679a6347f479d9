package org.labactors.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyPartTest {

  @ParameterizedTest
  @CsvSource({"10, 3", "9, 3", "2, 5", "1, 1", "9223372036854775807, 999999999", "1000, 7"})
  void partsHaveAllTrialsOnceAndEquallyMany(long trials, int of) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= Math.min(of, 2000); number++) {
      numbers.add(number);
    }
    numbers.add(of);
    TrialRanges all = TrialRanges.upTo(trials);
    long end = 0;
    for (int number : numbers) {
      TrialRanges part = new StudyPart(number, of).within(all, List.of(new TrialRange(0, trials)));
      assertThat(part.size()).isBetween(trials / of, trials / of + 1);
      if (!part.isEmpty()) {
        TrialRange range = part.ranges().get(0);
        assertThat(part.ranges()).hasSize(1);
        assertThat(number == of || range.first() == end).isTrue();
        end = range.end();
      }
    }
    assertThat(end).isEqualTo(trials);
  }

  @Test
  void ofWhatIsPendingAPartHasItsTrials() {
    TrialRanges pending = TrialRanges.of(List.of(new TrialRange(0, 2), new TrialRange(4, 9)));

    assertThat(new StudyPart(2, 2).within(pending, List.of(new TrialRange(0, 10))).ranges())
        .containsExactly(new TrialRange(5, 9));
  }

  @Test
  void whatAPartHadBeforeTheStudyGrewStaysWithIt() {
    List<TrialRange> stages = List.of(new TrialRange(0, 10), new TrialRange(10, 30));

    assertThat(new StudyPart(2, 2).within(TrialRanges.upTo(30), stages).ranges())
        .containsExactly(new TrialRange(5, 10), new TrialRange(20, 30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/3", "4/3", "1", "1/0", "-1/3", "1/3 ", "a/b", "1/10000000000", ""})
  void whatIsNoPartIsRefused(String text) {
    assertThatThrownBy(() -> StudyPart.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("part");
  }

  @Test
  void aPartIsReadAsItIsWritten() {
    assertThat(StudyPart.parse("2/3")).isEqualTo(new StudyPart(2, 3)).hasToString("2/3");
  }
}
