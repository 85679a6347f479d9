package org.labactors.internal.database;

import java.sql.SQLException;

/** Puts rows of a batch into the table of its result set. */
public interface RowInserter extends AutoCloseable {

  /** Inserts the trials of the batch from one to before another, by their places in it. */
  void insert(int first, int end) throws SQLException;

  /** Inserts what still waits. */
  void flush() throws SQLException;

  /** Lets go; what was not flushed is not inserted. */
  @Override
  void close() throws SQLException;
}
