package org.labactors.combinator;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Point;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * Measures the statistics of what an experiment of several rows measures, such as a {@link
 * Repeated} one, in one row. For a result {@code x} these are
 *
 * <ul>
 *   <li>{@code x_mean}, {@code x_median}, {@code x_min}, {@code x_max};
 *   <li>{@code x_variance}, that of a sample, divided by n − 1, and {@code x_standard_error}, that
 *       of the mean;
 *   <li>{@code x_confidence_low} and {@code x_confidence_high}, the interval that holds the mean
 *       with the given confidence, by Student's t distribution (1908) with n − 1 degrees of
 *       freedom;
 *   <li>{@code x_count}, the number n of values.
 * </ul>
 *
 * <p>All are numbers with a point but the count. A row in which {@code x} is missing, null or NaN
 * is left out, as SQL does. What is not defined for so few values, the variance of one say, is
 * null.
 *
 * <p>A repetition that throws is left out too. The metadata {@code runs} and {@code failed_runs}
 * say how many there were and how many of them failed, {@code first_failure} why the first one did.
 * If all fail, so does the trial.
 *
 * @param experiment what is summarised
 * @param names the results that are; if empty, all that are numbers in every row
 * @param confidence of the confidence interval, between 0 and 1; 0.95 in a run file that does not
 *     say
 * @param keepRows whether the values are kept, as an array {@code x_values} in the order of rows
 */
public record Summary(
    Experiment experiment, List<String> names, double confidence, boolean keepRows)
    implements Resident {

  private static final double USUAL_CONFIDENCE = 0.95;

  public Summary {
    if (experiment == null) {
      throw new IllegalArgumentException("experiment is null; give the one to be summarised");
    }
    names = List.copyOf(names);
    Set<String> different = new HashSet<>();
    for (String name : names) {
      if (!different.add(name)) {
        throw new IllegalArgumentException("names has '" + name + "' twice; name each once");
      }
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence is " + confidence + "; it must be between 0 and 1, such as 0.95");
    }
  }

  /**
   * The statistics of some results, with 95 % confidence.
   *
   * @param names the results; without any, all that are numbers
   */
  public Summary(Experiment experiment, String... names) {
    this(experiment, List.of(names), USUAL_CONFIDENCE, false);
  }

  @JsonCreator
  private Summary(
      Experiment experiment,
      @Nullable List<String> names,
      @Nullable Double confidence,
      @Nullable Boolean keepRows) {
    this(
        experiment,
        names == null ? List.of() : names,
        confidence == null ? USUAL_CONFIDENCE : (double) confidence,
        Boolean.TRUE.equals(keepRows));
  }

  /** With another level of confidence. */
  public Summary confidence(double level) {
    return new Summary(experiment, names, level, keepRows);
  }

  /** With the values themselves beside their statistics. */
  public Summary keepingRows() {
    return new Summary(experiment, names, confidence, true);
  }

  @Override
  public void check(Point point) {
    experiment.check(point);
  }

  @Override
  public void ready() throws Exception {
    Resident.ready(experiment);
  }

  @Override
  public void close() {
    Resident.close(experiment);
  }

  @Override
  public Values run(Trial trial) throws Exception {
    List<Values> successful = successful(trial);
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    samples(successful)
        .forEach(
            (name, sample) -> {
              sample.describe(name, confidence, row);
              if (keepRows) {
                row.put(name + "_values", sample.values());
              }
            });
    return Values.of(row);
  }

  private List<Values> successful(Trial trial) throws Exception {
    List<Repetition> runs =
        experiment instanceof Repeated repeated
            ? repeated.repetitions(trial)
            : List.of(new Repetition(Repetition.lifeOf(experiment, trial), null));
    List<Throwable> failures =
        runs.stream().flatMap(run -> Stream.ofNullable(run.failure())).toList();
    trial.metadata("runs", runs.size());
    trial.metadata("failed_runs", failures.size());
    if (!failures.isEmpty()) {
      trial.metadata("first_failure", failures.get(0).toString());
    }
    if (failures.size() == runs.size()) {
      throw new RepetitionException(
          "all " + runs.size() + " runs failed, the first: " + failures.get(0), failures.get(0));
    }
    return runs.stream().filter(run -> run.failure() == null).map(Repetition::values).toList();
  }

  private Map<String, Sample> samples(List<Values> successful) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> notNumbers = new HashSet<>();
    Map<String, Sample> samples = new LinkedHashMap<>();
    names.forEach(name -> samples.put(name, new Sample()));
    int rows = 0;
    for (Values values : successful) {
      for (Map<String, @Nullable Object> row : values.rows()) {
        rows++;
        all.addAll(row.keySet());
        row.forEach((name, value) -> add(name, value, samples, notNumbers));
      }
    }
    for (String name : names) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(
            "there is no result '" + name + "' in the " + rows + " rows; there are " + all);
      }
    }
    samples.keySet().removeAll(notNumbers);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no result to summarise: none is a number in all of the "
              + rows
              + " rows; there are "
              + all);
    }
    return samples;
  }

  private void add(
      String name, @Nullable Object value, Map<String, Sample> samples, Set<String> notNumbers) {
    if (!names.isEmpty() && !names.contains(name)) {
      return;
    }
    if (value instanceof Number number) {
      Sample sample = samples.computeIfAbsent(name, unused -> new Sample());
      if (!Double.isNaN(number.doubleValue())) {
        sample.add(number.doubleValue());
      }
    } else if (value != null) {
      if (!names.isEmpty()) {
        throw new IllegalArgumentException(
            "the result '" + name + "' is " + value + ", not a number; it cannot be summarised");
      }
      notNumbers.add(name);
    }
  }
}
