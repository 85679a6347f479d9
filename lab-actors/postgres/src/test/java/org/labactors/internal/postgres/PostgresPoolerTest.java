package org.labactors.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Row;
import org.postgresql.Driver;

/** A server behind pgbouncer. */
@Timeout(120)
final class PostgresPoolerTest {

  @TempDir Path folder;
  private final int port = FreePort.next();
  private PostgresRole role;
  private String direct;
  private String pooled;
  private @Nullable Process pooler;

  @BeforeEach
  void makeSchema() {
    PostgresServer server = PostgresServer.shared();
    role = PostgresRole.create(server);
    String url = server.newSchema();
    String schema = url.replaceFirst(".*currentSchema=", "");
    // A pooler does not hand on the schema of an address.
    role.sql(url, "GRANT USAGE, CREATE ON SCHEMA " + schema + " TO ROLE_NAME");
    role.sql(url, "ALTER ROLE ROLE_NAME SET search_path = " + schema);
    direct = role.at(server.url());
    pooled = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=any";
  }

  private void startPooler(String mode) throws Exception {
    Path program =
        Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin"))
            .map(each -> Path.of(each, "pgbouncer"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(program != null, "there is no pgbouncer here (Debian: apt-get install pgbouncer)");
    Properties address = Driver.parseURL(direct, new Properties());
    Path config =
        Files.writeString(
            folder.resolve("pgbouncer.ini"),
            """
            [databases]
            * = host=%s port=%s dbname=postgres user=%s
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = any
            pool_mode = %s
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(
                    address.getProperty("PGHOST"),
                    address.getProperty("PGPORT"),
                    role.name(),
                    port,
                    mode));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command = new ArrayList<>(List.of(String.valueOf(program)));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(config.toString());
    Path log = folder.resolve("pgbouncer.log");
    Process started =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    pooler = started;
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              assertThat(started.isAlive()).as(Files.readString(log)).isTrue();
              return answers();
            });
  }

  private boolean answers() {
    try (Connection connection = PostgresServer.connect(pooled)) {
      return connection.isValid(5);
    } catch (SQLException away) {
      return false;
    }
  }

  @AfterEach
  void stopPooler() {
    Optional.ofNullable(pooler).ifPresent(Process::destroyForcibly);
    if (role != null) { // otherwise the test was skipped
      role.close();
    }
  }

  private String held() {
    return PostgresServer.sql(direct, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'");
  }

  private static void record(String url) {
    try (JdbcNotebook notebook = Notebooks.open(url);
        Recorder recorder = notebook.record("t", counting(10), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(0, 10)));
    }
  }

  @Test
  void oneThatKeepsNoSessionIsForReadersOnly() throws Exception {
    record(direct);
    startPooler("transaction");

    assertThatThrownBy(() -> record(pooled))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("is behind a pooler that gives each transaction another session")
        .hasMessageContaining("pool_mode = session")
        .matches(failure -> !((NotebookException) failure).isTemporary());

    assertThat(held()).as("rights to write that are left").isEqualTo("0");
    try (JdbcNotebook one = Notebooks.openReadOnly(pooled);
        JdbcNotebook other = Notebooks.openReadOnly(pooled);
        Stream<Row> rows = one.resultSet("t").orElseThrow().rows(Query.ALL)) {
      assertThat(rows(other, "t")).hasSize(10);
      assertThat(rows).hasSize(10);
    }
  }

  @Test
  void oneThatKeepsNoTransactionIsNamed() throws Exception {
    record(direct);
    startPooler("statement");

    assertThatThrownBy(() -> record(pooled))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("transaction blocks not allowed in statement pooling mode")
        .hasMessageContaining("a pooler before its server does not allow it");

    assertThat(held()).as("rights to write that are left").isEqualTo("0");
  }

  @Test
  void oneThatKeepsSessionsIsAsGoodAsTheServer() throws Exception {
    startPooler("session");
    try (JdbcNotebook notebook = Notebooks.open(pooled);
        Recorder recorder = notebook.record("t", counting(10), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(0, 5)));

      assertThatThrownBy(() -> record(direct))
          .hasMessageContaining("is being written by process ")
          .matches(failure -> ((NotebookException) failure).isOccupied());
      recorder.record(List.of(numbers(5, 10)));
      assertThat(rows(notebook, "t")).hasSize(10);
    }

    await().until(() -> held().equals("0"));
    record(direct);
  }
}
