package org.labactors.internal.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.labactors.internal.database.WriteSession;
import org.labactors.study.TrialRange;

/**
 * The table of the trials that are still to be recorded, one row for each range of them, as every
 * commit changes it.
 */
final class PendingTable {

  private static final String CUT_OFF =
      "UPDATE _pending SET \"end\" = ? WHERE tag = ? AND again = ? AND first = ?";

  private static final String BEGIN_LATER =
      "UPDATE _pending SET first = ? WHERE tag = ? AND again = ? AND first = ?";

  private final WriteSession.Transaction transaction;
  private final String tag;

  PendingTable(WriteSession.Transaction transaction, String tag) {
    this.transaction = transaction;
    this.tag = tag;
  }

  /** Strikes out trials, each range of which lies within one that is pending. */
  void strikeOut(boolean again, List<TrialRange> recorded) throws SQLException {
    for (TrialRange range : recorded) {
      TrialRange around = around(again, range);
      if (around.first() < range.first()) {
        update(CUT_OFF, range.first(), again, around.first());
        if (range.end() < around.end()) {
          insert(again, range.end(), around.end());
        }
      } else if (range.end() < around.end()) {
        update(BEGIN_LATER, range.end(), again, around.first());
      } else {
        delete(again, around.first());
      }
    }
  }

  private TrialRange around(boolean again, TrialRange range) throws SQLException {
    PreparedStatement select =
        transaction.prepared(
            """
            SELECT first, "end" FROM _pending WHERE tag = ? AND again = ? AND first <= ?
              ORDER BY first DESC LIMIT 1""");
    select.setString(1, tag);
    select.setInt(2, again ? 1 : 0);
    select.setLong(3, range.first());
    try (ResultSet row = select.executeQuery()) {
      if (!row.next() || row.getLong(2) < range.end()) {
        throw new SQLException("the pending trials of '" + tag + "' are not those of its rows");
      }
      return new TrialRange(row.getLong(1), row.getLong(2));
    }
  }

  private void update(String sql, long value, boolean again, long first) throws SQLException {
    PreparedStatement update = transaction.prepared(sql);
    update.setLong(1, value);
    update.setString(2, tag);
    update.setInt(3, again ? 1 : 0);
    update.setLong(4, first);
    update.executeUpdate();
  }

  private void delete(boolean again, long first) throws SQLException {
    PreparedStatement delete =
        transaction.prepared("DELETE FROM _pending WHERE tag = ? AND again = ? AND first = ?");
    delete.setString(1, tag);
    delete.setInt(2, again ? 1 : 0);
    delete.setLong(3, first);
    delete.executeUpdate();
  }

  private void insert(boolean again, long first, long end) throws SQLException {
    PreparedStatement insert = transaction.prepared("INSERT INTO _pending VALUES (?, ?, ?, ?)");
    insert.setString(1, tag);
    insert.setInt(2, again ? 1 : 0);
    insert.setLong(3, first);
    insert.setLong(4, end);
    insert.executeUpdate();
  }
}
