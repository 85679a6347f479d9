package org.labactors.notebook.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Status;
import org.labactors.notebook.PendingTrials;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** The notebook's own tables, whose names start with an underscore. */
final class Schema {

  static final int VERSION = 2;

  /** The notebook's own tables; what of them is keyed by several columns ends differently. */
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("_notebook", "name TEXT PRIMARY KEY, value TEXT NOT NULL");
    TABLES.put(
        "_result_sets",
        """
        number BIGINT PRIMARY KEY, tag TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
        study TEXT NOT NULL, digest TEXT NOT NULL, seed BIGINT NOT NULL,
        trials BIGINT NOT NULL, ok BIGINT NOT NULL, failed BIGINT NOT NULL,
        created TEXT NOT NULL, several_rows INTEGER NOT NULL""");
    TABLES.put(
        "_provenance",
        """
        tag TEXT NOT NULL, number INTEGER NOT NULL, began TEXT NOT NULL,
        recorded BIGINT NOT NULL, facts TEXT NOT NULL, code TEXT NOT NULL,
        PRIMARY KEY (tag, number)""");
    TABLES.put(
        "_columns",
        """
        tag TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
        exact_name TEXT, "column" TEXT NOT NULL, type TEXT NOT NULL,
        PRIMARY KEY (tag, number)""");
    TABLES.put(
        "_pending",
        """
        tag TEXT NOT NULL, again INTEGER NOT NULL, first BIGINT NOT NULL,
        "end" BIGINT NOT NULL, PRIMARY KEY (tag, again, first)""");
  }

  private static final String SELECT_RESULT_SETS =
      """
      SELECT tag, description, study, digest, seed, trials, ok, failed, created, several_rows
        FROM _result_sets""";

  private Schema() {}

  /** The names of the notebook's own tables. */
  static Set<String> tables() {
    return Collections.unmodifiableSet(TABLES.keySet());
  }

  /** Makes an empty place a notebook, in the transaction that is going on. */
  static void create(Connection connection, Database database) throws SQLException {
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      Sql.execute(
          connection,
          "CREATE TABLE %s (%s)%s"
              .formatted(table.getKey(), table.getValue(), database.tables().keyed()));
    }
    Sql.update(connection, "INSERT INTO _notebook VALUES ('created', ?)", Instant.now().toString());
    String provenance = ExactJson.write(CanonicalValue.of(Provenance.here()));
    Sql.update(connection, "INSERT INTO _notebook VALUES ('provenance', ?)", provenance);
    database.mark(connection, VERSION);
  }

  static List<StoredResultSet> resultSets(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT_RESULT_SETS + " ORDER BY number")) {
      return read(select);
    }
  }

  static Optional<StoredResultSet> resultSet(Connection connection, String tag)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT_RESULT_SETS + " WHERE tag = ?")) {
      select.setString(1, tag);
      return read(select).stream().findFirst();
    }
  }

  private static List<StoredResultSet> read(PreparedStatement select) throws SQLException {
    List<StoredResultSet> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(
            new StoredResultSet(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                new Tally(row.getLong(6), row.getLong(7), row.getLong(8)),
                Instant.parse(row.getString(9)),
                row.getBoolean(10)));
      }
    }
    return found;
  }

  static void insert(Connection connection, StoredResultSet added) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO _result_sets (number, tag, description, study, digest, seed, trials, ok,
          failed, created, several_rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        1 + Sql.whole(connection, "SELECT max(number) FROM _result_sets"),
        added.tag(),
        added.description(),
        added.study(),
        added.digest(),
        added.seed(),
        added.tally().trials(),
        added.tally().ok(),
        added.tally().failed(),
        added.created().toString(),
        added.severalRows() ? 1 : 0);
  }

  static void describe(Connection connection, String tag, String description) throws SQLException {
    Sql.update(
        connection, "UPDATE _result_sets SET description = ? WHERE tag = ?", description, tag);
  }

  static void count(Connection connection, String tag, long ok, long failed) throws SQLException {
    Sql.update(
        connection, "UPDATE _result_sets SET ok = ?, failed = ? WHERE tag = ?", ok, failed, tag);
  }

  static void haveSeveralRows(Connection connection, String tag) throws SQLException {
    Sql.update(connection, "UPDATE _result_sets SET several_rows = 1 WHERE tag = ?", tag);
  }

  static Layout layout(Connection connection, Database database, String tag) throws SQLException {
    List<StoredColumn> columns = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT number, kind, name, exact_name, "column", type FROM _columns WHERE tag = ?
              ORDER BY number""")) {
      select.setString(1, tag);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String exactName = row.getString(4);
          columns.add(
              new StoredColumn(
                  row.getInt(1),
                  Kind.ofWord(row.getString(2)),
                  exactName == null ? row.getString(3) : String.valueOf(ExactJson.read(exactName)),
                  row.getString(5),
                  Cells.Type.valueOf(row.getString(6).toUpperCase(Locale.ROOT))));
        }
      }
    }
    return new Layout(database.tables().names(), columns);
  }

  static void put(Connection connection, String tag, StoredColumn column) throws SQLException {
    boolean storable = ExactJson.isUnicode(column.name()) && column.name().indexOf('\0') < 0;
    Sql.update(
        connection,
        """
        INSERT INTO _columns VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (tag, number) DO UPDATE SET type = excluded.type""",
        tag,
        column.number(),
        column.kind().word(),
        storable ? column.name() : column.column(),
        storable ? null : ExactJson.write(column.name()),
        column.column(),
        column.type().name().toLowerCase(Locale.ROOT));
  }

  static PendingTrials pending(Connection connection, String tag) throws SQLException {
    PendingTrials pending = PendingTrials.upTo(0);
    try (PreparedStatement select =
        connection.prepareStatement("SELECT again, first, \"end\" FROM _pending WHERE tag = ?")) {
      select.setString(1, tag);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          (row.getBoolean(1) ? pending.again() : pending.fresh())
              .add(new TrialRange(row.getLong(2), row.getLong(3)));
        }
      }
    }
    return pending;
  }

  static void addPending(Connection connection, String tag, boolean again, TrialRanges trials)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO _pending VALUES (?, ?, ?, ?)")) {
      for (TrialRange range : trials.ranges()) {
        insert.setString(1, tag);
        insert.setInt(2, again ? 1 : 0);
        insert.setLong(3, range.first());
        insert.setLong(4, range.end());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Makes failed trials pending again, beside those that are already. */
  static void markAgain(Connection connection, String tag, TrialRanges failed) throws SQLException {
    TrialRanges again = pending(connection, tag).again();
    Sql.update(connection, "DELETE FROM _pending WHERE tag = ? AND again = 1", tag);
    again.addAll(failed);
    addPending(connection, tag, true, again);
  }

  /** The trials that are recorded with any other status than ok. */
  static TrialRanges failed(Connection connection, String tag) throws SQLException {
    TrialRanges failed = new TrialRanges();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT DISTINCT _trial FROM " + Sql.quoted(tag) + " WHERE _status <> ?")) {
      select.setString(1, Status.OK.label());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          failed.add(TrialRange.of(row.getLong(1)));
        }
      }
    }
    return failed;
  }
}
