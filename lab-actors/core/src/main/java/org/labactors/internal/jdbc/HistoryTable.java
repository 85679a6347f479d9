package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.labactors.experiment.Status;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Sql;
import org.labactors.study.TrialRanges;

/**
 * Rows that other code made and that were to be made again. They are in a table for each time that
 * this was asked for, {@code _history_1} and so on, and the table {@code _history} lists these.
 */
final class HistoryTable {

  private HistoryTable() {}

  /**
   * Moves rows out of the table of a result set.
   *
   * @param codes the numbers of the codes that made them
   * @param trials their trials
   * @param some among which these are, in few ranges
   * @return how many of the trials were ok
   */
  static long move(
      Connection connection, String tag, List<Integer> codes, TrialRanges trials, TrialRanges some)
      throws SQLException {
    int number = 1 + (int) Sql.whole(connection, "SELECT max(number) FROM _history");
    String made =
        "coalesce(%s, %d) IN (%s) AND (%s)"
            .formatted(
                ResultTable.CODE,
                CodeTrials.UNKNOWN,
                codes.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                some.ranges().stream()
                    .map(
                        range ->
                            "_trial >= %d AND _trial < %d".formatted(range.first(), range.end()))
                    .collect(Collectors.joining(" OR ")));
    String table = Sql.quoted(tag);
    long ok =
        Sql.whole(
            connection,
            "SELECT count(DISTINCT _trial) FROM %s WHERE _status = ? AND %s".formatted(table, made),
            Status.OK.label());
    Sql.execute(
        connection,
        "CREATE TABLE %s AS SELECT * FROM %s WHERE %s".formatted(name(number), table, made));
    Sql.execute(connection, "DELETE FROM %s WHERE %s".formatted(table, made));
    Sql.update(
        connection,
        "INSERT INTO _history VALUES (?, ?, ?, ?)",
        number,
        tag,
        Instant.now().toString(),
        trials.size());
    return ok;
  }

  /**
   * Deletes the old rows of a result set; their tables, and the entries in the list.
   *
   * @return how many trials they were of
   */
  static long prune(Connection connection, String tag) throws SQLException {
    long trials = Sql.whole(connection, "SELECT sum(trials) FROM _history WHERE tag = ?", tag);
    List<Integer> numbers = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT number FROM _history WHERE tag = ?")) {
      select.setString(1, tag);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          numbers.add(row.getInt(1));
        }
      }
    }
    for (int number : numbers) {
      Sql.execute(connection, "DROP TABLE IF EXISTS " + name(number));
    }
    Sql.update(connection, "DELETE FROM _history WHERE tag = ?", tag);
    return trials;
  }

  private static String name(int number) {
    return "_history_" + number;
  }
}
