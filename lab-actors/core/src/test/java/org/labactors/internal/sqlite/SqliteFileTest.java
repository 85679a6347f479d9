package org.labactors.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.study.Tally;

/** The file: what other programs see of it, and what is done when it is not as it should be. */
final class SqliteFileTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("n.db");
  }

  private void recordSome() {
    try (JdbcNotebook notebook = Notebooks.open(file());
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(0, 60)));
    }
  }

  private String sql(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      List<String> cells = new ArrayList<>();
      try (ResultSet row = statement.getResultSet()) {
        while (row.next()) {
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            cells.add(row.getString(i));
          }
        }
      }
      return String.join("|", cells);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whoLooksWhileANotebookIsMadeFindsItEmptyOrThere() {
    for (int i = 0; i < 100; i++) {
      Path file = folder.resolve(i + ".db");
      CompletableFuture<Void> making =
          CompletableFuture.runAsync(
              () -> {
                try (JdbcNotebook notebook = Notebooks.open(file);
                    Recorder recorder = notebook.record("t", counting(1), RecordOptions.DEFAULT)) {
                  recorder.record(List.of(numbers(0, 1)));
                }
              });
      while (!making.isDone()) {
        if (Files.exists(file)) {
          try (WritableNotebook notebook = Notebooks.openReadOnly(file)) {
            assertThat(notebook.resultSet("another")).isEmpty();
          } catch (NotebookException early) {
            assertThat(early).hasMessageContaining("is empty; nothing was ever recorded in it");
          }
        }
      }
      making.join();
    }
  }

  @Test
  void afterCloseThereIsOneFileThatAnyProgramReads() throws Exception {
    recordSome();

    assertThat(files()).containsExactly("n.db");
    assertThat(sql("SELECT count(*), min(z), max(z), sum(k) FROM t")).isEqualTo("60|0.0|59.0|1770");
    assertThat(sql("SELECT _trial, _point, _status, _end_time, _exact FROM t WHERE k = 7"))
        .isEqualTo("7|7|ok|1700000000.875|null");
    assertThat(sql("SELECT first, \"end\" FROM _pending")).isEqualTo("60|100");
  }

  @Test
  void whatSqliteCannotHoldIsNullForItAndExactBeside() throws Exception {
    try (JdbcNotebook notebook = Notebooks.open(file());
        Recorder recorder = notebook.record("t", counting(3), RecordOptions.DEFAULT)) {
      recorder.record(
          List.of(batch(ok(0, "z", 1.0, "ok", true), ok(1, "z", Double.NaN), ok(2, "z", "a"))));
    }

    assertThat(sql("SELECT z, ok, _exact FROM t"))
        .isEqualTo("1.0|1|null|null|null|{\"z\":NaN}|a|null|null");
  }

  @Test
  void nothingIsCreatedBeforeSomethingIsRecorded() throws Exception {
    try (JdbcNotebook notebook = Notebooks.open(file())) {
      assertThat(notebook.resultSets()).isEmpty();
      assertThatThrownBy(() -> notebook.record("_", counting(1), RecordOptions.DEFAULT))
          .isInstanceOf(NotebookException.class);
    }

    assertThat(files()).isEmpty();
    assertThatThrownBy(() -> Notebooks.openReadOnly(file()))
        .hasMessage("there is no notebook '" + file() + "'");
  }

  @Test
  void readingLeavesTheFileAlone() throws Exception {
    recordSome();
    byte[] before = Files.readAllBytes(file());

    try (JdbcNotebook notebook = Notebooks.openReadOnly(file())) {
      assertThat(rows(notebook, "t")).hasSize(60);
      assertThatThrownBy(() -> notebook.record("t", counting(100), RecordOptions.DEFAULT))
          .hasMessage("the notebook '" + file() + "' is open for reading only");
    }

    assertThat(files()).containsExactly("n.db");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aFolderIsRefused() {
    assertThatThrownBy(() -> Notebooks.open(folder))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "the notebook '"
                + folder
                + "' is a folder; name a file in it, such as '"
                + folder.resolve("notebook.db")
                + "'");
  }

  @Test
  void aFileInAFolderThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> Notebooks.open(folder.resolve("no/n.db")))
        .hasMessageContaining("there is no folder '" + folder.resolve("no") + "'; create it");
  }

  @Test
  void aFileThatIsNotSqliteIsRefusedAndLeftAlone() throws Exception {
    Files.writeString(file(), "my diary, not a database, in any case not one of SQLite".repeat(40));
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> Notebooks.open(file()))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "'" + file() + "' is not an SQLite file, so it is no notebook; choose another file");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void anSqliteFileOfAnotherProgramIsRefusedAndLeftAlone() throws Exception {
    sql("CREATE TABLE diary (day, text)");
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> Notebooks.open(file()))
        .hasMessage(
            "'"
                + file()
                + "' is an SQLite file, but not a notebook of this lab; choose another file");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aNotebookOfANewerVersionIsRefused() throws Exception {
    recordSome();
    sql("PRAGMA user_version = 5");

    assertThatThrownBy(() -> Notebooks.open(file()))
        .hasMessageContaining("written by a newer version of this lab (its format is 5")
        .hasMessageContaining("install the newer version");
  }

  @Test
  void aNotebookOfAnOlderVersionIsRefused() throws Exception {
    recordSome();
    sql("PRAGMA user_version = 1");

    assertThatThrownBy(() -> Notebooks.open(file()))
        .hasMessageContaining("written by an older version of this lab (its format is 1")
        .hasMessageContaining("use another file");
  }

  @Test
  void aNotebookOfFormatTwoIsReadAsItIsAndBroughtUpToDateWhenItIsWritten() throws Exception {
    recordSome();
    List.of("_attributes", "_cancelled", "_finished", "_audits", "_codes", "_code_jars", "_history")
        .forEach(this::drop);
    sql("ALTER TABLE t DROP COLUMN _code");
    sql("PRAGMA user_version = 2");
    byte[] before = Files.readAllBytes(file());

    try (JdbcNotebook notebook = Notebooks.openReadOnly(file())) {
      assertThat(rows(notebook, "t")).hasSize(60);
      assertThat(notebook.attributes()).isEmpty();
      assertThat(notebook.resultSet("t").orElseThrow().isFinished()).isFalse();
      assertThat(notebook.resultSet("t").orElseThrow().tally()).isEqualTo(new Tally(100, 60, 0));
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(before);

    try (JdbcNotebook notebook = Notebooks.open(file())) {
      notebook.edits().setAttribute("t", "a", 1);
      notebook.edits().finish("t");
      assertThat(notebook.resultSet("t").orElseThrow().tally())
          .isEqualTo(new Tally(100, 60, 0, 40));
    }
    assertThat(sql("PRAGMA user_version")).isEqualTo("4");
  }

  @Test
  void aNotebookOfFormatThreeHasNoAuditsUntilOneIsNoted() throws Exception {
    recordSome();
    List.of("_audits", "_codes", "_code_jars", "_history").forEach(this::drop);
    sql("ALTER TABLE t DROP COLUMN _code");
    sql("PRAGMA user_version = 3");

    try (JdbcNotebook notebook = Notebooks.openReadOnly(file())) {
      assertThat(notebook.resultSet("t").orElseThrow().audits()).isEmpty();
    }
    assertThat(sql("PRAGMA user_version")).isEqualTo("3");

    try (JdbcNotebook notebook = Notebooks.open(file())) {
      notebook.edits().setAttribute("a", 1);
    }
    assertThat(sql("PRAGMA user_version")).isEqualTo("4");
    assertThat(sql("SELECT count(*) FROM _audits")).isEqualTo("0");
  }

  private void drop(String table) {
    try {
      sql("DROP TABLE " + table);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void anEmptyFileBecomesANotebook() throws Exception {
    Files.createFile(file());

    recordSome();

    assertThat(sql("SELECT count(*) FROM t")).isEqualTo("60");
  }

  @Test
  void aTableOfTheUsersOwnIsNotTouched() throws Exception {
    recordSome();
    sql("CREATE VIEW Best AS SELECT max(z) AS z FROM t");

    try (JdbcNotebook notebook = Notebooks.open(file())) {
      assertThatThrownBy(() -> notebook.record("best", counting(1), RecordOptions.DEFAULT))
          .hasMessageContaining("has a table, view or index 'best' of another origin");
    }
    assertThat(sql("SELECT z FROM Best")).isEqualTo("59.0");
  }

  @Test
  void aSecondLabIsRefusedAsLongAsTheFirstOneWrites() throws Exception {
    recordSome();
    Path alias = Files.createSymbolicLink(folder.resolve("alias.db"), file());
    JdbcNotebook second = Notebooks.open(alias);
    try (JdbcNotebook first = Notebooks.open(file());
        Recorder recorder = first.record("t", counting(100), RecordOptions.DEFAULT)) {
      assertThatThrownBy(() -> second.record("u", counting(1), RecordOptions.DEFAULT))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining("is being written by another lab in this program")
          .hasMessageContaining("reading is possible meanwhile");
      recorder.record(List.of(numbers(60, 61)));
      assertThat(rows(second, "t")).hasSize(61);
    }

    second.record("u", counting(1), RecordOptions.DEFAULT).close();
    second.close();
    assertThat(files()).containsExactly("alias.db", "n.db");
  }

  @Test
  void theRightToWriteCanBeTakenBeforehandAndLetGoOf() {
    try (JdbcNotebook first = Notebooks.open(file());
        JdbcNotebook second = Notebooks.open(file())) {
      first.claim();
      assertThatThrownBy(second::claim)
          .hasMessageContaining("is being written by another lab in this program")
          .matches(failure -> ((NotebookException) failure).isOccupied());

      first.letGo();
      Recorder recorder = second.record("t", counting(100), RecordOptions.DEFAULT);
      second.letGo(); // not what it is recording into

      assertThatThrownBy(first::claim)
          .matches(failure -> ((NotebookException) failure).isOccupied());
      recorder.close();
    }
  }

  @Test
  void aReaderThatTakesItsTimeDoesNotStopTheWriter() throws Exception {
    recordSome();
    try (JdbcNotebook notebook = Notebooks.open(file());
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement();
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      other.setAutoCommit(false);
      try (ResultSet slow = statement.executeQuery("SELECT z FROM t")) {
        slow.next();
        recorder.record(List.of(numbers(60, 100)));

        assertThat(rows(notebook, "t")).hasSize(100);
      }
    }
  }

  @Test
  void whileAnotherProgramLocksTheFileNothingIsRecordedAndNothingLost() throws Exception {
    recordSome();
    try (JdbcNotebook notebook = Notebooks.open(file());
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> recorder.record(List.of(numbers(50, 70))))
            .hasMessage(
                "the notebook '"
                    + file()
                    + "' is locked by another program; end what it does there")
            .matches(failure -> ((NotebookException) failure).isTemporary());
        assertThat(recorder.tally()).isEqualTo(new Tally(100, 60, 0));
        statement.execute("ROLLBACK");
      }

      recorder.record(List.of(numbers(50, 70)));

      assertThat(recorder.tally()).isEqualTo(new Tally(100, 70, 0));
      assertThat(rows(notebook, "t", Query.SUCCESSFUL)).hasSize(70);
    }
  }

  @Test
  void aNotebookThatIsMovedAwayTakesNothingUntilItIsBack() throws Exception {
    Path elsewhere = folder.resolve("elsewhere.db");
    try (JdbcNotebook notebook = Notebooks.open(file());
        Recorder recorder = notebook.record("t", counting(10), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(0, 5)));
      Files.move(file(), elsewhere);
      assertThatThrownBy(() -> recorder.record(List.of(numbers(5, 10))))
          .hasMessageContaining("has been moved, deleted or replaced while it was written")
          .matches(failure -> ((NotebookException) failure).isTemporary());
      Files.move(elsewhere, file(), StandardCopyOption.ATOMIC_MOVE);

      recorder.record(List.of(numbers(5, 10)));

      assertThat(rows(notebook, "t")).hasSize(10);
    }
  }

  @Test
  void aFailureInTheMiddleOfABatchLeavesNoTrace() throws Exception {
    recordSome();
    sql(
        "CREATE TRIGGER guard BEFORE INSERT ON t WHEN new._trial = 98 BEGIN SELECT raise(ABORT, 'no 98'); END");
    try (JdbcNotebook notebook = Notebooks.open(file());
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      List<org.labactors.internal.recording.Batch> batches =
          List.of(numbers(60, 90), batch(ok(90, "late", 1), failed(91)), numbers(92, 100));
      assertThatThrownBy(() -> recorder.record(batches)).hasMessageContaining("no 98");
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 60, 0));
      assertThat(recorder.pending().size()).isEqualTo(40);
      assertThat(rows(notebook, "t"))
          .hasSize(60)
          .noneMatch(row -> row.results().containsKey("late"));
      sql("DROP TRIGGER guard");

      recorder.record(batches);

      assertThat(recorder.tally()).isEqualTo(new Tally(100, 99, 1));
      assertThat(rows(notebook, "t")).hasSize(100);
    }
  }

  @Test
  void whereNothingMayBeWrittenOneCanStillRead() throws Exception {
    recordSome();
    assertThat(file().toFile().setReadOnly()).isTrue();
    assertThat(folder.toFile().setWritable(false)).isTrue();
    assumeFalse(Files.isWritable(file()), "permissions mean nothing to root");
    try (JdbcNotebook notebook = Notebooks.openReadOnly(file())) {
      assertThat(rows(notebook, "t")).hasSize(60);
      assertThatThrownBy(() -> Notebooks.open(file()))
          .hasMessageContaining("no permission to write the notebook '" + file() + "'");
    } finally {
      assertThat(folder.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void columnsAreNamedAfterWhatTheyHoldAsFarAsPossible() throws Exception {
    try (JdbcNotebook notebook = Notebooks.open(file());
        Recorder recorder = notebook.record("t", counting(2), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch(ok(0, "select", 1, "K", 2, "k", 3, "Z", 4, "z", 5))));
    }

    assertThat(sql("SELECT name, \"column\" FROM _columns ORDER BY number"))
        .isEqualTo("k|k|select|select|K|K_result|k|k_result_2|Z|Z|z|z_result");
  }
}
