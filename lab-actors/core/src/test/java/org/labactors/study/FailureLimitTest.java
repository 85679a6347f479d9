package org.labactors.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureLimitTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "20", "5%", "0.5%", "100%", "none"})
  void aLimitReadsWhatItWrites(String text) {
    assertThat(FailureLimit.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "five", "101%", "5.5", "1e3", "%", "None", "1 000"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> FailureLimit.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPercentageIsOfAllTrialsOfTheStudyRoundedDown() {
    assertThat(FailureLimit.percent(10).most(199)).hasValue(19);
    assertThat(FailureLimit.percent(0).most(199)).hasValue(0);
    assertThat(FailureLimit.percent(100).most(199)).hasValue(199);
  }

  @Test
  void theUsualLimitCountsNothingThatDiffers() {
    assertThat(FailureLimit.DEFAULT.most(1_000)).isEmpty();
    assertThat(FailureLimit.NONE.most(1_000)).isEmpty();
  }
}
