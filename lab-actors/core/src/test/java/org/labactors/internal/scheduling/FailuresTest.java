package org.labactors.internal.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.FailureKind;
import org.labactors.study.FailureLimit;

class FailuresTest {

  private long trial;

  @Test
  void oneSuccessAmongTheFirstTrialsIsEnoughToGoOn() {
    Failures failures = new Failures(FailureLimit.DEFAULT, 1_000);

    fail(failures, 19, "a");
    failures.recorded(1, List.of());
    fail(failures, 500, "a");

    assertThat(failures.tooMany()).isEmpty();
  }

  @Test
  void failuresOfDifferentKindsAreNoReasonToStop() {
    Failures failures = new Failures(FailureLimit.DEFAULT, 1_000);

    for (int i = 0; i < 200; i++) {
      fail(failures, 1, "kind " + i);
    }

    assertThat(failures.tooMany()).isEmpty();
  }

  @Test
  void aFirstFailureOfAnotherKindDoesNotHideThatAllOthersAreAlike() {
    Failures failures = new Failures(FailureLimit.DEFAULT, 1_000);

    fail(failures, 1, "java.lang.ExceptionInInitializerError");
    fail(failures, 20, "java.lang.NoClassDefFoundError");

    assertThat(failures.tooMany())
        .contains(
            "none of the first 21 trials succeeded, and 20 failed in the same way:"
                + " java.lang.NoClassDefFoundError: text, at here");
  }

  @Test
  void aNumberIsHowManyMayFail() {
    Failures failures = new Failures(FailureLimit.of(2), 1_000);
    failures.recorded(500, List.of());

    fail(failures, 2, "a");
    assertThat(failures.tooMany()).isEmpty();

    fail(failures, 1, "b");
    assertThat(failures.tooMany())
        .contains("3 trials failed, and max-failures = 2 allows 2; most of them: a: text, at here");
  }

  @Test
  void withALimitOfZeroTheFirstFailureStopsTheRun() {
    Failures failures = new Failures(FailureLimit.of(0), 1_000);

    fail(failures, 1, "a");

    assertThat(failures.tooMany())
        .contains("1 trial failed, and max-failures = 0 allows 0: a: text, at here");
  }

  @Test
  void aPercentageIsOfTheWholeStudy() {
    Failures failures = new Failures(FailureLimit.percent(5), 1_000);

    fail(failures, 50, "a");
    assertThat(failures.tooMany()).isEmpty();

    fail(failures, 1, "a");
    assertThat(failures.tooMany().orElseThrow()).contains("max-failures = 5% allows 50");
  }

  private void fail(Failures failures, int trials, String what) {
    for (int i = 0; i < trials; i++) {
      trial++;
      failures.recorded(
          1, List.of(new FailedTrial(trial, new FailureKind(what, "here"), what + ": text")));
    }
  }
}
