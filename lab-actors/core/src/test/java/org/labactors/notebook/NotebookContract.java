package org.labactors.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.noted;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.command.Attachment;
import org.labactors.command.Command;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.design.Range;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.reach.CodeNow;
import org.labactors.internal.reach.CodeParts;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** What every notebook does, wherever it keeps its results. */
public abstract class NotebookContract {

  @TempDir private Path jars;
  private WritableNotebook notebook;

  /** An empty notebook. */
  protected abstract WritableNotebook create() throws Exception;

  /** The same notebook, closed and opened again where it outlives that. */
  protected abstract WritableNotebook reopened(WritableNotebook notebook) throws Exception;

  protected WritableNotebook notebook() {
    return notebook;
  }

  @BeforeEach
  void createNotebook() throws Exception {
    notebook = create();
  }

  /** A file whose text stands for code. */
  private Path jar(String name, String text) throws IOException {
    Path folder = Files.createDirectories(jars.resolve(text));
    return Files.writeString(folder.resolve(name), text);
  }

  private Path oldJar() throws IOException {
    return jar("dice.jar", "old");
  }

  private Path newJar() throws IOException {
    return jar("dice.jar", "new");
  }

  @AfterEach
  void closeNotebook() {
    notebook.close();
  }

  private Recorder record(Study study) {
    return notebook.record("t", study, RecordOptions.DEFAULT);
  }

  private void recordAll(Study study, Batch... batches) {
    try (Recorder recorder = record(study)) {
      recorder.record(List.of(batches));
    }
  }

  @Test
  void aScanReadsTheColumnsAskedForOfSuccessfulTrialsInTheirOrder() {
    Batch results =
        batch(
            noted(
                ok(0, "z", 1.5, "name", "a", "up", true), Map.of("half", 0L), Map.of("note", "n")),
            failed(1),
            ok(2, "name", "c", "z", 7.5));
    recordAll(counting(3), results);
    ResultSet resultSet = notebook.resultSet("t").orElseThrow();
    Map<String, ResultSet.ColumnInfo> columns = new HashMap<>();
    resultSet.columns().forEach(column -> columns.put(column.name(), column));
    List<List<Object>> scanned = new ArrayList<>();

    resultSet.scan(
        Stream.of("name", "k", "z", "up", "half", "note").map(columns::get).toList(),
        row -> scanned.add(IntStream.range(0, 6).mapToObj(row::value).toList()));

    assertThat(scanned)
        .containsExactly(
            Arrays.asList("a", 0L, 1.5, true, 0L, "n"),
            Arrays.asList("c", 2L, 7.5, null, null, null));
  }

  @Test
  void aScanGivesNumbersAsNumbersAndNothingElse() {
    List<Object> values =
        Arrays.asList(
            0.5, 7L, null, "12", "text", 0L, -0.0, true, 1e300, (1L << 53) + 1, List.of(1L), 0.0);
    List<Result> results = new ArrayList<>();
    for (Object value : values) {
      results.add(ok(results.size(), value == null ? "other" : "z", value == null ? 1L : value));
    }
    recordAll(counting(values.size()), batch(results.toArray(Result[]::new)));
    ResultSet resultSet = notebook.resultSet("t").orElseThrow();
    ResultSet.ColumnInfo z =
        resultSet.columns().stream()
            .filter(each -> each.name().equals("z"))
            .findAny()
            .orElseThrow();
    List<Double> scanned = new ArrayList<>();

    resultSet.scan(List.of(z), row -> scanned.add(row.number(0)));

    double large = 1L << 53;
    assertThat(scanned.subList(0, 7))
        .containsExactly(0.5, 7.0, Double.NaN, Double.NaN, Double.NaN, 0.0, -0.0);
    assertThat(scanned.subList(8, 12)).containsExactly(1e300, large, Double.NaN, 0.0);
    assertThat(scanned.get(7)).isEqualTo(1.0);
  }

