package org.labactors.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.study.Tally;

/** What a server refuses in the middle, for a user who may not do everything. */
@Timeout(120)
final class PostgresTroubleTest {

  private PostgresRole role;
  private String url;
  private String schema;

  @BeforeEach
  void makeSchema() {
    PostgresServer server = PostgresServer.shared();
    role = PostgresRole.create(server);
    url = server.newSchema();
    schema = url.replaceFirst(".*currentSchema=", "");
    asOwner("GRANT USAGE, CREATE ON SCHEMA " + schema + " TO ROLE_NAME");
  }

  @AfterEach
  void dropRole() {
    if (role != null) { // otherwise the test was skipped
      role.close();
    }
  }

  private void asOwner(String sql) {
    role.sql(url, sql);
  }

  private JdbcNotebook open() {
    return Notebooks.open(role.at(url));
  }

  private static Recorder record(JdbcNotebook notebook) {
    return notebook.record("t", counting(100), RecordOptions.DEFAULT);
  }

  private static NotebookException refusal(Recorder recorder, Batch batch) {
    return catchThrowableOfType(NotebookException.class, () -> recorder.record(List.of(batch)));
  }

  @Test
  void theRolesLimitOnStatementsIsNotThatOfTheWriter() throws Exception {
    asOwner("ALTER ROLE ROLE_NAME SET statement_timeout = '200ms'");
    try (JdbcNotebook notebook = open();
        Recorder recorder = record(notebook);
        Connection other = PostgresServer.connect(url);
        Statement statement = other.createStatement()) {
      recorder.record(List.of(numbers(0, 10)));
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE t IN EXCLUSIVE MODE");

      CompletableFuture<Void> recording =
          CompletableFuture.runAsync(() -> recorder.record(List.of(numbers(10, 20))));
      await().until(() -> isWaitingFor("500ms"));
      other.rollback();
      recording.get();

      assertThat(recorder.tally()).isEqualTo(new Tally(100, 20, 0));
    }
  }

  private boolean isWaitingFor(String time) {
    return !PostgresServer.sql(
            url,
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = '"
                + role.name()
                + "' AND now() - query_start > '"
                + time
                + "'")
        .isEmpty();
  }

  @Test
  void theRolesLimitOnIdleSessionsDoesNotTakeTheRightToWriteAway() {
    asOwner("ALTER ROLE ROLE_NAME SET idle_session_timeout = '100ms'");
    asOwner("ALTER ROLE ROLE_NAME SET idle_in_transaction_session_timeout = '100ms'");
    try (JdbcNotebook notebook = open();
        Recorder recorder = record(notebook)) {
      await()
          .until(
              () ->
                  !PostgresServer.sql(
                          url,
                          "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'process %'"
                              + " AND usename = '"
                              + role.name()
                              + "' AND now() - state_change > '500ms'")
                      .isEmpty());

      recorder.record(List.of(numbers(0, 10)));

      assertThat(rows(notebook, "t")).hasSize(10);
    }
  }

