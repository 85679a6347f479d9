package org.labactors.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.design.Order;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.notebook.ResultSet;
import org.labactors.plot.PlotRequest.Kind;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/** Every picture of any range of numbers is there in time, and right or refused. */
class ExtremePlotsTest {

  private static final double NEXT = 0x1p53;
  private static final Duration LONGEST = Duration.ofSeconds(15);

  @TempDir private Path folder;

  private static Map<String, double[]> ranges() {
    Map<String, double[]> ranges = new LinkedHashMap<>();
    ranges.put("one zero", new double[] {0});
    ranges.put("signed zeros", new double[] {0.0, -0.0});
    ranges.put("one number", new double[] {7});
    ranges.put("equal numbers", new double[] {0.1, 0.1, 0.1});
    ranges.put("one huge number", new double[] {Double.MAX_VALUE});
    ranges.put("one tiny number", new double[] {Double.MIN_VALUE});
    ranges.put("one large whole number", new double[] {NEXT * 4});
    ranges.put("neighbours above 2^53", new double[] {NEXT, NEXT + 2});
    ranges.put("several above 2^60", new double[] {0x1p60, 0x1p60 + 256, 0x1p60 + 512});
    ranges.put("neighbours of 1", new double[] {1, Math.nextUp(1.0)});
    ranges.put("neighbours of 0", new double[] {0, Double.MIN_VALUE});
    ranges.put("tiny numbers", new double[] {1e-320, 2e-320, 7e-320});
    ranges.put("both ends", new double[] {-1.7e308, 1.7e308});
    ranges.put("all there are", new double[] {-Double.MAX_VALUE, 0, Double.MAX_VALUE});
    ranges.put("huge numbers", new double[] {1.6e308, 1.7e308, 1.75e308});
    ranges.put("by factors", new double[] {1e-300, 1, 1e300});
    ranges.put("the least by factors", new double[] {Double.MIN_VALUE, 1e-160, 1});
    ranges.put("one far away", new double[] {1, 2, 3, 1e18});
    ranges.put("negative numbers", new double[] {-5e-5, -4e-5, -3e-5});
    ranges.put("around an offset", new double[] {1e9, 1e9 + 1e-6, 1e9 + 2e-6});
    ranges.put("very many", DoubleStream.iterate(NEXT, x -> x + 2).limit(3_000).toArray());
    ranges.put("no finite number", new double[] {Double.NaN, Double.POSITIVE_INFINITY});
    return ranges;
  }

  static Stream<Arguments> pictures() {
    return ranges().entrySet().stream()
        .flatMap(
            range ->
                Stream.of(Kind.values())
                    .map(kind -> Arguments.of(range.getKey(), kind, range.getValue())));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("pictures")
  void aPictureIsRightOrRefused(String range, Kind kind, double[] numbers) {
    ResultSet results = results(numbers);

    String words = assertTimeoutPreemptively(LONGEST, () -> draw(results, kind));

    boolean impossible = range.startsWith("no ");
    boolean tooClose =
        kind == Kind.HEAT_MAP && (range.contains("above") || range.startsWith("neigh"));
    assertThat(words).isEqualTo(impossible ? "refused" : tooClose ? "no place between" : "drawn");
  }

  /** What becomes of it: a picture without impossible places, or a refusal. */
  private String draw(ResultSet results, Kind kind) throws Exception {
    Path file = folder.resolve("a.svg");
    String by = kind == Kind.HEAT_MAP ? null : "series";
    try {
      PlotRequest request =
          switch (kind) {
            case LINES, SCATTER -> new PlotRequest(kind, "x", "z", null, by);
            case HEAT_MAP -> new PlotRequest(kind, "x", "y", "z", null);
            case HISTOGRAM -> new PlotRequest(kind, null, "z", null, by);
          };
      Plot.of(results, Map.of(), request).write(file);
    } catch (PlotException refusal) {
      return refusal.getMessage().contains("no place between") ? "no place between" : "refused";
    }
    assertThat(Files.readString(file))
        .contains("<svg")
        .doesNotContain("NaN", "Infinity", "\u221e", "\ufffd");
    return "drawn";
  }

  /** Of each x and series, z = x; y is x too. */
  private static ResultSet results(double[] numbers) {
    Study study =
        Study.of(new Recordings.Silent())
            .with("x", numbers)
            .with("y", numbers.length > 5 ? new double[] {1, 2} : numbers)
            .with("series", "", " ", "ring")
            .replicates(2)
            .order(Order.SEQUENTIAL)
            .seed(1);
    WritableNotebook notebook = MemoryNotebook.create();
    Trials trials = new Trials(study);
    List<Result> results = new ArrayList<>();
    for (long trial = 0; trial < trials.size(); trial++) {
      Point point = trials.point(trial);
      results.add(Recordings.ok(trial, "z", point.get("x")));
    }
    try (Recorder recorder = notebook.record("t", study, RecordOptions.DEFAULT)) {
      recorder.record(List.of(Recordings.batch(results)));
    }
    return notebook.resultSet("t").orElseThrow();
  }
}
