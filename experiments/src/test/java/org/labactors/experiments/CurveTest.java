package org.labactors.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.labactors.design.Range;
import org.labactors.study.Study;

class CurveTest {

  private static final Range ACROSS = Range.linspace(-2 * Math.PI, 2 * Math.PI, 100);

  @Test
  void theCurveHasTheStatedNumberOfPointsAndExtremes() {
    Study study = Study.of(new Curve()).with("x", ACROSS).with("y", ACROSS).seed(1);

    List<Measurement> measurements = Measurement.allOf(study);

    DoubleSummaryStatistics z =
        measurements.stream().mapToDouble(each -> each.value("z")).summaryStatistics();
    assertThat(z.getCount()).isEqualTo(10_000);
    assertThat(z.getMin()).isEqualTo(-0.9999954417163559);
    assertThat(z.getMax()).isEqualTo(0.9999945913843633);
  }

  @Test
  void theCurveIsTheSameInEveryDirection() {
    Study study =
        Study.of(new Curve()).with("x", 3.0, -3.0, 4.0, -4.0).with("y", 3, -3, 4, -4).seed(1);

    List<Measurement> measurements = Measurement.allOf(study);

    assertThat(measurements)
        .filteredOn(each -> distanceSquared(each) == 25)
        .hasSize(8)
        .allSatisfy(each -> assertThat(each.value("z")).isEqualTo(StrictMath.sin(5)));
  }

  private static double distanceSquared(Measurement measurement) {
    double x = ((Number) measurement.point().get("x")).doubleValue();
    double y = ((Number) measurement.point().get("y")).doubleValue();
    return x * x + y * y;
  }
}
