package org.labactors.notebook.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dflib.Exp.$col;
import static org.dflib.Exp.$double;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.noted;
import static org.labactors.notebook.Recordings.ok;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.BooleanSeries;
import org.dflib.DataFrame;
import org.dflib.DoubleSeries;
import org.dflib.LongSeries;
import org.junit.jupiter.api.Test;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.design.Range;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Study;

class FramesTest {

  private final WritableNotebook notebook = MemoryNotebook.create();

  private ResultSet recorded() {
    try (Recorder recorder = notebook.record("t", counting(4), RecordOptions.DEFAULT)) {
      recorder.record(
          List.of(
              batch(
                  noted(
                      ok(0, "real", 0.5, "whole", 1, "both", 1, "truth", true, "gap", 1.5),
                      Map.of(),
                      Map.of("note", "a")),
                  noted(
                      ok(1, "real", Double.NaN, "whole", 2, "both", 2.5, "truth", false, "mix", 1),
                      Map.of(),
                      Map.of("note", List.of(1))),
                  noted(
                      ok(2, "real", -0.0, "whole", 3, "both", 3, "truth", true, "mix", "x"),
                      Map.of(),
                      Map.of("note", "c")),
                  failed(3))));
    }
    return notebook.resultSet("t").orElseThrow();
  }

  private static List<Object> values(DataFrame frame, String column) {
    return new ArrayList<>(frame.getColumn(column).toList());
  }

  @Test
  void columnsHaveTheTypeOfTheirValues() {
    DataFrame frame = Frames.of(recorded(), Query.SUCCESSFUL);

    assertThat(frame.height()).isEqualTo(3);
    assertThat(frame.getColumn("real")).isInstanceOf(DoubleSeries.class);
    assertThat(frame.getColumn("whole")).isInstanceOf(LongSeries.class);
    assertThat(frame.getColumn("both")).isInstanceOf(DoubleSeries.class);
    assertThat(frame.getColumn("truth")).isInstanceOf(BooleanSeries.class);
    assertThat(frame.getColumn("k")).isInstanceOf(LongSeries.class);
    assertThat(values(frame, "_status")).containsOnly("ok");
    assertThat(values(frame, "real")).containsExactly(0.5, Double.NaN, -0.0);
    assertThat(values(frame, "both")).containsExactly(1.0, 2.5, 3.0);
    assertThat(values(frame, "mix")).containsExactly(null, 1L, "x");
    assertThat(values(frame, "note")).containsExactly("a", List.of(1L), "c");
  }

  @Test
  void aMissingValueIsNullAndNaNIsNot() {
    DataFrame frame = Frames.of(recorded(), Query.ALL);

    assertThat(values(frame, "gap")).containsExactly(1.5, null, null, null);
    assertThat(values(frame, "real")).containsExactly(0.5, Double.NaN, -0.0, null);
    assertThat(values(frame, "truth")).containsExactly(true, false, true, null);
    assertThat(frame.getColumn("_status").get(3)).isEqualTo("failed");
  }

  @Test
  void onlyTheRowsOfAParametersValueAreIn() {
    DataFrame frame = Frames.of(recorded(), Query.ALL.where("k", 2));

    assertThat(values(frame, "whole")).containsExactly(3L);
    assertThatThrownBy(() -> Frames.of(recorded(), Query.ALL.where("j", 2)))
        .isInstanceOf(NotebookException.class)
        .hasMessage("the result set 't' has no parameter 'j'; it has k");
  }

  @Test
  void noRowsAreAFrameWithoutRows() {
    DataFrame frame = Frames.of(recorded(), Query.ALL.where("k", 77));

    assertThat(frame.height()).isZero();
    assertThat(frame.getColumnsIndex().toArray()).contains("k", "real", "_trial");
  }

  @Test
  void aFrameIsGroupedAndAveragedAsInTheDocumentation() throws Exception {
    Study study =
        Study.of(trial -> Values.of("z", trial.getLong("x") * 10.0 + trial.replicate()))
            .with("x", Range.stepped(1L, 3L, 1L))
            .replicates(2)
            .seed(42);
    try (Lab lab = Lab.builder().inMemory().engines(2).open()) {
      Run run = lab.submit("curve", study);
      run.await();

      DataFrame curve = Frames.of(run.results(), Query.SUCCESSFUL);
      DataFrame means =
          curve.group("x").agg($col("x").first().as("x"), $double("z").avg().as("mean"));

      assertThat(values(means.sort($col("x").asc()), "mean")).containsExactly(10.5, 20.5, 30.5);
    }
  }
}
