package org.labactors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerCrowdTest {

  @ParameterizedTest
  @CsvSource({"1, 100", "10, 1000", "1000, 500", "1000, 5000"})
  void everyEngineGetsSomethingToDoInEachOfItsTurns(int engines, int assignments) {
    LedgerCrowd crowd = new LedgerCrowd(engines);

    assertThat(crowd.secondsForEach(assignments)).isPositive();
    assertThat(crowd.recorded()).isGreaterThanOrEqualTo(assignments);
  }
}