  public static Stream<Object> values() {
    return Stream.of(
        0.0,
        -0.0,
        1.0,
        1e15,
        Math.PI,
        -1e-300,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        0L,
        1L,
        -1L,
        (1L << 53) + 1,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        true,
        false,
        "",
        "text",
        "1",
        "it's \"quoted\" \\ `",
        "two\nlines\r\n\ttab",
        "nul \0 inside",
        "Ω 漢字 \uD83D\uDE00",
        "half of a pair \uD83D",
        "\uDE00 the other half",
        "[1]",
        "{\"a\":1}",
        "NaN",
        "null",
        new double[0],
        new double[] {1, Double.NaN, -0.0, Double.NEGATIVE_INFINITY},
        new long[] {1, Long.MIN_VALUE},
        new Object[] {1L, 1.0, true, "x", null, "\uD800"},
        List.of(List.of(), List.of(1, List.of(2.5, List.of()))),
        Map.of(),
        Map.of("a", 1.0, "b", List.of(1L), "", Map.of("\uD800", "y", "\uFFFFd800", 2L)),
        IntStream.range(0, 100).boxed().reduce(List.of(), (l, i) -> List.of(l), (a, b) -> a));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueReadsBackExactlyAsItWas(Object value) throws Exception {
    Object canonical = CanonicalValue.of(value);
    recordAll(counting(1), batch(noted(ok(0, "z", value), Map.of("d", value), Map.of("m", value))));

    Row row = rows(reopened(notebook), "t").get(0);

    assertSame(row.results().get("z"), canonical);
    assertSame(row.parameters().get("d"), canonical);
    assertSame(row.metadata().get("m"), canonical);
  }

  @Test
  void valuesOfAllTypesReadBackFromOneColumnInAnyOrder() {
    List<Object> all = values().map(CanonicalValue::of).toList();
    for (int shift = 0; shift < all.size(); shift += 3) {
      String tag = "t" + shift;
      List<Object> inOrder = new ArrayList<>(all.subList(shift, all.size()));
      inOrder.addAll(all.subList(0, shift));
      List<Result> results = new ArrayList<>();
      for (Object value : inOrder) {
        results.add(ok(results.size(), "z", value));
      }
      try (Recorder recorder = notebook.record(tag, counting(all.size()), RecordOptions.DEFAULT)) {
        recorder.record(List.of(batch(results.subList(0, 1))));
        recorder.record(List.of(batch(results.subList(1, results.size()))));
      }

      List<Row> rows = rows(notebook, tag);

      for (int i = 0; i < rows.size(); i++) {
        assertSame(rows.get(i).get("z"), inOrder.get(i));
      }
    }
  }

  private static void assertSame(Object actual, Object expected) {
    // AssertJ, like ==, takes -0.0 for 0.0; equals does not.
    assertThat(expected.equals(actual)).as("%s for %s", actual, expected).isTrue();
  }

  @ParameterizedTest
  @MethodSource("values")
  void aParameterReadsBackExactlyAndIsFoundByItsValue(Object value) {
    Object canonical = CanonicalValue.of(value);
    Study study =
        Study.of(new Recordings.Silent())
            .with("p", Range.listed(List.of(canonical, "other")))
            .seed(1);
    recordAll(study, numbers(0, 2));

    List<Row> found = rows(notebook, "t", Query.ALL.where("p", value));

    assertThat(found).hasSize(1);
    assertSame(found.get(0).get("p"), canonical);
  }

  @Test
  void everythingAboutATrialReadsBack() {
    Study study = counting(3).replicates(2);
    Batch.Builder batch = new Batch.Builder("node-7/engine-3", 2);
    batch.add(noted(ok(0, "z", 1.5), Map.of("d", 4), Map.of("steps", 9)));
    batch.add(failed(1));
    batch.add(
        new Result(
            2,
            Status.LOST,
            Values.none().rows(),
            Map.of(),
            Map.of(),
            Result.Timing.UNKNOWN,
            new Result.Failure("lost \uD800", "")));
    recordAll(study, batch.build());

    List<Row> rows = rows(notebook, "t");

    assertThat(rows).extracting(Row::trial).containsExactly(0L, 1L, 2L);
    assertThat(rows).extracting(Row::point).containsExactly(0L, 0L, 1L);
    assertThat(rows).extracting(Row::replicate).containsExactly(0, 1, 0);
    assertThat(rows).extracting(Row::row).containsOnly(0);
    assertThat(rows).extracting(Row::engine).containsOnly("node-7/engine-3");
    assertThat(rows).extracting(Row::attempt).containsOnly(2);
    assertThat(rows).extracting(Row::status).containsExactly(Status.OK, Status.FAILED, Status.LOST);
    assertThat(rows.get(0).timing()).isEqualTo(Recordings.TIMING);
    assertThat(rows.get(2).timing()).isEqualTo(Result.Timing.UNKNOWN);
    assertThat(rows.get(0).failure()).isNull();
    assertThat(rows.get(1).failure())
        .isEqualTo(new Result.Failure("java.lang.Error: no", "java.lang.Error: no\n\tat home"));
    assertThat(rows.get(2).failure()).isEqualTo(new Result.Failure("lost \uD800", ""));
    assertThat(rows.get(0).parameters()).containsExactly(Map.entry("k", 0L), Map.entry("d", 4L));
    assertThat(rows.get(0).metadata()).containsExactly(Map.entry("steps", 9L));
    assertThat(rows.get(1).getDouble("z")).isNaN();
  }

  @Test
  void aMissingValueAndNullAreTheSame() {
    Map<String, Object> withNull = new HashMap<>();
    withNull.put("a", null);
    recordAll(
        counting(3), batch(ok(0, Values.of(withNull)), ok(1, "b", 1), ok(2, "a", true, "b", 2)));

    List<Row> rows = rows(notebook, "t");

    assertThat(rows).extracting(row -> row.get("a")).containsExactly(null, null, true);
    assertThat(rows).extracting(row -> row.get("b")).containsExactly(null, 1L, 2L);
  }

  @Test
  void aFailureToComputeAPointIsRecordedWithoutItsParameters() throws Exception {
    Study study = counting(3).design(new Recordings.FailingAt(1));
    recordAll(study, batch(ok(0, "z", 0.5), failed(1), ok(2, "z", 2.5)));

    List<Row> rows = rows(reopened(notebook), "t");

    assertThat(rows).extracting(row -> row.get("k")).containsExactly(0L, null, 2L);
    assertThat(rows).extracting(row -> row.get("z")).containsExactly(0.5, null, 2.5);
    assertThat(rows).extracting(Row::point).containsExactly(0L, 1L, 2L);
    assertThat(rows.get(1).failure().exception()).isEqualTo("java.lang.Error: no");
  }

  @Test
  void aBatchOfPointsNoneOfWhichCanBeComputedIsRecorded() {
    recordAll(counting(3).design(new Recordings.FailingAt(1)), batch(failed(1)));

    assertThat(rows(notebook, "t")).extracting(row -> row.get("k")).containsOnlyNulls();
  }

  @Test
  void recordingTwiceChangesNothing() {
    try (Recorder recorder = record(counting(10))) {
      recorder.record(List.of(numbers(2, 6)));
      recorder.record(List.of(numbers(2, 6)));
      recorder.record(List.of(batch(ok(5, "z", -1.0)), numbers(4, 8), numbers(6, 10)));

      assertThat(recorder.tally()).isEqualTo(new Tally(10, 8, 0));
      assertThat(recorder.pending().ranges()).containsExactly(new TrialRange(0, 2));
    }

    assertThat(rows(notebook, "t"))
        .extracting(row -> row.get("z"))
        .containsExactly(2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0);
  }

  @Test
  void trialsThatTheStudyDoesNotHaveAreLeftOut() {
    recordAll(counting(3), numbers(2, 5));

    assertThat(rows(notebook, "t")).extracting(Row::trial).containsExactly(2L);
  }

  @Test
  void aStudyGoesOnWhereItWas() throws Exception {
    recordAll(counting(100), numbers(10, 20), numbers(50, 100));

    notebook = reopened(notebook);

    try (Recorder recorder = record(counting(100))) {
      assertThat(recorder.pending().ranges())
          .containsExactly(new TrialRange(0, 10), new TrialRange(20, 50));
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 60, 0));
      recorder.record(List.of(numbers(0, 50)));
      assertThat(recorder.pending().isEmpty()).isTrue();
    }
    assertThat(rows(notebook, "t"))
        .extracting(Row::trial)
        .isEqualTo(IntStream.range(0, 100).mapToObj(Long::valueOf).toList());
    ResultSet resultSet = notebook.resultSet("t").orElseThrow();
    assertThat(resultSet.tally()).isEqualTo(new Tally(100, 100, 0));
    assertThat(resultSet.pending().isEmpty()).isTrue();
  }

  @Test
  void anotherStudyUnderTheTagIsRefusedWithWhatDiffers() {
    recordAll(counting(10), numbers(0, 1));

    assertThatThrownBy(() -> record(counting(10).replicates(3).seed(43)))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("the tag 't' in the notebook '" + notebook.location() + "'")
        .hasMessageContaining("replicates: 1 there, 3 here")
        .hasMessageContaining("seed: 42 there, 43 here")
        .hasMessageContaining("Use another tag");
    assertThat(rows(notebook, "t")).hasSize(1);
    record(counting(10)).close();
  }

  @ParameterizedTest
  @CsvSource({"10, 20", "10, 0", "0, 20"})
  void anotherTimeLimitIsNoOtherStudy(long before, long now) throws Exception {
    recordAll(limited(before), numbers(0, 1));

    notebook = reopened(notebook);
    try (Recorder recorder = record(limited(now))) {
      assertThat(recorder.warnings())
          .contains(
              "the time limit was %s, and is %s from now on; trials that ran out of time stay as they are, unless"
                      .formatted(text(before), text(now))
                  + " failed ones are run again");
      recorder.record(List.of(numbers(1, 2)));
    }
    notebook = reopened(notebook);
    try (Recorder recorder = record(limited(now))) {
      assertThat(recorder.warnings()).noneMatch(text -> text.startsWith("the time limit"));
    }

    ResultSet resultSet = notebook.resultSet("t").orElseThrow();
    assertThat(StudyJson.timeoutOf(resultSet.studyJson()))
        .isEqualTo(Optional.ofNullable(limited(now).timeout()));
    assertThat(resultSet.digest()).isEqualTo(StudyDigest.of(limited(now)));
    assertThat(resultSet.provenance())
        .extracting(entry -> entry.facts().getOrDefault("timeout", "none"))
        .containsExactly(text(before), text(now), text(now));
    assertThat(rows(notebook, "t")).hasSize(2);
  }

  private static final RecordOptions EXTEND = RecordOptions.DEFAULT.extending();

  @Test
  void aStudyWithMoreIsRefusedUnlessItMayExtendTheRecordedOne() {
    recordAll(counting(3), numbers(0, 2));

    assertThatThrownBy(() -> record(counting(5).replicates(2)))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("has grown: 2 values of k, 1 replicate; 2 of 10 trials are recorded")
        .hasMessageContaining("--extend");

    assertThat(notebook.resultSet("t").orElseThrow().tally()).isEqualTo(new Tally(3, 2, 0));
  }

  @Test
  void anExtendedStudyKeepsItsRowsAndRunsWhatIsNew() throws Exception {
    recordAll(counting(3), numbers(0, 2));
    List<Row> before = rows(notebook, "t");

    try (Recorder recorder = notebook.record("t", counting(5), EXTEND)) {
      assertThat(recorder.pending()).isEqualTo(TrialRanges.of(List.of(new TrialRange(2, 5))));
      recorder.record(List.of(numbers(3, 5)));
    }
    notebook = reopened(notebook);
    try (Recorder recorder = record(counting(5))) {
      assertThat(recorder.pending()).isEqualTo(TrialRanges.of(List.of(TrialRange.of(2))));
    }

    assertThat(rows(notebook, "t").subList(0, 2)).isEqualTo(before);
    assertThat(rows(notebook, "t"))
        .extracting(row -> row.parameters().get("k"))
        .containsExactly(0L, 1L, 3L, 4L);
    assertThat(notebook.resultSet("t").orElseThrow().tally()).isEqualTo(new Tally(5, 4, 0));
  }

  @Test
  void aStudyThatIsExtendedBeforeItIsCompleteRecordsAcrossTheEndOfWhatItWas() throws Exception {
    recordAll(counting(3), numbers(0, 2));

    try (Recorder recorder = notebook.record("t", counting(5), EXTEND)) {
      recorder.record(List.of(numbers(2, 4)));
      assertThat(recorder.pending()).isEqualTo(TrialRanges.of(List.of(TrialRange.of(4))));
    }
    notebook = reopened(notebook);

    assertThat(notebook.resultSet("t").orElseThrow().pending())
        .isEqualTo(TrialRanges.of(List.of(TrialRange.of(4))));
    assertThat(rows(notebook, "t")).extracting(Row::trial).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void theSameValuesInAnotherOrderMakeTheSameStudy() {
    Study study = counting(1).with("k", 1, 2, 3);
    recordAll(study, numbers(0, 1));
    String digest = notebook.resultSet("t").orElseThrow().digest();

    try (Recorder recorder = record(study.with("k", 3, 2, 1))) {
      recorder.record(List.of(numbers(1, 3)));
    }

    assertThat(notebook.resultSet("t").orElseThrow().digest()).isEqualTo(digest);
    assertThat(rows(notebook, "t"))
        .extracting(row -> row.parameters().get("k"))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void theRowsThereAreHaveTheAssumedValueOfAParameterThatIsNew() throws Exception {
    recordAll(counting(2), numbers(0, 2));
    Study grown =
        counting(2)
            .with("g", 0.25, 0.5)
            .assume("g", 0.25)
            .with("name", "it's")
            .assume("name", "it's");

    try (Recorder recorder = notebook.record("t", grown, EXTEND)) {
      recorder.record(List.of(numbers(2, 4)));
    }
    notebook = reopened(notebook);

    assertThat(rows(notebook, "t"))
        .extracting(Row::parameters)
        .containsExactly(
            Map.of("k", 0L, "g", 0.25, "name", "it's"),
            Map.of("k", 1L, "g", 0.25, "name", "it's"),
            Map.of("k", 0L, "g", 0.5, "name", "it's"),
            Map.of("k", 1L, "g", 0.5, "name", "it's"));
    try (Stream<Row> found =
        notebook.resultSet("t").orElseThrow().rows(Query.ALL.where("g", 0.25))) {
      assertThat(found).extracting(Row::trial).containsExactly(0L, 1L);
    }
  }

  @Test
  void aStudyThatLacksWhatIsRecordedIsRefusedEvenIfItMayExtend() {
    recordAll(counting(3), numbers(0, 2));

    assertThatThrownBy(() -> notebook.record("t", counting(2).replicates(2), EXTEND))
        .hasMessageContaining("holds the results of another study")
        .hasMessageContaining("cannot be extended: 2 is none of the values of k any more");
    assertThatThrownBy(() -> notebook.record("t", counting(4).seed(43), EXTEND))
        .hasMessageContaining("seed: 42 there, 43 here");
  }

  @Test
  void aFinishedResultSetIsNotExtended() {
    recordAll(counting(2), numbers(0, 2));
    notebook.edits().finish("t");

    assertThatThrownBy(() -> notebook.record("t", counting(3), EXTEND))
        .hasMessageContaining("It is finished and cannot be extended");
    assertThat(notebook.resultSet("t").orElseThrow().tally()).isEqualTo(new Tally(2, 2, 0));
  }

  @Test
  void aStudyGoesOnInTheOrderInWhichItsTrialsWereNumbered() {
    recordAll(counting(3), numbers(0, 1));

    try (Recorder recorder = record(counting(3).order(Order.RANDOM))) {
      assertThat(recorder.study().order()).isEqualTo(Order.SEQUENTIAL);
      recorder.record(List.of(numbers(1, 3)));
    }

    assertThat(rows(notebook, "t"))
        .extracting(row -> row.parameters().get("k"))
        .containsExactly(0L, 1L, 2L);
  }

  /** A study with a time limit of so many seconds; 0 for none. */
  private static Study limited(long seconds) {
    return seconds == 0 ? counting(3) : counting(3).timeout(Duration.ofSeconds(seconds));
  }

  private static String text(long seconds) {
    return seconds == 0 ? "none" : seconds + " s";
  }

  @Test
  void aSeedIsDrawnOnceAndUsedFromThenOn() throws Exception {
    Study seedless = Study.of(new Recordings.Silent()).with("k", 1, 2);
    long drawn;
    try (Recorder recorder = record(seedless)) {
      drawn = recorder.study().seed().orElseThrow();
    }

    notebook = reopened(notebook);

    assertThat(drawn).isBetween(1L, 1L << 53);
    try (Recorder recorder = record(seedless)) {
      assertThat(recorder.study().seed()).hasValue(drawn);
    }
    try (Recorder other = notebook.record("other", seedless, RecordOptions.DEFAULT)) {
      assertThat(other.study().seed()).isNotEqualTo(java.util.OptionalLong.of(drawn));
    }
  }

  @Test
  void aResultSetIsRecordedByOneAtATime() {
    Recorder first = record(counting(3));

    assertThatThrownBy(() -> record(counting(3)))
        .hasMessage("the result set 't' is being recorded already; wait until that run has ended");
    try (Recorder beside = notebook.record("u", counting(3), RecordOptions.DEFAULT)) {
      beside.record(List.of(numbers(0, 3)));
    }

    first.close();
    record(counting(3)).close();
  }

  @Test
  void failedTrialsAreReplacedWhenTheyRunAgain() throws Exception {
    recordAll(counting(6), batch(ok(0, "z", 0), failed(1), failed(2), ok(3, "z", 3), failed(4)));
    RecordOptions retry = new RecordOptions("", true);
    try (Recorder recorder = notebook.record("t", counting(6), retry)) {
      assertThat(recorder.pending().ranges())
          .containsExactly(new TrialRange(1, 3), new TrialRange(4, 6));
      assertThat(recorder.tally()).isEqualTo(new Tally(6, 2, 0));
      recorder.record(List.of(batch(failed(1), ok(2, "z", 2), ok(3, "z", -1))));
      assertThat(recorder.tally()).isEqualTo(new Tally(6, 3, 1));
    }

    notebook = reopened(notebook);

    assertThat(rows(notebook, "t"))
        .extracting(row -> row.trial() + " " + row.status().label() + " " + row.get("z"))
        .containsExactly("0 ok 0", "1 failed null", "2 ok 2", "3 ok 3", "4 failed null");
    try (Recorder recorder = record(counting(6))) {
      assertThat(recorder.pending().ranges()).containsExactly(new TrialRange(4, 6));
    }
    try (Recorder recorder = notebook.record("t", counting(6), retry)) {
      assertThat(recorder.pending().ranges())
          .containsExactly(TrialRange.of(1), new TrialRange(4, 6));
      recorder.record(List.of(batch(ok(1, "z", 1)), numbers(4, 6)));
      assertThat(recorder.tally()).isEqualTo(new Tally(6, 6, 0));
    }
    assertThat(rows(notebook, "t")).hasSize(6);
    assertThat(notebook.resultSet("t").orElseThrow().tally()).isEqualTo(new Tally(6, 6, 0));
  }

  @Test
  void aTrialMayHaveSeveralRowsAndOthersOne() throws Exception {
    Values series =
        Values.rows(
            List.of(Map.of("t", 0, "z", 1.5), Map.of("t", 1, "z", Double.NaN), Map.of("u", 1)));
    recordAll(counting(5), batch(ok(1, "z", 1.0), failed(2)));
    recordAll(counting(5), batch(ok(3, series), ok(4, "z", 4.0)), batch(ok(0, series)));

    notebook = reopened(notebook);

    List<Row> rows = rows(notebook, "t");
    assertThat(rows)
        .extracting(row -> row.trial() + "." + row.row() + " " + row.get("t") + " " + row.get("z"))
        .containsExactly(
            "0.0 0 1.5",
            "0.1 1 NaN",
            "0.2 null null",
            "1.0 null 1.0",
            "2.0 null null",
            "3.0 0 1.5",
            "3.1 1 NaN",
            "3.2 null null",
            "4.0 null 4.0");
    assertThat(rows.get(2).get("u")).isEqualTo(1L);
    assertThat(rows).extracting(row -> row.get("k")).startsWith(0L, 0L, 0L, 1L);
    assertThat(notebook.resultSet("t").orElseThrow().tally()).isEqualTo(new Tally(5, 4, 1));
    assertThat(rows(notebook, "t", Query.ALL.ofTrial(3)))
        .containsExactlyElementsOf(rows.stream().filter(row -> row.trial() == 3).toList())
        .hasSizeGreaterThan(1);
  }

  @Test
  void queriesAskForParametersAndForSuccess() {
    Study study =
        Study.of(new Recordings.Silent()).with("x", 0, 0.5, 1, "1").with("y", 1.0, 2.0).seed(1);
    recordAll(
        study,
        batch(
            IntStream.range(0, 8)
                .mapToObj(
                    i ->
                        i % 4 == 3
                            ? failed(i)
                            : noted(ok(i, "z", i), Map.of("half", i / 2), Map.of()))
                .toList()));

    assertThat(rows(notebook, "t", Query.ALL.where("x", 1))).hasSize(2);
    assertThat(rows(notebook, "t", Query.ALL.where("x", 1.0)))
        .extracting(row -> row.get("x"))
        .containsOnly(1L);
    assertThat(rows(notebook, "t", Query.ALL.where("x", "1").where("y", 2))).hasSize(1);
    assertThat(rows(notebook, "t", Query.ALL.where("x", -0.0))).hasSize(2);
    assertThat(rows(notebook, "t", Query.ALL.where("x", true))).isEmpty();
    assertThat(rows(notebook, "t", Query.SUCCESSFUL)).hasSize(6);
    assertThat(rows(notebook, "t", Query.SUCCESSFUL.where("half", 2)))
        .extracting(Row::trial)
        .containsExactly(4L, 5L);
    assertThat(rows(notebook, "t", Query.ALL.ofTrial(3)))
        .extracting(Row::trial)
        .containsExactly(3L);
    assertThat(rows(notebook, "t", Query.SUCCESSFUL.ofTrial(3))).isEmpty();
    assertThat(rows(notebook, "t", Query.ALL.ofTrial(8))).isEmpty();
    assertThatThrownBy(() -> rows(notebook, "t", Query.ALL.where("X", 1)))
        .isInstanceOf(NotebookException.class)
        .hasMessage("the result set 't' has no parameter 'X'; it has x, y, half");
  }

  private static Result threw(long trial, String exception, String frames) {
    return failed(trial, Status.FAILED, exception, exception + frames.replace("at ", "\n\tat "));
  }

  @Test
  void failuresAreGroupedByTheWayInWhichTheyFailed() {
    recordAll(
        counting(10),
        batch(
            ok(0, "z", 1),
            threw(1, "mine.Wrong: k is 1", "at java.base/java.util.A.b(A.java)at mine.M.run(M:3)"),
            threw(2, "mine.Wrong: k is 2", "at mine.M.run(M:4)"),
            ok(3, "z", 2),
            threw(4, "mine.Wrong: k is 4", "at mine.M.run(M:3)"),
            failed(5, Status.TIMED_OUT, "timed out", ""),
            threw(6, "mine.Wrong: k is 6", "at mine.M.run(M:3)")));
    ResultSet resultSet = notebook.resultSet("t").orElseThrow();

    FailureSummary failures = FailureSummary.of(resultSet, 100);

    assertThat(failures.trials()).isEqualTo(5);
    assertThat(failures.isWhole()).isTrue();
    assertThat(failures.others()).isZero();
    assertThat(failures.groups())
        .extracting(group -> group.trials() + " " + group.exception() + " " + group.kind().where())
        .containsExactly(
            "3 mine.Wrong: k is 1 mine.M.run(M:3)",
            "1 mine.Wrong: k is 2 mine.M.run(M:4)",
            "1 timed out ");
    assertThat(failures.groups().get(0).trial()).isEqualTo(1);
    assertThat(failures.groups().get(0).parameters()).isEqualTo(Map.of("k", 1L));
    FailureSummary first = FailureSummary.of(resultSet, 2);
    assertThat(first.trials()).isEqualTo(2);
    assertThat(first.isWhole()).isFalse();
    assertThat(rows(notebook, "t", Query.FAILED)).hasSize(5);
    assertThat(rows(notebook, "t", Query.FAILED.where("k", 4))).hasSize(1);
  }

  @Test
  void waysToFailWithoutEndAreCountedTogether() {
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < FailureSummary.MOST_GROUPS + 50; i++) {
      results.add(threw(i, "mine.Wrong" + i, "at mine.M.run(M:" + i + ")"));
    }
    recordAll(counting(results.size()), batch(results));

    FailureSummary failures =
        FailureSummary.of(notebook.resultSet("t").orElseThrow(), Long.MAX_VALUE);

    assertThat(failures.groups()).hasSize(FailureSummary.MOST_GROUPS);
    assertThat(failures.others()).isEqualTo(50);
    assertThat(failures.trials()).isEqualTo(FailureSummary.MOST_GROUPS + 50L);
  }

  @Test
  void namesMayComeLate() {
    recordAll(counting(120), numbers(0, 100));
    recordAll(
        counting(120),
        batch(
            noted(ok(100, "z", 1.0, "late", "here"), Map.of("d", 1), Map.of("m", 2)),
            ok(101, "later", 7)));

    List<Row> rows = rows(notebook, "t");

    assertThat(rows.get(0).results()).containsOnlyKeys("z", "late", "later");
    assertThat(rows.get(0).get("late")).isNull();
    assertThat(rows.get(100).get("late")).isEqualTo("here");
    assertThat(rows.get(101).get("later")).isEqualTo(7L);
    assertThat(notebook.resultSet("t").orElseThrow().columns())
        .extracting(column -> column.kind() + " " + column.name())
        .containsExactlyInAnyOrder(
            "PARAMETER k", "RESULT z", "DERIVED d", "RESULT late", "RESULT later", "METADATA m");
  }

  @Test
  void theColumnsOfParametersAreKnownBeforeAnythingIsRecorded() {
    Study listed =
        Study.of(new Recordings.Silent())
            .with("r", 0.5)
            .design(Points.of(List.of(Map.of("p", 1, "q", "x"), Map.of("p", 2, "q", "y"))));

    notebook.record("t", listed, RecordOptions.DEFAULT).close();
    notebook
        .record(
            "none",
            Study.of(new Recordings.Silent())
                .with("k", Range.stepped(0, 2, 1))
                .design(new Recordings.FailingAt(0)),
            RecordOptions.DEFAULT)
        .close();

    assertThat(notebook.resultSet("t").orElseThrow().columns())
        .extracting(column -> column.kind() + " " + column.name())
        .containsExactly("PARAMETER p", "PARAMETER q", "PARAMETER r");
    assertThat(notebook.resultSet("none").orElseThrow().columns())
        .extracting(column -> column.kind() + " " + column.name())
        .containsExactly("PARAMETER k");
    assertThat(rows(notebook, "t", Query.ALL.where("p", 1))).isEmpty();
  }

  @Test
  void noNameIsLostHoweverItLooks() throws Exception {
    Map<String, Object> named = new LinkedHashMap<>();
    List<String> names =
        List.of(
            "k",
            "K",
            "select",
            "x\"; drop table t; --",
            "trial",
            "a b",
            "ä",
            "Ä",
            "nul\0",
            "nul?",
            "\uD800",
            "n".repeat(500),
            "n".repeat(500) + "2",
            "'",
            "k_result",
            "rowid",
            "oid",
            "?1",
            ":a");
    names.forEach(name -> named.put(name, named.size()));
    recordAll(counting(1), batch(noted(ok(0, Values.of(named)), Map.of("d", 1, "D", 2), named)));

    notebook = reopened(notebook);

    Row row = rows(notebook, "t").get(0);
    named.replaceAll((name, value) -> CanonicalValue.of(value));
    assertThat(row.results()).isEqualTo(named);
    assertThat(row.metadata()).isEqualTo(named);
    assertThat(row.parameters()).isEqualTo(Map.of("k", 0L, "d", 1L, "D", 2L));
  }

  @Test
  void namesWithoutEndAndHugeArraysAreKept() {
    Map<String, Object> many = new LinkedHashMap<>();
    IntStream.range(0, 5_000).forEach(i -> many.put("n" + i, i + 0.5));
    double[] huge = new double[1_300_000];
    Arrays.setAll(huge, i -> i * 0.1);
    recordAll(counting(4), batch(ok(0, Values.of(many)), ok(1, "huge", huge), failed(2)));
    recordAll(counting(4), batch(ok(3, "n4999", Double.NaN)));

    List<Row> rows = rows(notebook, "t");

    many.forEach((name, value) -> assertThat(rows.get(0).get(name)).isEqualTo(value));
    assertThat(rows.get(1).get("huge")).isEqualTo(CanonicalValue.of(huge));
    assertThat(rows.get(3).getDouble("n4999")).isNaN();
  }

  @Test
  void aNameForWhichATableHasNoColumnLeftIsListedScannedAndAskedFor() {
    Map<String, Object> many = new LinkedHashMap<>();
    IntStream.range(0, 1_200).forEach(i -> many.put("n" + i, i + 0.5));
    recordAll(
        counting(4),
        batch(ok(0, Values.of(many))),
        batch(noted(ok(1, "n1199", "text"), Map.of("late", 2), Map.of())));
    ResultSet resultSet = notebook.resultSet("t").orElseThrow();

    List<ColumnInfo> columns = resultSet.columns();
    List<Object> scanned = new ArrayList<>();
    List<ColumnInfo> wanted =
        columns.stream().filter(each -> Set.of("k", "n1199").contains(each.name())).toList();
    resultSet.scan(wanted, row -> scanned.addAll(Arrays.asList(row.value(0), row.value(1))));

    assertThat(columns).extracting(ColumnInfo::name).contains("k", "late", "n0", "n1199");
    assertThat(columns).doesNotHaveDuplicates().hasSize(1_202);
    assertThat(scanned).containsExactly(0L, 1199.5, 1L, "text");
    assertThat(rows(notebook, "t", Query.ALL.where("late", 2)))
        .extracting(Row::trial)
        .containsExactly(1L);
    assertThat(resultSet.combinations()).hasSize(2).contains(Map.of("k", 1L, "late", 2L));
  }

  @Test
  void aReaderSeesWhatIsRecordedWhileItGoesOn() {
    try (Recorder recorder = record(counting(1_000))) {
      recorder.record(List.of(numbers(0, 500)));

      try (Stream<Row> before = notebook.resultSet("t").orElseThrow().rows(Query.ALL)) {
        var reading = before.iterator();
        reading.next();
        recorder.record(List.of(numbers(500, 1_000)));

        int rest = 0;
        for (; reading.hasNext(); reading.next()) {
          rest++;
        }
        assertThat(rest).isEqualTo(499);
      }
      assertThat(rows(notebook, "t")).hasSize(1_000);
    }
  }

  @Test
  void resultSetsAreListedWithWhatIsKnownAboutThem() throws Exception {
    Instant before = Instant.now();
    notebook.record("b", counting(3), new RecordOptions("the second letter", false)).close();
    notebook.record("a", counting(4), RecordOptions.DEFAULT).close();
    notebook.record("b", counting(3), RecordOptions.DEFAULT).close();

    notebook = reopened(notebook);

    assertThat(notebook.resultSets()).extracting(ResultSet::tag).containsExactly("b", "a");
    ResultSet first = notebook.resultSet("b").orElseThrow();
    assertThat(first.description()).isEqualTo("the second letter");
    assertThat(first.studyJson()).contains("Silent", "42");
    assertThat(first.digest()).matches("[0-9a-f]{64}");
    assertThat(first.created()).isBetween(before, Instant.now());
    assertThat(first.provenance()).hasSize(2);
    assertThat(first.provenance().get(0).facts())
        .containsKeys("user", "host", "java", "os", "lab-actors");
    assertThat(first.tally()).isEqualTo(new Tally(3, 0, 0));
    assertThat(first.pending().size()).isEqualTo(3);
    assertThat(first.columns()).extracting(ResultSet.ColumnInfo::kind).containsOnly(Kind.PARAMETER);
    assertThat(notebook.resultSet("c")).isEmpty();
  }

  @Test
  void theVersionsOfProgramsAreNotedInTheProvenanceEachKindOnce() throws Exception {
    recordAll(
        counting(5),
        batch(
            versions(0, new TreeMap<>(Map.of("numpy", "1.24", "python", "3.11"))),
            versions(1, Map.of("python", "3.12")),
            ok(2, "z", 1)));
    recordAll(
        counting(5),
        batch(versions(3, Map.of("python", "3.12"))),
        batch(versions(4, Map.of("python", "3.12"))));

    notebook = reopened(notebook);

    assertThat(notebook.resultSet("t").orElseThrow().provenance())
        .extracting(each -> each.facts().get("programs"))
        .containsExactly("numpy 1.24, python 3.11; python 3.12", "python 3.12");
  }

  @Test
  void theProvenanceDoesNotGrowWithVersionsThatAlwaysDiffer() {
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      results.add(versions(i, Map.of("step", "a; b" + i / 2)));
    }
    recordAll(counting(60), batch(results.subList(0, 15)), batch(results.subList(15, 60)));

    assertThat(notebook.resultSet("t").orElseThrow().provenance().get(0).facts().get("programs"))
        .startsWith("step a, b0; step a, b1; ")
        .endsWith("; step a, b19");
  }

  private static Result versions(long trial, Map<String, String> versions) {
    return noted(ok(trial, "z", 1), Map.of(), Map.of(Resident.VERSIONS, versions));
  }

  @Test
  void everyContinuationIsNotedWithItsCode() throws Exception {
    Instant before = Instant.now();
    Path other = jar("cards.jar", "other");
    recordWith(List.of(newJar()), numbers(0, 4));
    recordWith(List.of(newJar(), other));

    notebook = reopened(notebook);

    List<Provenance> provenance = notebook.resultSet("t").orElseThrow().provenance();
    assertThat(provenance).extracting(Provenance::recorded).containsExactly(0L, 4L);
    assertThat(provenance)
        .extracting(Provenance::code)
        .containsExactly(
            List.of(CodeJar.of(newJar())), List.of(CodeJar.of(newJar()), CodeJar.of(other)));
    assertThat(provenance.get(1).began()).isBetween(provenance.get(0).began(), Instant.now());
    assertThat(provenance.get(0).began()).isAfterOrEqualTo(before);
  }

  @Test
  void changedCodeIsWarnedOfAsLongAsResultsOfTheOldOneAreThere() throws Exception {
    recordWith(List.of(oldJar()), numbers(0, 4));

    notebook = reopened(notebook);

    String warning = "dice.jar has changed since 4 results were recorded; use another tag to run";
    assertThat(recordWith(List.of(newJar()), numbers(4, 7)))
        .singleElement()
        .asString()
        .startsWith(warning);
    assertThat(recordWith(List.of(newJar()))).singleElement().asString().startsWith(warning);
    assertThat(recordWith(List.of(oldJar())))
        .singleElement()
        .asString()
        .startsWith("dice.jar has changed since 3 results were recorded");
  }

  @Test
  void otherCodeIsWarnedOf() throws Exception {
    recordWith(List.of(oldJar()), numbers(0, 1));

    assertThat(recordWith(List.of()))
        .containsExactly(
            "1 result was recorded with other code (dice.jar) than that of now (in no jar); use"
                + " another tag to run them again");
  }

  @Test
  void theSameCodeIsNotWarnedOfWhereverItLies() throws Exception {
    recordWith(List.of(oldJar()), numbers(0, 4));

    assertThat(recordWith(List.of(jar("moved.jar", "old")))).isEmpty();
  }

  @Test
  void changedCodeIsNotWarnedOfWhenAllResultsWereFailuresThatRunAgain() throws Exception {
    recordWith(List.of(oldJar()), batch(failed(0), failed(1)));

    RecordOptions retry = new RecordOptions("", true, List.of(newJar()));
    try (Recorder recorder = notebook.record("t", withoutCode(), retry)) {
      assertThat(recorder.warnings()).isEmpty();
    }
  }

  @Test
  void aLambdaThatGoesOnIsWarnedOf() {
    Study study = Study.of(trial -> Values.none()).with("k", 1, 2).seed(1);
    try (Recorder begun = record(study)) {
      assertThat(begun.warnings()).isEmpty();
      begun.record(List.of(numbers(0, 1)));
    }

    Study other = Study.of(trial -> Values.of("z", 7)).with("k", 1, 2).seed(1);
    try (Recorder continued = record(other)) {
      assertThat(continued.warnings())
          .singleElement()
          .asString()
          .startsWith(
              "the experiment is a lambda of org.labactors.notebook.NotebookContract, which cannot"
                  + " be compared with the one that 1 result was recorded with;");
    }
  }

  @Test
  void aClassInsideAMethodThatUsesItsVariablesIsWarnedOfWhenItGoesOn() {
    try (Recorder begun = record(Study.of(constant(6)).with("k", 1, 2).seed(1))) {
      begun.record(List.of(numbers(0, 1)));
    }

    try (Recorder continued = record(Study.of(constant(7)).with("k", 1, 2).seed(1))) {
      assertThat(continued.warnings())
          .singleElement()
          .asString()
          .startsWith(
              "the experiment is a class inside a method of"
                  + " org.labactors.notebook.NotebookContract, which cannot be compared");
    }
  }

  /** Not a lambda: what it uses of this method is no field that could be written down. */
  @SuppressWarnings("UnnecessaryAnonymousClass")
  private static Experiment constant(int value) {
    return new Experiment() {
      @Override
      public Values run(Trial trial) {
        return Values.of("z", value);
      }
    };
  }

  /** With an experiment of the laboratory: other modules have the classes of tests in a jar. */
  private static Study withoutCode() {
    return Study.of(new Command("true")).with("k", Range.stepped(0, 9, 1)).seed(42);
  }

  private List<String> recordWith(List<Path> code, Batch... batches) {
    RecordOptions options = new RecordOptions("", false, code);
    try (Recorder recorder = notebook.record("t", withoutCode(), options)) {
      recorder.record(List.of(batches));
      return recorder.warnings();
    }
  }

  private List<String> recordBy(CodeParts code, ChangedCode changed, Batch... batches) {
    RecordOptions options =
        RecordOptions.DEFAULT
            .changedCode(changed)
            .withCode(
                new CodeNow(List.of(), List.of(), code, Optional.empty(), Map.of("git", "c0ffee")));
    try (Recorder recorder = notebook.record("t", counting(6), options)) {
      recorder.record(List.of(batches));
      return recorder.warnings();
    }
  }

  @Test
  void aChangedScriptIsChangedCodeAndNoOtherStudy() throws Exception {
    recordAll(scripted("echo y=1"), batch(ok(0, "y", 1)));
    String before = notebook.resultSet("t").orElseThrow().digest();

    List<String> warnings;
    try (Recorder recorder = record(scripted("echo y=2 # a comment"))) {
      warnings = recorder.warnings();
      recorder.record(List.of(batch(ok(1, "y", 2))));
    }
    notebook = reopened(notebook);

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("the code has changed since 1 result was recorded: file y.sh;");
    ResultSet results = notebook.resultSet("t").orElseThrow();
    assertThat(results.digest()).isNotEqualTo(before);
    assertThat(results.codes().entrySet())
        .extracting(
            made -> made.getKey().experiment().orElseThrow().contains("a comment"),
            Map.Entry::getValue)
        .containsExactly(
            tuple(false, TrialRanges.of(List.of(TrialRange.of(0)))),
            tuple(true, TrialRanges.of(List.of(TrialRange.of(1)))));
  }

  @Test
  void ofAFinishedResultSetChangedCodeIsWarnedOfAndNothingRunsAgain() {
    recordAll(scripted("echo y=1"), batch(ok(0, "y", 1), ok(1, "y", 1)));
    notebook.edits().finish("t");

    try (Recorder recorder = record(scripted("echo y=2"))) {
      assertThat(recorder.warnings()).singleElement().asString().contains("file y.sh");
    }
    RecordOptions again = RecordOptions.DEFAULT.changedCode(ChangedCode.RERUN);
    notebook.record("t", scripted("echo y=1"), again).close();
    assertThatThrownBy(() -> notebook.record("t", scripted("echo y=2"), again))
        .hasMessageContaining("is finished");
  }

  @Test
  void aFileOfAnotherNameMakesAnotherStudy() {
    recordAll(scripted("echo y=1"), batch(ok(0, "y", 1)));

    assertThatThrownBy(() -> record(attached("z.sh", "echo y=1")))
        .hasMessageContaining("holds the results of another study");
  }

  private static Study scripted(String script) {
    return attached("y.sh", script);
  }

  private static Study attached(String name, String script) {
    Command command = new Command("sh", "y.sh").files(new Attachment(name, script, false, false));
    return Study.of(command).with("k", 0, 1).order(Order.SEQUENTIAL).seed(42);
  }

  private static CodeParts code(String method) {
    return CodeParts.of(Map.of("mine.Mine", Map.of(CodeParts.DECLARATION, "0", "run()V", method)));
  }

  private List<String> codes(String tag) {
    return notebook.resultSet(tag).orElseThrow().codes().entrySet().stream()
        .map(made -> made.getKey().number() + " made " + made.getValue().ranges())
        .toList();
  }

  @Test
  void eachRowIsOfTheCodeThatMadeIt() throws Exception {
    recordBy(code("1"), ChangedCode.WARN, numbers(0, 2));
    recordBy(code("2"), ChangedCode.WARN, numbers(2, 3));
    List<String> warnings = recordBy(code("1"), ChangedCode.WARN, numbers(4, 5));
    notebook = reopened(notebook);

    assertThat(warnings)
        .containsExactly(
            "the code has changed since 1 result was recorded: method run() of mine.Mine;"
                + " --rerun-changed runs them again, --accept-code goes on without this warning");
    assertThat(codes("t"))
        .containsExactly(
            "1 made " + List.of(new TrialRange(0, 2), new TrialRange(4, 5)),
            "2 made " + List.of(new TrialRange(2, 3)));
    RecordedCode first = notebook.resultSet("t").orElseThrow().codes().keySet().iterator().next();
    assertThat(first.digest()).isEqualTo(code("1").digest());
    assertThat(first.parts()).isEqualTo(code("1"));
    assertThat(first.facts()).containsEntry("git", "c0ffee").containsKeys("java", "host");
    assertThat(notebook.resultSet("t").orElseThrow().provenance())
        .extracting(entry -> entry.codeNumber().orElse(-1))
        .containsExactly(1, 2, 1);
  }

  @Test
  void aCopyKnowsWhichCodeMadeWhat() {
    recordBy(code("1"), ChangedCode.WARN, numbers(0, 2));
    recordBy(code("2"), ChangedCode.WARN, numbers(2, 3));

    notebook.edits().copy(notebook.resultSet("t").orElseThrow(), "copy");

    assertThat(codes("copy")).isEqualTo(codes("t")).hasSize(2);
    assertThat(rows(notebook, "copy")).isEqualTo(rows(notebook, "t"));
  }

  @Test
  void whatOtherCodeMadeIsPendingIfItIsToRunAgain() throws Exception {
    recordBy(code("1"), ChangedCode.WARN, batch(ok(0, "z", 1), failed(1)));
    recordBy(code("2"), ChangedCode.ACCEPT, numbers(2, 4));

    assertThat(recordBy(code("2"), ChangedCode.RERUN)).isEmpty();

    ResultSet results = notebook.resultSet("t").orElseThrow();
    assertThat(results.tally()).isEqualTo(new Tally(6, 2, 0));
    assertThat(results.pending().ranges())
        .containsExactly(new TrialRange(0, 2), new TrialRange(4, 6));
    assertThat(rows(notebook, "t")).extracting(Row::trial).containsExactly(2L, 3L);

    assertThat(recordBy(code("2"), ChangedCode.WARN, numbers(0, 6))).isEmpty();
    notebook = reopened(notebook);

    assertThat(codes("t")).containsExactly("2 made " + List.of(new TrialRange(0, 6)));
    assertThat(notebook.resultSet("t").orElseThrow().tally()).isEqualTo(new Tally(6, 6, 0));
    assertThat(notebook.edits().prune("t")).isEqualTo(2);
    assertThat(notebook.edits().prune("t")).isZero();
  }

  @Test
  void codeThatIsAcceptedIsNotWarnedOf() {
    recordBy(code("1"), ChangedCode.WARN, numbers(0, 2));

    assertThat(recordBy(code("2"), ChangedCode.ACCEPT)).isEmpty();
    assertThat(recordBy(code("2"), ChangedCode.WARN)).isEmpty();
    assertThat(recordBy(code("3"), ChangedCode.WARN)).hasSize(1);
  }

  @Test
  void aStudyOfABillionTrialsTakesNoRoom() {
    Study study = counting(1_000_000_000L);
    try (Recorder recorder = record(study)) {
      recorder.record(List.of(numbers(999_999_000L, 1_000_000_000L)));

      assertThat(recorder.pending().ranges()).containsExactly(new TrialRange(0, 999_999_000L));
    }
    assertThat(rows(notebook, "t")).hasSize(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "_x", "sqlite_x", "SQLite_x", "a\nb", "a\0", "\uD800"})
  void aTagThatCannotBeIsRefused(String tag) {
    assertThatThrownBy(() -> notebook.record(tag, counting(1), RecordOptions.DEFAULT))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith("the tag ");

    assertThat(notebook.resultSets()).isEmpty();
  }

  @Test
  void tagsThatDifferInCaseOnlyAreRefused() {
    notebook.record("Größe", counting(1), RecordOptions.DEFAULT).close();

    assertThatThrownBy(() -> notebook.record("grÖße", counting(1), RecordOptions.DEFAULT))
        .hasMessageContaining("the tag 'grÖße' differs from 'Größe'")
        .hasMessageContaining("only in upper and lower case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"select", "x\"; drop table t; --", "a b", "main.t", "Ω", "x.y'z"})
  void aTagMayBeAnythingElse(String tag) {
    try (Recorder recorder = notebook.record(tag, counting(2), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(0, 2)));
    }

    assertThat(rows(notebook, tag)).hasSize(2);
  }

  @Test
  void theRowsOfATrialHaveNotesOfTheirOwn() throws Exception {
    recordAll(counting(3), batch(ok(0, "z", 1), Recordings.notedByRow(1), ok(2, "z", 3)));

    List<Row> rows = rows(reopened(notebook), "t");

    assertThat(rows).extracting(row -> row.get("z")).containsExactly(1L, 10L, 11L, 3L);
    assertThat(rows).extracting(Row::row).containsExactly(0, 0, 1, 0);
    assertThat(rows)
        .extracting(row -> row.parameters().get("d"))
        .containsExactly(null, 0.5, 1.5, null);
    assertThat(rows)
        .extracting(row -> row.metadata().get("index"))
        .containsExactly(null, 0L, 1L, null);
    assertThat(rows)
        .extracting(row -> row.metadata().get("all"))
        .containsExactly(null, "m", "own", null);
  }
}
