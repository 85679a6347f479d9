package org.labactors.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.internal.database.NotebookStore;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.Tally;

/** The database: what other programs see of it, and what is done when it is not as it should be. */
final class PostgresDatabaseTest {

  @TempDir Path folder;

  private String url;

  @BeforeEach
  void makeSchema() {
    url = PostgresServer.shared().newSchema();
  }

  private JdbcNotebook open() {
    return Notebooks.open(url);
  }

  private void record(Batch... batches) {
    try (JdbcNotebook notebook = open();
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batches));
    }
  }

  private String sql(String sql) {
    return PostgresServer.sql(url, sql);
  }

  private String types() {
    return sql(
        "SELECT column_name || ' ' || data_type FROM information_schema.columns"
            + " WHERE table_schema = current_schema() AND table_name = 't'"
            + " AND left(column_name, 1) <> '_' ORDER BY ordinal_position");
  }

  @Test
  void everyProgramReadsTheResults() {
    record(numbers(0, 60));

    assertThat(sql("SELECT count(*), min(z), max(z), sum(k) FROM t")).isEqualTo("60|0|59|1770");
    assertThat(sql("SELECT _trial, _point, _status, _end_time, _exact FROM t WHERE k = 7"))
        .isEqualTo("7|7|ok|1700000000.875|null");
    assertThat(sql("SELECT first, \"end\" FROM _pending")).isEqualTo("60|100");
  }

  @Test
  void aNotebookOfFormatThreeIsReadAsItIsAndBroughtUpToDateWhenItIsWritten() {
    record(numbers(0, 60));
    sql("DROP TABLE _audits, _codes, _code_jars, _history");
    sql("ALTER TABLE t DROP COLUMN _code");
    sql("UPDATE _notebook SET value = '3' WHERE name = 'format'");

    try (JdbcNotebook notebook = Notebooks.openReadOnly(url)) {
      ResultSet results = notebook.resultSet("t").orElseThrow();
      assertThat(rows(notebook, "t")).hasSize(60);
      assertThat(results.audits()).isEmpty();
      assertThat(results.codes()).isEmpty();
      assertThat(results.knownCodes()).isEmpty();
      assertThat(results.codeOf(3)).isEmpty();
    }
    assertThat(sql("SELECT value FROM _notebook WHERE name = 'format'")).isEqualTo("3");

    record(numbers(60, 61));

    assertThat(sql("SELECT value FROM _notebook WHERE name = 'format'")).isEqualTo("4");
    assertThat(sql("SELECT count(*), count(_code) FROM t")).isEqualTo("61|1");
  }

  @Test
  void columnsHaveTheTypesOfTheirValues() {
    record(batch(ok(0, "w", 1, "r", 0.5, "b", true, "s", "x", "a", new double[] {1, 2})));

    assertThat(types()).isEqualTo("k bigint|w bigint|r double precision|b boolean|s text|a json");
    assertThat(sql("SELECT w, r, b, s, a->>1, _exact FROM t")).isEqualTo("1|0.5|t|x|2.0|null");
  }

  @Test
  void notANumberIsOneForTheDatabaseToo() {
    record(batch(ok(0, "z", Double.NaN), ok(1, "z", -0.0), ok(2, "z", Double.NEGATIVE_INFINITY)));

    assertThat(sql("SELECT z, _exact FROM t ORDER BY _trial"))
        .isEqualTo("NaN|null|-0|null|-Infinity|null");
  }

  @Test
  void whatCellsCannotHoldIsExactBeside() {
    record(batch(ok(0, "z", 1.5, "s", "a\0b"), ok(1, "z", "text", "s", 7), ok(2, "z", 3L)));

    assertThat(sql("SELECT z, s, _exact FROM t ORDER BY _trial"))
        .isEqualTo(
            "1.5|a\uFFFDb|{\"s\":\"a\\u0000b\"}|null|7|{\"z\":\"text\",\"s\":7}|3|null|{\"z\":3}");
  }

  @Test
  void aColumnOfWholeNumbersTakesOthersAsSoonAsTheyCome() {
    long large = (1L << 53) + 1;
    record(batch(ok(0, "z", 1), ok(1, "z", large), ok(2, "z", -large)), numbers(3, 4));
    record(batch(ok(4, "z", 4L), ok(5, "z", 0.5), ok(6, "z", large), ok(7, "z", -0.0)));

    try (JdbcNotebook notebook = open()) {
      assertThat(rows(notebook, "t"))
          .extracting(row -> row.get("z"))
          .containsExactly(1L, large, -large, 3.0, 4L, 0.5, large, -0.0);
    }
    assertThat(types()).isEqualTo("k bigint|z double precision");
    assertThat(sql("SELECT z FROM t WHERE _trial IN (0, 5) ORDER BY _trial")).isEqualTo("1|0.5");
  }

  @Test
  void aViewOfTheUsersDoesNotStopAColumnFromTakingOtherNumbers() {
    record(batch(ok(0, "z", 1)));
    sql("CREATE VIEW best AS SELECT max(z) AS z FROM t");

    record(batch(ok(1, "z", 0.5)));

    try (JdbcNotebook notebook = open()) {
      assertThat(rows(notebook, "t")).extracting(row -> row.get("z")).containsExactly(1L, 0.5);
    }
    assertThat(sql("SELECT z FROM best")).isEqualTo("1");
  }

  @Test
  void namesThatAreTooLongOrThoseOfTheSystemGetOthers() {
    String name = "é".repeat(40);
    record(batch(ok(0, name + "1", 1, name + "2", 2, "xmin", 3, "CTID", 4)));

    try (JdbcNotebook notebook = open()) {
      Row row = rows(notebook, "t").get(0);
      assertThat(row.results())
          .isEqualTo(Map.of(name + "1", 1L, name + "2", 2L, "xmin", 3L, "CTID", 4L));
      ResultSet resultSet = notebook.resultSet("t").orElseThrow();
      assertThat(resultSet.columns())
          .extracting(ResultSet.ColumnInfo::column)
          .containsExactly(
              "k", "é".repeat(31), "é".repeat(28) + "_result", "xmin_result", "CTID_result");
    }
  }

  @Test
  void aTagThatIsTooLongForATableIsRefused() {
    String tag = "é".repeat(32);
    try (JdbcNotebook notebook = open()) {
      assertThatThrownBy(() -> notebook.record(tag, counting(1), RecordOptions.DEFAULT))
          .isInstanceOf(NotebookException.class)
          .hasMessage(
              "the tag '"
                  + tag
                  + "' has 64 bytes; PostgreSQL cuts names of tables at 63. Use a shorter one");
    }
  }

  @Test
  void rowsOfManyWideColumnsFitIntoAPage() {
    Object[] namesAndValues = new Object[1_000];
    for (int i = 0; i < namesAndValues.length; i += 2) {
      namesAndValues[i] = "n" + i;
      namesAndValues[i + 1] = "23 characters, no more.";
    }

    record(batch(ok(0, namesAndValues)));

    try (JdbcNotebook notebook = open()) {
      assertThat(rows(notebook, "t").get(0).results()).hasSize(500);
      assertThat(rows(notebook, "t").get(0).get("n998")).isEqualTo("23 characters, no more.");
    }
  }

  @Test
  void nothingIsCreatedBeforeSomethingIsRecorded() {
    try (JdbcNotebook notebook = open()) {
      assertThat(notebook.resultSets()).isEmpty();
      assertThat(notebook.bytes()).isZero();
    }

    assertThat(sql("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"))
        .isEqualTo("0");
  }

  @Test
  void tablesOfOthersAreLeftAlone() {
    sql("CREATE TABLE diary (day text)");
    sql("INSERT INTO diary VALUES ('Monday')");
    record(numbers(0, 3));

    try (JdbcNotebook notebook = open()) {
      assertThatThrownBy(() -> notebook.record("diary", counting(1), RecordOptions.DEFAULT))
          .hasMessageContaining("has a table, view or index 'diary' of another origin");
      assertThat(notebook.resultSets()).extracting(ResultSet::tag).containsExactly("t");
      assertThat(notebook.bytes()).isPositive();
    }
    assertThat(sql("SELECT day FROM diary")).isEqualTo("Monday");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_notebook", "_columns"})
  void aTableOfAnotherOriginWithANameOfTheNotebooksIsRefused(String table) {
    sql("CREATE TABLE " + table + " (x int)");

    assertThatThrownBy(() -> record(numbers(0, 1)))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("has a table '" + table + "' of another origin")
        .hasMessageContaining("CREATE SCHEMA lab");
    assertThat(sql("SELECT count(*) FROM " + table)).isEqualTo("0");
  }

  @Test
  void aNotebookOfANewerVersionIsRefused() {
    record(numbers(0, 1));
    sql("UPDATE _notebook SET value = '99' WHERE name = 'format'");

    assertThatThrownBy(this::open)
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("written by a newer version of this lab (its format is 99");
  }

  @Test
  void aSchemaThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> Notebooks.open(PostgresServer.shared().in("nowhere")))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("CREATE SCHEMA");
  }

  @Test
  void aSecondLabIsRefusedAsLongAsTheFirstOneWrites() {
    JdbcNotebook second = open();
    try (JdbcNotebook first = open();
        Recorder recorder = first.record("t", counting(100), RecordOptions.DEFAULT)) {
      assertThatThrownBy(() -> second.record("u", counting(1), RecordOptions.DEFAULT))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining(
              "the notebook '"
                  + url
                  + "' is being written by process "
                  + ProcessHandle.current().pid()
                  + " on ")
          .hasMessageContaining("reading is possible meanwhile")
          .matches(failure -> !((NotebookException) failure).isTemporary());
      recorder.record(List.of(numbers(60, 61)));
      assertThat(rows(second, "t")).hasSize(1);
    }

    second.record("u", counting(1), RecordOptions.DEFAULT).close();
    second.close();
  }

  @Test
  void theRightToWriteCanBeTakenBeforehandAndLetGoOf() {
    try (JdbcNotebook first = open();
        JdbcNotebook second = open()) {
      first.claim();
      assertThatThrownBy(second::claim)
          .hasMessageContaining("is being written by process ")
          .matches(failure -> ((NotebookException) failure).isOccupied());

      first.letGo();
      second.claim();

      assertThatThrownBy(first::claim)
          .hasMessageContaining("is being written by process ")
          .matches(failure -> ((NotebookException) failure).isTemporary());
    }
  }

  @Test
  void aConnectionThatBreaksIsMadeAnewAndNothingIsLost() {
    try (JdbcNotebook notebook = open();
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(0, 10)));
      assertThat(rows(notebook, "t")).hasSize(10);
      sql(
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <>"
              + " pg_backend_pid() AND (application_name LIKE 'process %' OR application_name LIKE"
              + " 'lab%')");

      assertThatThrownBy(() -> recorder.record(List.of(numbers(10, 20))))
          .hasMessageContaining("cannot be reached")
          .matches(failure -> ((NotebookException) failure).isTemporary());
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 10, 0));
      recorder.record(List.of(numbers(10, 20)));

      assertThat(rows(notebook, "t"))
          .extracting(Row::trial)
          .isEqualTo(LongStream.range(0, 20).boxed().toList());
    }
  }

  @Test
  void whoLosesTheRightToWriteMeanwhileWaitsForItAndLeavesOutWhatTheOtherRecorded() {
    try (JdbcNotebook first = open();
        Recorder recorder = first.record("t", counting(100), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(0, 10)));
      sql(
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE"
              + " 'process %'");
      try (JdbcNotebook second = open();
          Recorder other = second.record("t", counting(100), RecordOptions.DEFAULT)) {
        other.record(List.of(numbers(10, 20)));
        assertThatThrownBy(() -> recorder.record(List.of(numbers(15, 30))))
            .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> recorder.record(List.of(numbers(15, 30))))
            .hasMessageContaining("is being written by process ")
            .matches(failure -> ((NotebookException) failure).isTemporary());
      }

      recorder.record(List.of(numbers(15, 30)));

      assertThat(recorder.tally()).isEqualTo(new Tally(100, 30, 0));
      assertThat(rows(first, "t")).hasSize(30);
    }
  }

  @Test
  void aTableLockedByAnotherSessionHoldsUpRecordingAndNothingIsLost() throws Exception {
    record(numbers(0, 10));
    try (JdbcNotebook notebook = open();
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      try (Connection other = PostgresServer.connect(url);
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("LOCK TABLE t IN EXCLUSIVE MODE");
        assertThatThrownBy(() -> recorder.record(List.of(numbers(10, 20))))
            .hasMessageContaining("is locked by another session")
            .matches(failure -> ((NotebookException) failure).isTemporary());
        other.rollback();
      }

      recorder.record(List.of(numbers(10, 20)));

      assertThat(rows(notebook, "t")).hasSize(20);
    }
  }

  @Test
  void aFailureInTheMiddleOfABatchLeavesNoTrace() {
    record(numbers(0, 60));
    sql("ALTER TABLE t ADD CONSTRAINT guard CHECK (_trial <> 98)");
    try (JdbcNotebook notebook = open();
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      List<Batch> batches =
          List.of(numbers(60, 90), batch(ok(90, "late", 1), failed(91)), numbers(92, 100));
      assertThatThrownBy(() -> recorder.record(batches)).hasMessageContaining("guard");
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 60, 0));
      assertThat(rows(notebook, "t"))
          .hasSize(60)
          .noneMatch(row -> row.results().containsKey("late"));
      sql("ALTER TABLE t DROP CONSTRAINT guard");

      recorder.record(batches);

      assertThat(recorder.tally()).isEqualTo(new Tally(100, 99, 1));
      assertThat(rows(notebook, "t")).hasSize(100);
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidToBeAway() {
    assertThatThrownBy(() -> Notebooks.open("jdbc:postgresql://127.0.0.1:1/lab"))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("the notebook 'jdbc:postgresql://127.0.0.1:1/lab' cannot be reached")
        .matches(failure -> ((NotebookException) failure).isTemporary());
  }

  @Test
  void aPasswordComesFromTheEnvironmentOrAFileAndIsShownNowhere() throws Exception {
    PostgresServer server = PostgresServer.shared();
    Path rules = server.data().resolve("pg_hba.conf");
    String before = Files.readString(rules);
    Files.writeString(rules, "host all secretive 127.0.0.1/32 scram-sha-256\n" + before);
    server.sql("SELECT pg_reload_conf()");
    server.sql("DROP ROLE IF EXISTS secretive");
    server.sql("CREATE ROLE secretive LOGIN PASSWORD 'swordfish'");
    String address = server.url().replaceFirst("localhost", "127.0.0.1").replaceFirst("\\?.*", "");
    try {
      assertThat(version(address, Map.of("PGUSER", "secretive", "PGPASSWORD", "swordfish")))
          .isZero();

      assertThatThrownBy(
              () -> version(address, Map.of("PGUSER", "secretive", "PGPASSWORD", "squid")))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining("the notebook '" + address + "' refuses the connection")
          .hasMessageContaining("PGPASSWORD")
          .hasMessageNotContaining("squid");
      assertThatThrownBy(() -> version(address, Map.of("PGUSER", "secretive")))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining("PGPASSFILE")
          .matches(failure -> !((NotebookException) failure).isTemporary());

      Path passwords = Files.writeString(folder.resolve("passwords"), "*:*:*:*:swordfish\n");
      System.setProperty("org.postgresql.pgpassfile", passwords.toString());
      assertThat(version(address, Map.of("PGUSER", "secretive"))).isZero();
    } finally {
      System.clearProperty("org.postgresql.pgpassfile");
      Files.writeString(rules, before);
      server.sql("SELECT pg_reload_conf()");
      server.sql("DROP ROLE secretive");
    }
  }

  private static int version(String address, Map<String, String> environment) {
    PostgresDatabase database = PostgresDatabase.at(address, environment::get);
    int version = new NotebookStore(database).read(database::version, 0);
    database.close();
    return version;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/db?user=me&password=swordfish",
        "jdbc:postgresql://host/db?Password=swordfish",
        "jdbc:postgresql://host/db?sslpassword=swordfish",
        "jdbc:postgresql://me:swordfish@host/db"
      })
  void aPasswordInTheAddressIsRefusedAndNotShown(String address) {
    assertThatThrownBy(() -> Notebooks.open(address))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("has a password in it")
        .hasMessageContaining("PGPASSWORD")
        .hasMessageNotContaining("swordfish");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Notebooks.open("jdbc:postgresql:///a:b:c//?x"))
        .isInstanceOf(NotebookException.class);
  }
}
