package org.labactors.notebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.labactors.design.Design;
import org.labactors.design.Factorial;
import org.labactors.design.Order;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Range;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Notes;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.Batch;
import org.labactors.study.Study;

/** Studies, results and batches for tests of notebooks. */
public final class Recordings {

  public static final Result.Timing TIMING = new Result.Timing(1.7e9, 0.25, 0.5, 0.125);

  private Recordings() {}

  /** Measures nothing. */
  public record Silent() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  /** All combinations, of which one cannot be computed. */
  public record FailingAt(long index) implements Design {
    @Override
    public long size(ParameterSpace space) {
      return new Factorial().size(space);
    }

    @Override
    public Point point(ParameterSpace space, long index) {
      if (index == this.index) {
        throw new IllegalStateException("no point " + index);
      }
      return new Factorial().point(space, index);
    }
  }

  /** A study of n trials with the parameter k = 0, 1, …, in this order. */
  public static Study counting(long trials) {
    return Study.of(new Silent())
        .with("k", Range.stepped(0, trials - 1, 1))
        .order(Order.SEQUENTIAL)
        .seed(42);
  }

  public static Result ok(long trial, Values values) {
    return new Result(trial, Status.OK, values.rows(), Map.of(), Map.of(), TIMING, null);
  }

  /** A result with one value, its name and the value itself in turn. */
  public static Result ok(long trial, Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return ok(trial, Values.of(values));
  }

  public static Result failed(long trial) {
    return failed(trial, Status.FAILED, "java.lang.Error: no", "java.lang.Error: no\n\tat home");
  }

  public static Result failed(long trial, Status how, String exception, String traceback) {
    return new Result(
        trial,
        how,
        Values.none().rows(),
        Map.of(),
        Map.of(),
        TIMING,
        new Result.Failure(exception, traceback));
  }

  public static Result noted(Result result, Map<String, ?> derived, Map<String, ?> metadata) {
    return new Result(
        result.trial(),
        result.status(),
        result.rows(),
        canonical(derived),
        canonical(metadata),
        result.timing(),
        result.failure());
  }

  private static Map<String, Object> canonical(Map<String, ?> values) {
    Map<String, Object> canonical = new LinkedHashMap<>();
    values.forEach((name, value) -> canonical.put(name, CanonicalValue.of(value)));
    return canonical;
  }

  public static Batch batch(Result... results) {
    return batch(List.of(results));
  }

  public static Batch batch(List<Result> results) {
    Batch.Builder batch = new Batch.Builder("engine-1", 1);
    results.forEach(batch::add);
    return batch.build();
  }

  /** The trials from first to before end, each with a value z of its number. */
  public static Batch numbers(long first, long end) {
    List<Result> results = new ArrayList<>();
    for (long trial = first; trial < end; trial++) {
      results.add(ok(trial, "z", (double) trial));
    }
    return batch(results);
  }

  public static List<Row> rows(Notebook notebook, String tag) {
    return rows(notebook, tag, Query.ALL);
  }

  public static List<Row> rows(Notebook notebook, String tag, Query query) {
    try (Stream<Row> rows = notebook.resultSet(tag).orElseThrow().rows(query)) {
      return rows.toList();
    }
  }

  /** A result of two rows, each with notes of its own. */
  public static Result notedByRow(long trial) {
    return new Result(
        trial,
        Status.OK,
        Values.rows(List.of(Map.of("z", 10), Map.of("z", 11))).rows(),
        List.of(
            new Notes(Map.of("d", 0.5), Map.of("index", 0L)),
            new Notes(Map.of("d", 1.5), Map.of("index", 1L, "all", "own"))),
        Map.of(),
        Map.of("all", "m"),
        TIMING,
        null);
  }
}
