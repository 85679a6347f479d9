package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.labactors.internal.recording.Column;
import org.labactors.internal.recording.ColumnBuilder;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet.Kind;

/**
 * The table of one result set: a row for each trial, in the order of trials; from the first trial
 * with several rows on, with {@code _row} as the second part of its key. Changes of the table
 * become part of the transaction that is going on.
 */
public final class ResultTable {

  /** The lab's own columns that rows are read from, in order, but {@code _row}. */
  public static final List<String> OWN =
      List.of(
          "_trial",
          "_point",
          "_replicate",
          "_status",
          "_start_time",
          "_end_time",
          "_elapsed_time",
          "_setup_time",
          "_experiment_time",
          "_teardown_time",
          "_engine",
          "_attempt",
          "_exception",
          "_traceback",
          "_exact",
          "_more");

  /** The number of the code that made a row; tables of older notebooks may have none. */
  public static final String CODE = "_code";

  /** All of the lab's own columns of a table, in order, but {@code _row}. */
  public static final List<String> STORED = Stream.concat(OWN.stream(), Stream.of(CODE)).toList();

  private final Database database;
  private final String tag;
  private final Layout layout;
  private boolean severalRows;
  private boolean empty;
  private OptionalInt code = OptionalInt.empty();

  /**
   * The table as it is.
   *
   * @param empty whether it has no rows
   */
  public ResultTable(
      Database database, String tag, Layout layout, boolean severalRows, boolean empty) {
    this.database = database;
    this.tag = tag;
    this.layout = layout;
    this.severalRows = severalRows;
    this.empty = empty;
  }

  /**
   * The table of a result set.
   *
   * @param again whether there are rows that are to be replaced, which the tally does not count
   */
  public static ResultTable read(
      Connection connection, Database database, StoredResultSet resultSet, boolean again)
      throws SQLException {
    return new ResultTable(
        database,
        resultSet.tag(),
        ColumnsTable.read(connection, database, resultSet.tag()),
        resultSet.severalRows(),
        resultSet.tally().recorded() == 0 && !again);
  }

  /** A copy to be changed, and thrown away if the transaction fails. */
  public ResultTable copy() {
    ResultTable copy = new ResultTable(database, tag, layout.copy(), severalRows, empty);
    copy.code = code;
    return copy;
  }

  /** Says which code has made the rows that are written from now on, if that is known. */
  public ResultTable madeBy(OptionalInt number) {
    code = number;
    return this;
  }

  /** The number of the code that makes the rows that are written. */
  public OptionalInt code() {
    return code;
  }

  /** Its name as it stands in SQL. */
  public String quotedName() {
    return Sql.quoted(tag);
  }

  public String tag() {
    return tag;
  }

  public Layout layout() {
    return layout;
  }

  public boolean hasSeveralRows() {
    return severalRows;
  }

  public boolean isEmpty() {
    return empty;
  }

  /** From now on it has rows. */
  public void filled() {
    empty = false;
  }

  public void create(Connection connection) throws SQLException {
    database.tables().create(connection, this);
  }

  /** Gives every name a column that can take its values, as far as there is room. */
  public void makeRoom(Connection connection, Kind kind, List<Column> named) throws SQLException {
    List<StoredColumn> added = new ArrayList<>();
    for (Column column : named) {
      StoredColumn there = layout.find(kind, column.name());
      if (there == null) {
        Cells.Type type = database.cells().typeFor(Cells.Type.UNKNOWN, column);
        StoredColumn fresh = layout.add(kind, column.name(), type);
        if (fresh != null) {
          added.add(fresh);
          ColumnsTable.put(connection, tag, fresh);
        }
      } else {
        adapt(connection, there, database.cells().typeFor(there.type(), column));
      }
    }
    if (!added.isEmpty()) {
      database.tables().add(connection, this, added);
    }
  }

  /**
   * Gives a parameter a column, in which all rows there are have the same value. They are not
   * written anew as a rule.
   *
   * @throws NotebookException if there is no room, or the value cannot stand in a column by itself
   */
  public void addParameter(Connection connection, String name, Object value) throws SQLException {
    ColumnBuilder values = new ColumnBuilder(name);
    values.add(value);
    Cells.Type type = database.cells().typeFor(Cells.Type.UNKNOWN, values.build());
    String literal =
        database.cells().readsBack(value, type)
            ? Sql.literal(database.cells().stored(value, type))
            : null;
    StoredColumn added = layout.add(Kind.PARAMETER, name, type);
    if (literal == null || added == null) {
      throw NotebookException.refused(
          "assume { %s = %s }: %s"
              .formatted(
                  name,
                  value,
                  added == null
                      ? "the table '" + tag + "' has no room for a parameter more"
                      : "rows that are recorded cannot be given this value; use a finite number, a string or a boolean"));
    }
    ColumnsTable.put(connection, tag, added);
    Object stored = database.cells().stored(value, type);
    if (Sql.isAny(connection, "SELECT 1 WHERE " + literal + " = ?", stored)) {
      database.tables().add(connection, this, added, literal);
    } else { // a database may read the digits of a number not quite as they were meant
      database.tables().add(connection, this, List.of(added));
      Sql.update(
          connection,
          "UPDATE %s SET %s = ?".formatted(quotedName(), Sql.quoted(added.column())),
          stored);
    }
  }

  private void adapt(Connection connection, StoredColumn there, Cells.Type wanted)
      throws SQLException {
    if (wanted != there.type() && database.tables().retype(connection, this, there, wanted)) {
      StoredColumn typed = there.as(wanted);
      layout.put(typed);
      ColumnsTable.put(connection, tag, typed);
    }
  }

  /** Makes room for trials of several rows, if there is none yet. */
  public void allowSeveralRows(Connection connection) throws SQLException {
    if (severalRows) {
      return;
    }
    severalRows = true;
    Schema.haveSeveralRows(connection, tag);
    database.tables().allowSeveralRows(connection, this);
  }
}
