package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.labactors.experiment.Status;
import org.labactors.internal.database.Sql;
import org.labactors.notebook.PendingTrials;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * The trials that are still to be recorded and those that never will be, as ranges in their tables;
 * how every commit strikes some out is in {@link PendingTable}.
 */
final class PendingRanges {

  private PendingRanges() {}

  static PendingTrials read(Connection connection, String tag) throws SQLException {
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

  static void add(Connection connection, String tag, boolean again, TrialRanges trials)
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
    TrialRanges again = read(connection, tag).again();
    Sql.update(connection, "DELETE FROM _pending WHERE tag = ? AND again = 1", tag);
    again.addAll(failed);
    add(connection, tag, true, again);
  }

  /**
   * Makes trials pending that have no rows any more.
   *
   * @param before what is pending now
   */
  static void makeFresh(Connection connection, String tag, PendingTrials before, TrialRanges trials)
      throws SQLException {
    Sql.update(connection, "DELETE FROM _pending WHERE tag = ?", tag);
    before.again().removeAll(trials);
    before.fresh().addAll(trials);
    add(connection, tag, false, before.fresh());
    add(connection, tag, true, before.again());
  }

  /** Cancels what is pending; what was to replace a failure leaves the failure as it is. */
  static PendingTrials cancel(Connection connection, String tag) throws SQLException {
    PendingTrials pending = read(connection, tag);
    Sql.update(connection, "DELETE FROM _pending WHERE tag = ?", tag);
    addCancelled(connection, tag, pending.fresh());
    return pending;
  }

  static void addCancelled(Connection connection, String tag, TrialRanges trials)
      throws SQLException {
    for (TrialRange range : trials.ranges()) {
      Sql.update(
          connection, "INSERT INTO _cancelled VALUES (?, ?, ?)", tag, range.first(), range.end());
    }
  }

  static TrialRanges cancelled(Connection connection, String tag) throws SQLException {
    TrialRanges cancelled = new TrialRanges();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT first, \"end\" FROM _cancelled WHERE tag = ?")) {
      select.setString(1, tag);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          cancelled.add(new TrialRange(row.getLong(1), row.getLong(2)));
        }
      }
    }
    return cancelled;
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
