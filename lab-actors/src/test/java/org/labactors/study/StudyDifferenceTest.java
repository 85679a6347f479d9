package org.labactors.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.labactors.design.Order;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.study.Samples.Lattice;
import org.labactors.study.Samples.Plain;
import org.labactors.study.Samples.Repeated;

class StudyDifferenceTest {

  private static final Study STUDY =
      Study.of(new Repeated(new Lattice(8, 0.5, "open"), 3))
          .with("x", Range.linspace(0, 1, 100))
          .with("n", 1, 2, 5)
          .seed(42);

  private static final String RECORDED = StudyJson.write(STUDY);

  @Test
  void aStudyDoesNotDifferFromItself() {
    assertThat(StudyDifference.between(RECORDED, STUDY)).isEmpty();
  }

  @Test
  void everyDifferenceIsNamedByItsPath() {
    Study other =
        Study.of(new Repeated(new Lattice(9, 0.5, "open"), 3))
            .with("x", Range.linspace(0, 1, 200))
            .with("y", "a")
            .design(new Pointwise())
            .seed(43)
            .replicates(2)
            .timeout(Duration.ofSeconds(30))
            .order(Order.SEQUENTIAL);

    assertThat(StudyDifference.between(RECORDED, other))
        .containsExactly(
            "design: org.labactors.design.Factorial there, org.labactors.design.Pointwise here",
            "experiment.inner.size: 8 there, 9 here",
            "order: random there, sequential here",
            "parameters.n: [1,2,5] there, none here",
            "parameters.x.points: 100 there, 200 here",
            "parameters.y: none there, [\"a\"] here",
            "replicates: 1 there, 2 here",
            "seed: 42 there, 43 here",
            "timeout: none there, 30 s here");
  }

  @Test
  void experimentsOfDifferentClassesAreNotComparedFieldByField() {
    Study other = Study.of(new Plain()).space(STUDY.space()).seed(42);

    assertThat(StudyDifference.between(RECORDED, other))
        .singleElement()
        .asString()
        .startsWith("experiment: {\"class\":\"org.labactors.study.Samples$Repeated\",")
        .endsWith("… there, org.labactors.study.Samples$Plain here");
  }

  @Test
  void aSeedStillToBeDrawnIsNoDifference() {
    Study unseeded = Study.of(STUDY.experiment()).space(STUDY.space());

    assertThat(StudyDifference.between(RECORDED, unseeded)).isEmpty();
  }
}
