package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How tables are made and changed. Every change becomes part of the transaction that is going on.
 */
public interface Tables {

  /** What names of columns may be, and how many columns of the user's there are at the most. */
  interface Names {

    /** As much of the name as can be the name of a column, and leaves so many bytes free. */
    String possible(String name, int free);

    /** Whether the database has a column of this name already; in lower case. */
    boolean isReserved(String folded);

    /** The most columns of the user's; beyond, values go into {@code _more}. */
    int mostColumns();
  }

  Names names();

  /** What a table of the notebook's own with a key of several columns ends with. */
  String keyed();

  /** Makes the table of a result set. */
  void create(Connection connection, ResultTable table) throws SQLException;

  /** Adds columns, which the table's layout has already. */
  void add(Connection connection, ResultTable table, List<StoredColumn> columns)
      throws SQLException;

  /**
   * Adds a column, which the table's layout has already, and in which all rows there are have the
   * same value.
   *
   * @param value as it stands in SQL
   */
  void add(Connection connection, ResultTable table, StoredColumn column, String value)
      throws SQLException;

  /**
   * Gives a column another type.
   *
   * @return false if that is not possible, because a view of the user's depends on it
   */
  boolean retype(Connection connection, ResultTable table, StoredColumn from, Cells.Type to)
      throws SQLException;

  /** Makes room for trials of several rows. */
  void allowSeveralRows(Connection connection, ResultTable table) throws SQLException;

  /** Gives the table of a result set the name of another tag. */
  void rename(Connection connection, String tag, String newTag) throws SQLException;

  /** Refuses a tag that cannot be the name of a table. */
  void check(String tag);
}