  @Test
  void aStatementThatSomebodyCancelsMayBeTriedAgain() throws Exception {
    try (JdbcNotebook notebook = open();
        Recorder recorder = record(notebook);
        Connection other = PostgresServer.connect(url);
        Statement statement = other.createStatement()) {
      recorder.record(List.of(numbers(0, 10)));
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE t IN EXCLUSIVE MODE");
      CompletableFuture<NotebookException> refused =
          CompletableFuture.supplyAsync(() -> refusal(recorder, numbers(10, 20)));
      await().until(() -> isWaitingFor("0ms"));
      asOwner(
          "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
              + " AND usename = 'ROLE_NAME'");

      assertThat(refused.get())
          .hasMessageContaining("called a statement off")
          .matches(NotebookException::isTemporary)
          .matches(failure -> !failure.isAboutValues());
      other.rollback();
      recorder.record(List.of(numbers(10, 20)));
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 20, 0));
    }
  }

  /** A right that is taken away, what grants it again, and whose table the text has to name. */
  private static Stream<List<String>> rights() {
    return Stream.of(
        List.of("INSERT ON TABLE SCHEMA_NAME.t", "t"),
        List.of("SELECT, INSERT, DELETE ON TABLE SCHEMA_NAME.t", "t"),
        List.of("UPDATE ON TABLE SCHEMA_NAME._result_sets", "_result_sets"),
        List.of("UPDATE ON TABLE SCHEMA_NAME._pending", "_pending"));
  }

  @ParameterizedTest
  @MethodSource("rights")
  void aRightThatIsTakenAwayIsNamedWithItsTableAndRecordingGoesOnWhenItIsGranted(
      List<String> right) {
    String what = right.get(0).replace("SCHEMA_NAME", schema);
    try (JdbcNotebook notebook = open();
        Recorder recorder = record(notebook)) {
      recorder.record(List.of(numbers(0, 10)));
      asOwner("REVOKE " + what + " FROM ROLE_NAME");

      NotebookException refused = refusal(recorder, numbers(10, 20));

      assertThat(refused)
          .hasMessageContaining("permission denied for table " + right.get(1))
          .hasMessageEndingWith("Grant what is missing: GRANT " + what + " TO " + role.name())
          .matches(failure -> !failure.isAboutValues());
      asOwner("GRANT " + what + " TO ROLE_NAME");
      recorder.record(List.of(numbers(10, 20)));
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 20, 0));
      assertThat(rows(notebook, "t")).hasSize(20);
    }
  }

  @Test
  void aWriterWhoIsNotTheTablesOwnerIsToldSoWhenANewNameComes() {
    try (JdbcNotebook mine = Notebooks.open(url);
        Recorder recorder = record(mine)) {
      recorder.record(List.of(numbers(0, 10)));
    }
    asOwner("GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO ROLE_NAME");
    try (JdbcNotebook notebook = open();
        Recorder recorder = record(notebook)) {
      recorder.record(List.of(numbers(10, 20)));

      NotebookException refused = refusal(recorder, batch(ok(20, "new", 1.5)));

      assertThat(refused)
          .hasMessageContaining("must be owner of table t")
          .hasMessageContaining("Grant what is missing: GRANT ")
          .hasMessageContaining(" TO " + role.name())
          .hasMessageContaining("the owner of " + schema + ".t")
          .matches(failure -> !failure.isAboutValues());
      asOwner("ALTER TABLE t OWNER TO ROLE_NAME");
      recorder.record(List.of(batch(ok(20, "new", 1.5))));
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 21, 0));
    }
  }

  @Test
  void aReaderWithoutRightsIsToldWhichAreMissing() {
    try (JdbcNotebook mine = Notebooks.open(url);
        Recorder recorder = record(mine)) {
      recorder.record(List.of(numbers(0, 10)));
    }

    assertThatThrownBy(() -> Notebooks.openReadOnly(role.at(url)))
        .hasMessageContaining("permission denied for table _notebook")
        .hasMessageEndingWith(
            "GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + role.name());

    asOwner("REVOKE USAGE, CREATE ON SCHEMA " + schema + " FROM ROLE_NAME");
    assertThatThrownBy(() -> Notebooks.openReadOnly(role.at(url)))
        .hasMessageContaining("may not use the schema")
        .hasMessageEndingWith("GRANT USAGE ON SCHEMA " + schema + " TO " + role.name());
  }

  @Test
  void aWriterWithoutTheRightToMakeTablesIsToldSo() {
    asOwner("REVOKE CREATE ON SCHEMA " + schema + " FROM ROLE_NAME");

    assertThatThrownBy(() -> open().record("t", counting(1), RecordOptions.DEFAULT))
        .hasMessageContaining("permission denied for schema " + schema)
        .hasMessageEndingWith("GRANT CREATE ON SCHEMA " + schema + " TO " + role.name());
  }

  @Test
  void aRolesLimitOfConnectionsIsNotAServerThatIsDown() {
    asOwner("ALTER ROLE ROLE_NAME CONNECTION LIMIT 0");

    assertThatThrownBy(this::open)
        .hasMessageContaining("takes no more connections")
        .hasMessageContaining("too many connections for role")
        .hasMessageContaining("ALTER ROLE … CONNECTION LIMIT")
        .hasMessageNotContaining("not running");
  }

  @Test
  void aRuleOfTheUsersThatAValueBreaksIsAboutTheValueAndATriggerIsNot() {
    try (JdbcNotebook notebook = open();
        Recorder recorder = record(notebook)) {
      recorder.record(List.of(numbers(0, 10)));
      asOwner("ALTER TABLE t ADD CONSTRAINT guard CHECK (z < 50)");
      assertThat(refusal(recorder, numbers(49, 100))).matches(NotebookException::isAboutValues);
      recorder.record(List.of(numbers(10, 50)));

      asOwner(
          "CREATE FUNCTION "
              + schema
              + ".no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not today''; END'");
      asOwner("CREATE TRIGGER no BEFORE INSERT ON t EXECUTE FUNCTION " + schema + ".no()");
      assertThat(refusal(recorder, batch(ok(50, "z", 1.0))))
          .hasMessageContaining("not today")
          .matches(failure -> !failure.isAboutValues());
    }
  }

  @Test
  void aTrialThatSomebodyHasPutIntoTheTableCondemnsNoOther() {
    try (JdbcNotebook notebook = open();
        Recorder recorder = record(notebook)) {
      recorder.record(List.of(numbers(0, 10)));
      asOwner("INSERT INTO t (_trial) VALUES (15)");

      assertThat(refusal(recorder, numbers(10, 20)))
          .hasMessageContaining("duplicate key")
          .matches(failure -> !failure.isAboutValues());
    }
  }

  @Test
  void aResultSetThatVanishesIsMissedAndNothingOfItCondemned() {
    try (JdbcNotebook notebook = open();
        Recorder recorder = record(notebook)) {
      recorder.record(List.of(numbers(0, 10)));
      asOwner("ALTER TABLE t RENAME TO elsewhere");
      assertThat(refusal(recorder, numbers(10, 20)))
          .hasMessageContaining("relation \"t\" does not exist")
          .matches(failure -> !failure.isAboutValues());
      asOwner("ALTER TABLE elsewhere RENAME TO t");

      recorder.record(List.of(numbers(10, 20)));

      assertThat(recorder.tally()).isEqualTo(new Tally(100, 20, 0));
    }
  }
}
