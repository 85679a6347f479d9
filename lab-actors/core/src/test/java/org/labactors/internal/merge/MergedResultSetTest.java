package org.labactors.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.ok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.TrialOutcome;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;

class MergedResultSetTest {

  private final List<Conflict> conflicts = new ArrayList<>();

  private static Part part(String location, Study study, Batch... batches) {
    WritableNotebook notebook = MemoryNotebook.create();
    try (Recorder recorder = notebook.record("t", study, RecordOptions.DEFAULT)) {
      recorder.record(List.of(batches));
    }
    return new Part(location, notebook.resultSet("t").orElseThrow());
  }

  private MergedResultSet merged(Part... parts) {
    return MergedResultSet.of(List.of(parts), Optional.empty(), conflicts::add);
  }

  private static List<Row> rows(ResultSet results) {
    try (Stream<Row> rows = results.rows(Query.ALL)) {
      return rows.toList();
    }
  }

  @Test
  void threePartsAreTheWhole() {
    ResultSet whole = part("whole", counting(30), numbers(0, 30)).results();

    MergedResultSet merged =
        merged(
            part("c", counting(30), numbers(20, 30)),
            part("a", counting(30), numbers(0, 7), numbers(12, 15)),
            part("b", counting(30), numbers(7, 12), numbers(15, 20)));

    assertThat(rows(merged)).isEqualTo(rows(whole));
    assertThat(merged.tally()).isEqualTo(whole.tally());
    assertThat(merged.digest()).isEqualTo(whole.digest());
    assertThat(merged.pending().isEmpty()).isTrue();
    assertThat(merged.columns()).isEqualTo(whole.columns());
    assertThat(conflicts).isEmpty();
    MemoryNotebook copy = MemoryNotebook.create();
    copy.edits().copy(merged, "t");
    assertThat(rows(copy.resultSet("t").orElseThrow())).isEqualTo(rows(whole));
  }

  @Test
  void whatAllLackIsPending() {
    MergedResultSet merged =
        merged(part("a", counting(10), numbers(0, 3)), part("b", counting(10), numbers(2, 5)));

    assertThat(merged.pending().ranges()).containsExactly(new TrialRange(5, 10));
    assertThat(merged.tally()).isEqualTo(new Tally(10, 5, 0));
    assertThat(merged.repeated()).isEqualTo(1);
    assertThat(rows(merged)).extracting(Row::trial).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(conflicts).isEmpty();
  }

  @Test
  void otherResultsAreAConflictUnlessOneWins() {
    Part one = part("a", counting(4), batch(ok(0, "z", 1.0), ok(1, "z", 5.0)));
    Part other = part("b", counting(4), batch(ok(1, "z", 6.0), failed(2)), numbers(3, 4));

    merged(one, other);
    assertThat(conflicts)
        .extracting(
            each -> each.row().trial(), Conflict::difference, Conflict::one, Conflict::other)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                1L, new TrialOutcome.Difference("z", 5.0, 6.0), "a", "b"));

    conflicts.clear();
    MergedResultSet merged =
        MergedResultSet.of(List.of(one, other), Optional.of("b"), conflicts::add);
    assertThat(conflicts).isEmpty();
    assertThat(rows(merged)).extracting(row -> row.results().get("z")).startsWith(1.0, 6.0, null);
    assertThat(merged.tally()).isEqualTo(new Tally(4, 3, 1));
  }

  @Test
  void aFailureThatIsToRunAgainGivesWayToAResult() {
    WritableNotebook again = MemoryNotebook.create();
    try (Recorder recorder = again.record("t", counting(2), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch(failed(0), failed(1))));
    }
    again.record("t", counting(2), RecordOptions.DEFAULT.retryingFailed()).close();
    Part failed = new Part("a", again.resultSet("t").orElseThrow());

    MergedResultSet merged = merged(failed, part("b", counting(2), batch(ok(0, "z", 2.0))));

    assertThat(conflicts).isEmpty();
    assertThat(merged.tally()).isEqualTo(new Tally(2, 1, 0));
    assertThat(merged.pending().ranges()).containsExactly(TrialRange.of(1));
    assertThat(rows(merged)).extracting(row -> row.results().get("z")).containsExactly(2.0, null);
  }

  @Test
  void anotherStudyIsRefusedButNotAnotherTimeLimit() {
    Part one = part("a", counting(4), numbers(0, 1));

    assertThatThrownBy(() -> merged(one, part("b", counting(4).seed(43), numbers(1, 2))))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("of one study in a (there) and of another in b (here)")
        .hasMessageContaining("43 here");
    MergedResultSet merged =
        merged(one, part("b", counting(4).timeout(Duration.ofSeconds(9)), numbers(1, 2)));
    assertThat(rows(merged)).hasSize(2);
  }
}
