package org.labactors.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.noted;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Result;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;

/** How every notebook is changed beside recording, wherever it keeps its results. */
public abstract class EditsContract {

  private static final RecordOptions RETRY = new RecordOptions("", true);

  private WritableNotebook notebook;

  /** An empty notebook. */
  protected abstract WritableNotebook create() throws Exception;

  /** The same notebook, closed and opened again where it outlives that. */
  protected abstract WritableNotebook reopened(WritableNotebook notebook) throws Exception;

  @BeforeEach
  void createNotebook() throws Exception {
    notebook = create();
  }

  @AfterEach
  void closeNotebook() {
    notebook.close();
  }

  private void record(String tag, Study study, Batch... batches) {
    try (Recorder recorder = notebook.record(tag, study, RecordOptions.DEFAULT)) {
      recorder.record(List.of(batches));
    }
  }

  private ResultSet resultSet(String tag) {
    return notebook.resultSet(tag).orElseThrow();
  }

  @Test
  void descriptionsAndAttributesAreKeptOnBothLevels() throws Exception {
    record("t", counting(3), numbers(0, 1));
    notebook.edits().describe("two\nlines");
    notebook.edits().describe("t", "Ω");
    notebook.edits().setAttribute("colour", "red");
    notebook.edits().setAttribute("t", "unit of z", "mm");
    notebook.edits().setAttribute("t", "a", new double[] {1, Double.NaN});

    notebook = reopened(notebook);

    assertThat(notebook.description()).isEqualTo("two\nlines");
    assertThat(notebook.attributes()).isEqualTo(Map.of("colour", "red"));
    assertThat(resultSet("t").description()).isEqualTo("Ω");
    assertThat(resultSet("t").attributes())
        .isEqualTo(Map.of("unit of z", "mm", "a", List.of(1.0, Double.NaN)));
    assertThat(resultSet("t").attributes().keySet()).containsExactly("a", "unit of z");
  }

  @Test
  void anEmptyNotebookHasNothing() {
    assertThat(notebook.description()).isEmpty();
    assertThat(notebook.attributes()).isEmpty();
    assertThat(notebook.isFinished()).isFalse();
  }

  static Stream<Object> values() {
    return NotebookContract.values();
  }

  @ParameterizedTest
  @MethodSource("values")
  void anAttributeMayHaveEveryValue(Object value) throws Exception {
    notebook.edits().setAttribute("a", value);

    notebook = reopened(notebook);

    // AssertJ, like ==, takes -0.0 for 0.0; equals does not.
    Object expected = CanonicalValue.of(value);
    assertThat(notebook.attributes().get("a").equals(expected)).isTrue();
  }

  @Test
  void anAttributeIsReplacedAndTakenAway() {
    record("t", counting(3));
    notebook.edits().setAttribute("t", "a", 1);
    notebook.edits().setAttribute("t", "a", 2);
    assertThat(resultSet("t").attributes()).isEqualTo(Map.of("a", 2L));

    notebook.edits().setAttribute("t", "a", null);

    assertThat(resultSet("t").attributes()).isEmpty();
    assertThatThrownBy(() -> notebook.edits().setAttribute("t", "a", null))
        .isInstanceOf(NotebookException.class)
        .hasMessage("there is no attribute 'a'; there are none");
  }

  @Test
  void whatCannotBeAnAttributeOrADescriptionIsRefused() {
    assertThatThrownBy(() -> notebook.edits().setAttribute(" ", 1))
        .hasMessage("the attribute has an empty name; give it one");
    assertThatThrownBy(() -> notebook.edits().setAttribute("a", notebook))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("the attribute 'a' cannot have a value of type ");
    assertThatThrownBy(() -> notebook.edits().describe("a\0b"))
        .hasMessage("the description has a NUL character, or half of a character; leave it out");
  }

