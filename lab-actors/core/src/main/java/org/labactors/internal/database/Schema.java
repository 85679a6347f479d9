package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Provenance;
import org.labactors.study.Tally;

/** The notebook's own tables, whose names start with an underscore. */
public final class Schema {

  /**
   * The format that is written. Older formats lack the last tables; a notebook of them is read as
   * if they were empty, and gets them when it is written. Before format 4, tables of results have
   * no column {@code _code}.
   */
  static final int VERSION = 4;

  private static final int OLDEST_VERSION = 2;

  /** Since which format there is a table, if not since the oldest. */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "_attributes", 3,
          "_cancelled", 3,
          "_finished", 3,
          "_audits", 4,
          "_codes", 4,
          "_code_jars", 4,
          "_history", 4);

  /** What belongs to the notebook, and to no result set. */
  private static final Set<String> OF_NOTEBOOK = Set.of("_notebook", "_codes", "_code_jars");

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
    // What concerns the notebook itself has an empty tag.
    TABLES.put(
        "_attributes",
        """
        tag TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (tag, name)""");
    TABLES.put(
        "_cancelled",
        """
        tag TEXT NOT NULL, first BIGINT NOT NULL, "end" BIGINT NOT NULL,
        PRIMARY KEY (tag, first)""");
    TABLES.put("_finished", "tag TEXT PRIMARY KEY, at TEXT NOT NULL");
    TABLES.put(
        "_audits",
        """
        tag TEXT NOT NULL, number INTEGER NOT NULL, began TEXT NOT NULL,
        recorded BIGINT NOT NULL, facts TEXT NOT NULL, code TEXT NOT NULL,
        sample TEXT NOT NULL, conditions TEXT NOT NULL, seed BIGINT NOT NULL,
        trials TEXT NOT NULL, audited BIGINT NOT NULL, differing BIGINT NOT NULL,
        other_engine BIGINT NOT NULL, other_host BIGINT NOT NULL, tolerances TEXT NOT NULL,
        names TEXT NOT NULL, mismatches TEXT NOT NULL, suspects TEXT NOT NULL,
        PRIMARY KEY (tag, number)""");
    TABLES.put(
        "_codes",
        """
        number INTEGER NOT NULL PRIMARY KEY, digest TEXT NOT NULL, since TEXT NOT NULL,
        facts TEXT NOT NULL, jars TEXT NOT NULL, parts TEXT NOT NULL, experiment TEXT""");
    TABLES.put("_code_jars", "digest TEXT PRIMARY KEY, name TEXT NOT NULL, content BYTEA NOT NULL");
    // The table with the rows is named by the number.
    TABLES.put(
        "_history",
        """
        number INTEGER NOT NULL PRIMARY KEY, tag TEXT NOT NULL, at TEXT NOT NULL,
        trials BIGINT NOT NULL""");
  }

  private static final String SELECT_RESULT_SETS =
      """
      SELECT tag, description, study, digest, seed, trials, ok, failed,
          (SELECT sum("end" - first) FROM _cancelled WHERE tag = r.tag), created, several_rows,
          (SELECT count(*) FROM _finished WHERE tag = r.tag)
        FROM _result_sets r""";

  private Schema() {}

  /** The names of the notebook's own tables. */
  public static Set<String> tables() {
    return Collections.unmodifiableSet(TABLES.keySet());
  }

  /** Whether a notebook of a version can be read and written. */
  static boolean isKnown(int version) {
    return version >= OLDEST_VERSION && version <= VERSION;
  }

  /** Makes an empty place a notebook, in the transaction that is going on. */
  static void create(Connection connection, Database database) throws SQLException {
    for (String table : TABLES.keySet()) {
      Sql.execute(connection, creation(database, table));
    }
    Sql.update(connection, "INSERT INTO _notebook VALUES ('created', ?)", Instant.now().toString());
    String provenance = ValueJson.write(CanonicalValue.of(Provenance.here()), JsonDialect.NOTEBOOK);
    Sql.update(connection, "INSERT INTO _notebook VALUES ('provenance', ?)", provenance);
    database.mark(connection, VERSION);
  }

  private static String creation(Database database, String table) {
    return "CREATE TABLE %s (%s)%s".formatted(table, TABLES.get(table), database.tables().keyed());
  }

  /** What makes the tables that a notebook of an older version lacks, in SQL. */
  static List<String> lacking(Database database, int version) {
    return TABLES.keySet().stream()
        .filter(table -> SINCE.getOrDefault(table, OLDEST_VERSION) > version)
        .map(table -> creation(database, table))
        .toList();
  }

  /** Brings a notebook of an older version up to date, in the transaction that is going on. */
  static void upgrade(Connection connection, Database database, int version) throws SQLException {
    for (String table : lacking(database, version)) {
      Sql.execute(connection, table);
    }
    for (String tag : tags(connection)) {
      if (!hasCodes(version) && database.isTaken(connection, tag)) {
        Sql.execute(
            connection,
            "ALTER TABLE " + Sql.quoted(tag) + " ADD COLUMN " + ResultTable.CODE + " INTEGER");
      }
    }
    database.mark(connection, VERSION);
  }

  /** Whether tables of results say which code made a row. */
  public static boolean hasCodes(int version) {
    return version >= SINCE.getOrDefault("_codes", VERSION);
  }

  public static String description(Connection connection) throws SQLException {
    String text = Sql.text(connection, "SELECT value FROM _notebook WHERE name = 'description'");
    return text == null ? "" : text;
  }

  public static void describe(Connection connection, String description) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO _notebook VALUES ('description', ?)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value""",
        description);
  }

  /** The tags of all result sets, in the order in which they were begun. */
  public static List<String> tags(Connection connection) throws SQLException {
    List<String> tags = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT tag FROM _result_sets ORDER BY number");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        tags.add(row.getString(1));
      }
    }
    return tags;
  }

  /** All result sets, in the order in which they were begun, with the texts of their studies. */
  public static List<StoredResultSet> resultSets(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT_RESULT_SETS + " ORDER BY number")) {
      return read(select);
    }
  }

  public static Optional<StoredResultSet> resultSet(Connection connection, String tag)
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
                new Tally(row.getLong(6), row.getLong(7), row.getLong(8), row.getLong(9)),
                Instant.parse(row.getString(10)),
                row.getBoolean(11),
                row.getLong(12) > 0));
      }
    }
    return found;
  }

  public static void insert(Connection connection, StoredResultSet added) throws SQLException {
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

  public static void describe(Connection connection, String tag, String description)
      throws SQLException {
    Sql.update(
        connection, "UPDATE _result_sets SET description = ? WHERE tag = ?", description, tag);
  }

  /** The study goes on with another time limit, or with more trials. */
  public static void replaceStudy(
      Connection connection, String tag, String study, String digest, long trials)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE _result_sets SET study = ?, digest = ?, trials = ? WHERE tag = ?",
        study,
        digest,
        trials,
        tag);
  }

  public static void count(Connection connection, String tag, long ok, long failed)
      throws SQLException {
    Sql.update(
        connection, "UPDATE _result_sets SET ok = ?, failed = ? WHERE tag = ?", ok, failed, tag);
  }

  static void haveSeveralRows(Connection connection, String tag) throws SQLException {
    Sql.update(connection, "UPDATE _result_sets SET several_rows = 1 WHERE tag = ?", tag);
  }

  /** Gives all that belongs to a result set, but its table, another tag. */
  public static void rename(Connection connection, String tag, String newTag) throws SQLException {
    for (String table : TABLES.keySet()) {
      if (!OF_NOTEBOOK.contains(table)) {
        Sql.update(connection, "UPDATE " + table + " SET tag = ? WHERE tag = ?", newTag, tag);
      }
    }
  }

  /** Deletes all that belongs to a result set, but its table. */
  public static void delete(Connection connection, String tag) throws SQLException {
    for (String table : TABLES.keySet()) {
      if (!OF_NOTEBOOK.contains(table)) {
        Sql.update(connection, "DELETE FROM " + table + " WHERE tag = ?", tag);
      }
    }
  }
}
