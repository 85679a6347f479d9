package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Sql;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** Which trials have rows, and which code made them. */
final class CodeTrials {

  /** The number of what was recorded before notebooks noted the code. */
  static final int UNKNOWN = 0;

  private CodeTrials() {}

  /** The number of the code that made a trial. */
  static int of(Connection connection, String tag, long trial) throws SQLException {
    return (int)
        Sql.whole(
            connection,
            "SELECT %s FROM %s WHERE _trial = ?".formatted(ResultTable.CODE, Sql.quoted(tag)),
            trial);
  }

  /** The trials of each code, by its number; found by the database, as ranges. */
  static Map<Integer, TrialRanges> read(Connection connection, String tag) throws SQLException {
    Map<Integer, TrialRanges> codes = new TreeMap<>();
    String sql =
        """
        SELECT code, min(trial), max(trial) + 1 FROM (
            SELECT code, trial,
                trial - row_number() OVER (PARTITION BY code ORDER BY trial) AS island
              FROM (SELECT DISTINCT coalesce(%s, %d) AS code, _trial AS trial FROM %s) AS made
          ) AS islands
          GROUP BY code, island"""
            .formatted(ResultTable.CODE, UNKNOWN, Sql.quoted(tag));
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        codes
            .computeIfAbsent(row.getInt(1), code -> new TrialRanges())
            .add(new TrialRange(row.getLong(2), row.getLong(3)));
      }
    }
    return codes;
  }
}