  @Test
  void aRenamedResultSetKeepsAllThatBelongsToIt() throws Exception {
    record("t", counting(10), numbers(0, 4), batch(failed(4)));
    record("other", counting(3), numbers(0, 3));
    notebook.edits().setAttribute("t", "a", 1);
    notebook.edits().rename("t", "New name");

    notebook = reopened(notebook);

    assertThat(notebook.resultSets()).extracting(ResultSet::tag).contains("New name", "other");
    assertThat(notebook.resultSet("t")).isEmpty();
    assertThat(rows(notebook, "New name")).hasSize(5);
    assertThat(resultSet("New name").attributes()).isEqualTo(Map.of("a", 1L));
    assertThat(resultSet("New name").provenance()).hasSize(1);
    record("New name", counting(10), numbers(5, 10));
    record("t", counting(2), numbers(0, 2));
    assertThat(resultSet("New name").tally()).isEqualTo(new Tally(10, 9, 1));
    assertThat(resultSet("t").tally()).isEqualTo(new Tally(2, 2, 0));
  }

  @Test
  void aTagMayBeChangedInCaseOnly() {
    record("t", counting(3), numbers(0, 1));

    notebook.edits().rename("t", "T");

    assertThat(rows(notebook, "T")).hasSize(1);
  }

  @Test
  void aTagThatIsInUseOrImpossibleIsNoNewName() {
    record("t", counting(3));
    record("u", counting(3));

    assertThatThrownBy(() -> notebook.edits().rename("t", "u"))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "there is a result set 'u' in the notebook '"
                + notebook.location()
                + "' already; use another tag, or delete that one first");
    assertThatThrownBy(() -> notebook.edits().rename("t", "U"))
        .hasMessageContaining("only in upper and lower case");
    assertThatThrownBy(() -> notebook.edits().rename("t", "_t")).hasMessageStartingWith("the tag");
    assertThatThrownBy(() -> notebook.edits().copy(resultSet("t"), "u"))
        .hasMessageContaining("there is a result set 'u'");
    assertThat(notebook.resultSets()).extracting(ResultSet::tag).containsExactly("t", "u");
  }

  @Test
  void aDeletedResultSetIsGoneAndItsTagIsFree() throws Exception {
    record("t", counting(10), numbers(0, 4));
    record("u", counting(10), numbers(0, 4));
    notebook.edits().setAttribute("t", "a", 1);
    notebook.edits().delete("t");

    notebook = reopened(notebook);

    assertThat(notebook.resultSets()).extracting(ResultSet::tag).containsExactly("u");
    record("t", counting(20), numbers(0, 1));
    assertThat(resultSet("t").tally()).isEqualTo(new Tally(20, 1, 0));
    assertThat(resultSet("t").attributes()).isEmpty();
    assertThat(rows(notebook, "u")).hasSize(4);
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    record("t", counting(3));
    List<Consumer<Edits>> edits =
        List.of(
            e -> e.describe("no", ""),
            e -> e.setAttribute("no", "a", 1),
            e -> e.rename("no", "x"),
            e -> e.delete("no"),
            e -> e.finish("no"));

    for (Consumer<Edits> edit : edits) {
      assertThatThrownBy(() -> edit.accept(notebook.edits()))
          .isInstanceOf(NotebookException.class)
          .hasMessage(
              "there is no result set 'no' in the notebook '"
                  + notebook.location()
                  + "'; it has t");
    }
  }

  /** One that has everything: all values, several rows, failures, and some to run again. */
  private void recordAllSorts(String tag) {
    List<Object> all = NotebookContract.values().toList();
    List<Result> results = new ArrayList<>();
    for (Object value : all) {
      int trial = results.size();
      results.add(
          noted(ok(trial, "z", value, "v" + trial, value), Map.of("d", value), Map.of("m", value)));
    }
    int next = results.size();
    results.add(failed(next));
    results.add(
        ok(next + 1, Values.rows(List.of(Map.of("z", 1.5), Map.of("z", 2), Map.of("y", "x")))));
    results.add(Recordings.notedByRow(next + 2));
    results.add(failed(next + 3));
    Study study = counting(next + 10);
    record(tag, study, batch(results));
    try (Recorder recorder = notebook.record(tag, study, RETRY)) {
      recorder.record(List.of(batch(failed(next))));
    }
    notebook.edits().describe(tag, "all sorts");
    notebook.edits().setAttribute(tag, "a", -0.0);
    notebook.edits().add(tag, audit(tag, 7));
  }

  private Audit audit(String tag, long seed) {
    return new Audit(
        resultSet(tag).provenance().get(0),
        new Audit.Sample(
            "1%",
            Map.of("k", 3L, "Ω", "x"),
            seed,
            List.of(new TrialRange(0, 3), TrialRange.of(1L << 60))),
        Map.of("z", 1e-9),
        new Audit.Findings(
            2,
            3,
            1,
            Map.of("z", 1L, "y", 2L),
            List.of(
                new Audit.Mismatch(0, "z", -0.0, 0.0, "engine-1", "10.0.0.1:2552/1#a"),
                new Audit.Mismatch(1, "y[2]", Double.NaN, null, "engine-1", "engine-2"),
                new Audit.Mismatch(1L << 60, "status", "ok", "failed", "engine-1", "engine-2")),
            List.of("10.0.0.1")));
  }

  @Test
  void auditsAreKeptInTheirOrderAndBelongToTheirResultSet() throws Exception {
    record("t", counting(3), numbers(0, 3));
    record("u", counting(3), numbers(0, 3));
    notebook.edits().add("t", audit("t", 1));
    notebook.edits().add("t", audit("t", 2));
    notebook.edits().rename("t", "renamed");
    Audit first = audit("renamed", 1);
    Audit second = audit("renamed", 2);

    notebook = reopened(notebook);

    assertThat(resultSet("renamed").audits()).containsExactly(first, second);
    assertThat(resultSet("u").audits()).isEmpty();
    notebook.edits().delete("renamed");
    record("renamed", counting(3), numbers(0, 3));
    assertThat(resultSet("renamed").audits()).isEmpty();
    assertThatThrownBy(() -> notebook.edits().add("no", first))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("there is no result set 'no'");
  }

  @Test
  void whatIsFinishedMayBeAuditedAllTheSame() throws Exception {
    record("t", counting(3), numbers(0, 3));
    notebook.edits().finish();
    Audit audit = audit("t", 1);

    notebook.edits().add("t", audit);

    notebook = reopened(notebook);
    assertThat(resultSet("t").audits()).containsExactly(audit);
    assertThat(resultSet("t").isFinished()).isTrue();
  }

  private static void assertSame(ResultSet copy, ResultSet original) {
    assertThat(copy.description()).isEqualTo(original.description());
    assertThat(copy.attributes()).isEqualTo(original.attributes());
    assertThat(copy.studyJson()).isEqualTo(original.studyJson());
    assertThat(copy.digest()).isEqualTo(original.digest());
    assertThat(copy.created()).isEqualTo(original.created());
    assertThat(copy.provenance()).isEqualTo(original.provenance());
    assertThat(copy.audits()).isEqualTo(original.audits());
    assertThat(copy.tally()).isEqualTo(original.tally());
    assertThat(copy.pending()).isEqualTo(original.pending());
    assertThat(copy.cancelled()).isEqualTo(original.cancelled());
    assertThat(copy.isFinished()).isEqualTo(original.isFinished());
    assertThat(copy.columns())
        .extracting(column -> column.kind() + " " + column.name())
        .isEqualTo(original.columns().stream().map(c -> c.kind() + " " + c.name()).toList());
    List<Row> expected = all(original);
    List<Row> actual = all(copy);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).equals(expected.get(i)))
          .as("%s for %s", actual.get(i), expected.get(i))
          .isTrue();
    }
  }

  private static List<Row> all(ResultSet resultSet) {
    try (Stream<Row> rows = resultSet.rows(Query.ALL)) {
      return rows.toList();
    }
  }

  @Test
  void aCopyIsTheSameInThisNotebookAndInOthersAndOnTheWayBack() throws Exception {
    recordAllSorts("t");
    try (WritableNotebook other = create();
        WritableNotebook memory = MemoryNotebook.create()) {
      notebook.edits().copy(resultSet("t"), "copy");
      other.edits().copy(resultSet("t"), "copy");
      memory.edits().copy(resultSet("t"), "copy");
      notebook.edits().copy(memory.resultSet("copy").orElseThrow(), "back");

      assertSame(resultSet("copy"), resultSet("t"));
      assertSame(other.resultSet("copy").orElseThrow(), resultSet("t"));
      assertSame(memory.resultSet("copy").orElseThrow(), resultSet("t"));
      assertSame(resultSet("back"), resultSet("t"));
    }
  }

  @Test
  void aCopyIsContinuedApartFromItsOriginal() {
    record("t", counting(10), numbers(0, 4));
    notebook.edits().copy(resultSet("t"), "copy");

    record("copy", counting(10), numbers(4, 10));

    assertThat(resultSet("copy").tally()).isEqualTo(new Tally(10, 10, 0));
    assertThat(resultSet("t").tally()).isEqualTo(new Tally(10, 4, 0));
  }

  @Test
  void finishingCancelsWhatIsPending() throws Exception {
    record("t", counting(1_000_000_000L), numbers(10, 20), batch(failed(30)));
    notebook.edits().finish("t");
    notebook.edits().finish("t");

    notebook = reopened(notebook);

    ResultSet finished = resultSet("t");
    assertThat(finished.isFinished()).isTrue();
    assertThat(finished.tally()).isEqualTo(new Tally(1_000_000_000L, 10, 1, 999_999_989L));
    assertThat(finished.tally().pending()).isZero();
    assertThat(finished.tally().readyFraction()).isEqualTo(1);
    assertThat(finished.pending().isEmpty()).isTrue();
    assertThat(finished.cancelled().ranges())
        .containsExactly(
            new TrialRange(0, 10), new TrialRange(20, 30), new TrialRange(31, 1_000_000_000L));
    assertThat(rows(notebook, "t")).hasSize(11);
  }

  @Test
  void failuresThatWereToRunAgainStayWhenTheResultSetIsFinished() {
    record("t", counting(4), numbers(0, 2), batch(failed(2)));
    notebook.record("t", counting(4), RETRY).close();
    assertThat(resultSet("t").tally()).isEqualTo(new Tally(4, 2, 0));

    notebook.edits().finish("t");

    assertThat(resultSet("t").tally()).isEqualTo(new Tally(4, 2, 1, 1));
    assertThat(rows(notebook, "t")).hasSize(3);
  }

  @Test
  void nothingOfAFinishedResultSetIsEverChangedAgain() {
    record("t", counting(4), numbers(0, 2));
    record("u", counting(4), numbers(0, 2));
    notebook.edits().finish("t");
    List<Consumer<Edits>> edits =
        List.of(
            e -> e.describe("t", ""),
            e -> e.setAttribute("t", "a", 1),
            e -> e.rename("t", "x"),
            e -> e.delete("t"));

    for (Consumer<Edits> edit : edits) {
      assertThatThrownBy(() -> edit.accept(notebook.edits()))
          .isInstanceOf(NotebookException.class)
          .hasMessage(
              "the result set 't' in the notebook '"
                  + notebook.location()
                  + "' is finished: nothing of it can be changed any more; use another tag");
    }
    assertThatThrownBy(() -> notebook.record("t", counting(4), RecordOptions.DEFAULT))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("the result set 't'")
        .hasMessageContaining("is finished, and 2 of its 4 trials were cancelled then");
    record("u", counting(4), numbers(2, 4));
    assertThat(resultSet("u").tally()).isEqualTo(new Tally(4, 4, 0));
  }

  @Test
  void aFinishedResultSetThatIsCompleteIsReusedByItsStudyOnly() {
    record("t", counting(4), numbers(0, 3), batch(failed(3)));
    notebook.edits().finish("t");

    try (Recorder recorder = notebook.record("t", counting(4), RecordOptions.DEFAULT)) {
      assertThat(recorder.pending().isEmpty()).isTrue();
      assertThat(recorder.tally()).isEqualTo(new Tally(4, 3, 1));
      assertThatThrownBy(() -> recorder.record(List.of(numbers(3, 4))))
          .hasMessageContaining("is finished");
    }

    assertThat(resultSet("t").provenance()).hasSize(1);
    assertThatThrownBy(() -> notebook.record("t", counting(4), RETRY))
        .hasMessageContaining("is finished: nothing of it can be changed");
    assertThatThrownBy(() -> notebook.record("t", counting(5), RecordOptions.DEFAULT))
        .hasMessageContaining("It is finished and cannot be extended");
    assertThatThrownBy(() -> notebook.record("t", counting(4).seed(1), RecordOptions.DEFAULT))
        .hasMessageContaining("holds the results of another study");
  }

  @Test
  void nothingOfAFinishedNotebookIsEverChangedAgain() throws Exception {
    record("t", counting(4), numbers(0, 2));
    record("u", counting(4), numbers(0, 4));
    notebook.edits().finish();
    notebook.edits().finish();

    notebook = reopened(notebook);

    assertThat(notebook.isFinished()).isTrue();
    assertThat(notebook.resultSets()).allMatch(ResultSet::isFinished);
    assertThat(resultSet("t").tally()).isEqualTo(new Tally(4, 2, 0, 2));
    notebook.record("u", counting(4), RecordOptions.DEFAULT).close();
    List<Consumer<WritableNotebook>> writes =
        List.of(
            n -> n.edits().describe(""),
            n -> n.edits().setAttribute("a", 1),
            n -> n.edits().copy(resultSet("t"), "x"),
            n -> n.record("new", counting(1), RecordOptions.DEFAULT));
    for (Consumer<WritableNotebook> write : writes) {
      assertThatThrownBy(() -> write.accept(notebook))
          .isInstanceOf(NotebookException.class)
          .hasMessage(
              "the notebook '"
                  + notebook.location()
                  + "' is finished: nothing in it can be changed any more; use another notebook");
    }
    assertThatThrownBy(() -> notebook.edits().delete("t")).hasMessageContaining("is finished");
  }

  @Test
  void aResultSetThatIsBeingRecordedStaysWhereItIs() {
    try (Recorder recorder = notebook.record("t", counting(4), RecordOptions.DEFAULT)) {
      List<Consumer<Edits>> edits =
          List.of(e -> e.rename("t", "x"), e -> e.delete("t"), e -> e.finish("t"), Edits::finish);
      for (Consumer<Edits> edit : edits) {
        assertThatThrownBy(() -> edit.accept(notebook.edits()))
            .isInstanceOf(NotebookException.class)
            .hasMessage("the result set 't' is being recorded; wait until that run has ended");
      }
      notebook.edits().describe("t", "in the middle");
      recorder.record(List.of(numbers(0, 4)));
    }

    assertThat(resultSet("t").description()).isEqualTo("in the middle");
    assertThat(resultSet("t").tally()).isEqualTo(new Tally(4, 4, 0));
  }

  @Test
  void theParametersOfWhatIsRecordedAreFound() {
    Study study =
        Study.of(new Recordings.Silent())
            .with("x", 10, 9, 0.5)
            .with("y", "b", Double.NaN)
            .replicates(2)
            .seed(1);
    record("t", study, numbers(0, 12));
    record("some", counting(100), numbers(3, 6));

    assertThat(resultSet("t").parameterValues())
        .isEqualTo(Map.of("x", List.of(0.5, 9L, 10L), "y", List.of(Double.NaN, "b")));
    assertThat(resultSet("t").combinations())
        .hasSize(6)
        .contains(Map.of("x", 9L, "y", "b"), Map.of("x", 0.5, "y", Double.NaN));
    assertThat(resultSet("some").parameterValues()).isEqualTo(Map.of("k", List.of(3L, 4L, 5L)));
  }

  @Test
  void ofParametersWithTooManyValuesSoManyAreHeldAndThatIsSaid() {
    record("t", counting(100).with("m", "a", "b"), numbers(0, 200));

    assertThat(resultSet("t").parameterValues(5))
        .satisfies(
            values -> {
              assertThat(values.get("k").values()).containsExactly(0L, 1L, 2L, 3L, 4L);
              assertThat(values.get("k").isWhole()).isFalse();
              assertThat(values.get("m")).isEqualTo(new ParameterValues(List.of("a", "b"), true));
            });
    assertThat(resultSet("t").parameterValues(100).get("k").isWhole()).isTrue();
    assertThat(resultSet("t").combinations(200)).hasSize(200);
    assertThatThrownBy(() -> resultSet("t").combinations(199))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "the result set 't' has more than 199 combinations of parameters; an export has all rows"
                + " with them");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 42})
  void whatIsThereAlreadyIsKnown(long seed) {
    Study study = seed == 0 ? Study.of(new Recordings.Silent()).with("k", 1, 2) : counting(2);
    assertThat(notebook.already("t", study)).isFalse();
    record("t", study, numbers(0, 1));
    assertThat(notebook.already("t", study)).isFalse();

    record("t", study, numbers(1, 2));

    assertThat(notebook.already("t", study)).isTrue();
    assertThat(notebook.already("t", counting(3))).isFalse();
  }
}
