package org.labactors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareInsertsTest {

  @TempDir private Path folder;

  @Test
  void theRowsAreThoseOfTheLabUnderConsecutiveNumbers() throws SQLException {
    Path notebook = folder.resolve("lab.db");
    Path bare = folder.resolve("bare.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + notebook);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE bench"
              + " (x REAL, _trial INTEGER PRIMARY KEY, _status TEXT, _exact TEXT, \"a\"\"b\" INT)");
      statement.execute("CREATE INDEX status ON bench (_status)");
      statement.execute(
          "INSERT INTO bench VALUES (1.5, 7, 'ok', NULL, 3), (NULL, 8, 'failed', NULL, 4)");
    }

    BareInserts.like(notebook, "bench").seconds(bare, 2_500, 1_200);

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bare);
        Statement statement = connection.createStatement()) {
      assertThat(text(statement, "SELECT count(*) || ' ' || max(_trial) FROM bench"))
          .isEqualTo("2500 2499");
      assertThat(
              text(statement, "SELECT count(*) || ' ' || sum(x) FROM bench WHERE _status = 'ok'"))
          .isEqualTo("1250 1875.0");
      assertThat(text(statement, "SELECT sum(\"a\"\"b\") FROM bench")).isEqualTo("8750");
      assertThat(text(statement, "SELECT count(*) FROM sqlite_master")).isEqualTo("2");
      assertThat(text(statement, "PRAGMA journal_mode")).isEqualTo("wal");
    }
  }

  @Test
  void columnsWithoutAnyValueAreLeftOut() throws SQLException {
    Path notebook = folder.resolve("lab.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + notebook);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE bench (x, _trial INTEGER PRIMARY KEY, _exact, y)");
      statement.execute("INSERT INTO bench VALUES (1.5, 7, NULL, NULL), (NULL, 8, NULL, 2)");
    }

    BareInserts bare = BareInserts.like(notebook, "bench");

    assertThat(bare.columns()).containsExactly("\"x\"", "\"_trial\"", "\"y\"");
    assertThat(bare.trialColumn()).isEqualTo(1);
    assertThat(bare.rows()).containsExactly(new Object[] {1.5, 7, null}, new Object[] {null, 8, 2});
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      return found.getString(1);
    }
  }
}
