package org.labactors.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.statistics.descriptive.Mean;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/** What one trial of a lesson measured, and where. */
record Measurement(Point point, Map<String, Object> derived, Map<String, Object> values) {

  /** Runs a study from its first trial to its last on the calling thread; none may fail. */
  static List<Measurement> allOf(Study study) {
    LifeCycle lifeCycle = new LifeCycle(InstantSource.system(), System::nanoTime);
    Trials trials = new Trials(study);
    List<Measurement> measurements = new ArrayList<>();
    for (long number = 0; number < trials.size(); number++) {
      Result result = lifeCycle.run(study.experiment(), trials.trial(number, () -> false));
      assertThat(result.failure()).isNull();
      measurements.add(
          new Measurement(trials.point(number), result.derived(), result.rows().get(0)));
    }
    return measurements;
  }

  /** The measured values of one name where a parameter has one value. */
  static double[] valuesOf(
      String name, List<Measurement> measurements, Predicate<Measurement> where) {
    return measurements.stream()
        .filter(where)
        .mapToDouble(each -> ((Number) each.values().get(name)).doubleValue())
        .toArray();
  }

  static double meanOf(double[] values) {
    return Mean.of(values).getAsDouble();
  }

  boolean isAt(String parameter, Object value) {
    return value.equals(point.get(parameter));
  }

  double value(String name) {
    return ((Number) values.get(name)).doubleValue();
  }
}
