package org.labactors.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A PostgreSQL server for tests: a real one, started here, or the one whose address is in the
 * variable LAB_TEST_POSTGRES, such as {@code jdbc:postgresql://localhost:5432/test?user=me}; the
 * password is in PGPASSWORD then.
 */
public final class PostgresServer implements AutoCloseable {

  private static final String GIVEN = "LAB_TEST_POSTGRES";
  private static final String LOG = "restarted.log";
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private static @Nullable PostgresServer shared;
  private static @Nullable String missing;

  private final @Nullable EmbeddedPostgres own;
  private final @Nullable Path data;
  private final String url;

  private PostgresServer(@Nullable EmbeddedPostgres own, @Nullable Path data, String url) {
    this.own = own;
    this.data = data;
    this.url = url;
  }

  /** The server that all tests of this JVM may use; skips the test if there is none. */
  public static synchronized PostgresServer shared() {
    if (missing != null) {
      throw new TestAbortedException(missing);
    }
    if (shared == null) {
      String given = System.getenv(GIVEN);
      try {
        shared = given == null ? start() : new PostgresServer(null, null, given);
      } catch (TestAbortedException none) {
        missing = none.getMessage();
        throw none;
      }
    }
    return shared;
  }

  /** A server of one's own, which can be killed; skips the test if none can be started. */
  public static PostgresServer start() {
    try {
      Path data = Files.createTempDirectory("lab-postgres-");
      EmbeddedPostgres own =
          EmbeddedPostgres.builder()
              .setDataDirectory(data.resolve("data"))
              .setLocaleConfig("locale", "C.UTF-8")
              .setLocaleConfig("encoding", "UTF8")
              .start();
      String url = own.getJdbcUrl("postgres", "postgres");
      return new PostgresServer(own, data.resolve("data"), url);
    } catch (IOException | RuntimeException impossible) {
      String reason =
          "no PostgreSQL server can be started here ("
              + impossible
              + "), and LAB_TEST_POSTGRES names none";
      throw new TestAbortedException(reason, impossible);
    }
  }

  /** Its address, with the user. */
  public String url() {
    return url;
  }

  /** The address of a schema of its own, which is new and empty. */
  public String newSchema() {
    String name = "test_" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
    sql("DROP SCHEMA IF EXISTS " + name + " CASCADE");
    sql("CREATE SCHEMA " + name);
    return in(name);
  }

  /** The address of a schema. */
  public String in(String schema) {
    return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
  }

  /** A connection, with the password of PGPASSWORD if there is one. */
  static Connection connect(String url) throws SQLException {
    Properties properties = new Properties();
    String password = System.getenv("PGPASSWORD");
    if (password != null) {
      properties.setProperty("password", password);
    }
    return DriverManager.getConnection(url, properties);
  }

  /** Does this in a database, and gives the cells of the answer, if there is one. */
  public static String sql(String url, String sql) {
    try (Connection connection = connect(url);
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
    } catch (SQLException failure) {
      throw new AssertionError(sql, failure);
    }
  }

  public String sql(String sql) {
    return sql(url, sql);
  }

  /** The folder of its data; skips the test if the server is not our own. */
  public Path data() {
    assumeTrue(data != null, "the server of LAB_TEST_POSTGRES is not ours to change");
    return data;
  }

  /** Kills it, as {@code kill -9} does. */
  public void kill() throws IOException {
    String pid = Files.readAllLines(data().resolve("postmaster.pid")).get(0).strip();
    ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
  }

  /** Starts it again after it was killed, and waits until it answers. */
  public void restart() throws Exception {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("unshare", "-U"));
    }
    Matcher words =
        Pattern.compile("\"([^\"]*)\"|(\\S+)")
            .matcher(Files.readString(data().resolve("postmaster.opts")));
    while (words.find()) {
      command.add(words.group(1) == null ? words.group(2) : words.group(1));
    }
    Path log = data().resolveSibling(LOG);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              if (answers()) {
                return true;
              }
              // The processes of the killed one may still be going away; then it ends at once.
              Process process =
                  new ProcessBuilder(command)
                      .redirectErrorStream(true)
                      .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                      .start();
              await()
                  .atMost(Duration.ofSeconds(30))
                  .pollInterval(Duration.ofMillis(100))
                  .until(() -> !process.isAlive() || answers());
              return process.isAlive();
            });
  }

  private static boolean isRoot() throws IOException {
    Process id = new ProcessBuilder("id", "-u").start();
    return new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .strip()
        .equals("0");
  }

  private boolean answers() {
    try (Connection connection = connect(url)) {
      return connection.isValid(5);
    } catch (SQLException away) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (own != null && data != null) {
      own.close();
      Files.deleteIfExists(data.resolveSibling(LOG));
      Files.deleteIfExists(data.getParent());
    }
  }
}
