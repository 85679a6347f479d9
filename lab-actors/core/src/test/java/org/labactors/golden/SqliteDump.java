package org.labactors.golden;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is in an SQLite file, cell by cell as SQLite has it, without times and places. */
final class SqliteDump {

  /**
   * What differs from run to run, the numbers of columns, and the texts that name lines of the
   * laboratory's code.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "_start_time",
          "_end_time",
          "_elapsed_time",
          "_setup_time",
          "_experiment_time",
          "_teardown_time",
          "_engine",
          "_traceback",
          "created",
          "began",
          "facts",
          "code",
          "_code",
          "at",
          "number");

  /** A traceback in the JSON of what a cell cannot hold. */
  private static final Pattern TRACEBACK =
      Pattern.compile("\"_traceback\":\"(\\\\.|[^\"\\\\])*+\"");

  /** The golden notebooks are of format 3. */
  private static final Set<String> SINCE_4 = Set.of("_audits", "_codes", "_code_jars", "_history");

  private SqliteDump() {}

  /**
   * A line for each table and index and for each row. Columns are in alphabetical order: in which
   * they appear depends on how results come together in batches.
   */
  static List<String> of(Path file) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("SELECT type, name, sql FROM sqlite_master ORDER BY name")) {
        while (row.next()) {
          if (SINCE_4.contains(row.getString(2).replace("sqlite_autoindex_", ""))) {
            continue;
          }
          if (row.getString(1).equals("table")) {
            tables.add(row.getString(2));
          }
          lines.add(row.getString(2) + " = " + inOrder(String.valueOf(row.getString(3))));
        }
      }
      for (String table : tables) {
        rows(statement, table, lines);
      }
    }
    return lines;
  }

  private static void rows(Statement statement, String table, List<String> lines)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("PRAGMA table_info(" + quoted(table) + ")")) {
      while (row.next()) {
        if (!LEFT_OUT.contains(row.getString("name"))) {
          columns.add(quoted(row.getString("name")));
        }
      }
    }
    columns.sort(null);
    String cells =
        columns.stream()
            .map("typeof(%1$s), iif(typeof(%1$s) = 'text', %1$s, quote(%1$s))"::formatted)
            .collect(Collectors.joining(", "));
    String where = table.equals("_notebook") ? " WHERE name NOT IN ('created', 'provenance')" : "";
    List<String> of = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery("SELECT " + cells + " FROM " + quoted(table) + where)) {
      while (row.next()) {
        StringBuilder line = new StringBuilder(table);
        for (int i = 0; i < columns.size(); i++) {
          line.append("; ").append(columns.get(i)).append(" = ");
          line.append(row.getString(2 * i + 1)).append(' ');
          line.append(TRACEBACK.matcher(row.getString(2 * i + 2)).replaceAll("_traceback"));
        }
        of.add(line.toString());
      }
    }
    of.sort(null);
    lines.addAll(of);
  }

  /** A table's definition with its parts in alphabetical order. */
  private static String inOrder(String definition) {
    return Stream.of(definition.replaceAll(", _code( INTEGER)?(?=[,)])", "").split(",\\s+"))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
