package org.labactors.notebook.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one who writes a notebook, as long as it is open. After a failure the connection is given up
 * and the next transaction begins with a new one, so that nothing is ever built on what a failed
 * disk may have left in memory.
 */
final class WriteSession implements AutoCloseable {

  /** What is done in a transaction. */
  interface Work<T extends @Nullable Object> {
    T in(Transaction transaction) throws SQLException;
  }

  /** A connection with a transaction, and the statements prepared on it. */
  static final class Transaction {

    private static final int MOST_STATEMENTS = 32;

    private final Connection connection;
    private final int generation;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    private Transaction(Connection connection, int generation) {
      this.connection = connection;
      this.generation = generation;
    }

    Connection connection() {
      return connection;
    }

    /** Which connection of the session it is; what was known of an earlier one may be wrong. */
    int generation() {
      return generation;
    }

    /** The statement for a text, prepared once as long as it is in use. */
    PreparedStatement prepared(String sql) throws SQLException {
      PreparedStatement statement = statements.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
        if (statements.size() > MOST_STATEMENTS) {
          Iterator<PreparedStatement> eldest = statements.values().iterator();
          eldest.next().close();
          eldest.remove();
        }
      }
      return statement;
    }

    private void close() {
      List<AutoCloseable> all = new ArrayList<>(statements.values());
      all.add(connection);
      for (AutoCloseable each : all) {
        try {
          each.close();
        } catch (Exception lost) {
          // It is given up anyway; what was committed is on disk.
        }
      }
    }
  }

  private final NotebookFile file;
  private final WriterLock lock;
  private @Nullable Transaction transaction;
  private @Nullable Object identity;
  private int generation;
  private boolean closed;

  private WriteSession(NotebookFile file, WriterLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Takes the right to write a notebook, which is created if it is not there.
   *
   * @throws org.labactors.notebook.NotebookException if another process writes it, or it cannot be
   *     written
   */
  static WriteSession open(NotebookFile file) {
    WriteSession session = new WriteSession(file, WriterLock.acquire(file.real()));
    boolean ok = false;
    try {
      session.connect(true);
      session.identity = file.identity();
      ok = true;
      return session;
    } catch (SQLException failure) {
      throw file.failure(failure);
    } finally {
      if (!ok) {
        session.close();
      }
    }
  }

  private Transaction connect(boolean create) throws SQLException {
    Transaction fresh = new Transaction(file.writer(create), ++generation);
    transaction = fresh;
    return fresh;
  }

  /**
   * Does something as a whole or not at all; when it returns it is on disk.
   *
   * @throws org.labactors.notebook.NotebookException if that cannot be done now
   */
  synchronized <T extends @Nullable Object> T transaction(Work<T> work) {
    if (closed) {
      throw new IllegalStateException("the notebook '" + file + "' is closed");
    }
    if (identity != null && !identity.equals(file.identity())) {
      throw file.moved();
    }
    boolean ok = false;
    try {
      Transaction current = transaction == null ? connect(false) : transaction;
      Sqlite.begin(current.connection);
      T result = work.in(current);
      Sqlite.commit(current.connection);
      ok = true;
      return result;
    } catch (SQLException failure) {
      throw file.failure(failure);
    } finally {
      if (!ok) {
        giveUp();
      }
    }
  }

  private void giveUp() {
    if (transaction != null) {
      try {
        Sqlite.rollBack(transaction.connection);
      } catch (SQLException rolledBackAlready) {
        // Closing does it then.
      }
      transaction.close();
      transaction = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (transaction != null) {
        Sqlite.foldLog(transaction.connection);
      }
    } catch (SQLException unfolded) {
      // The log stays beside the file; whoever opens it next reads it.
    } finally {
      giveUp();
      lock.close();
    }
  }
}
