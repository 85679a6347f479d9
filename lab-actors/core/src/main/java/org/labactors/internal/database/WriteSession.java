package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.NotebookException;

/**
 * The one who writes a notebook, as long as it is open. When a failure leaves a connection that
 * cannot be trusted, it is given up, and the next transaction begins with a new one.
 */
public final class WriteSession implements AutoCloseable {

  /** What is done in a transaction. */
  public interface Work<T extends @Nullable Object> {
    T in(Transaction transaction) throws SQLException;
  }

  /** A connection with a transaction, and the statements prepared on it. */
  public static final class Transaction {

    private static final int MOST_STATEMENTS = 32;

    private final Database database;
    private final Connection connection;
    private final int generation;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    private Transaction(Database database, Connection connection, int generation) {
      this.database = database;
      this.connection = connection;
      this.generation = generation;
    }

    public Database database() {
      return database;
    }

    public Connection connection() {
      return connection;
    }

    /** Which connection of the session it is; what was known of an earlier one may be wrong. */
    public int generation() {
      return generation;
    }

    /** The statement for a text, prepared once as long as it is in use. */
    public PreparedStatement prepared(String sql) throws SQLException {
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

  private final NotebookStore store;
  private final Database database;
  private final Database.WriteRight right;
  private @Nullable Transaction transaction;
  private int generation;
  private boolean closed;

  private WriteSession(NotebookStore store, Database.WriteRight right) {
    this.store = store;
    this.database = store.database();
    this.right = right;
  }

  /**
   * Takes the right to write a notebook, which is created if it is not there.
   *
   * @throws NotebookException if another process writes it, or it cannot be written
   */
  public static WriteSession open(NotebookStore store) {
    WriteSession session = new WriteSession(store, store.database().claim());
    boolean ok = false;
    try {
      session.connect();
      ok = true;
      return session;
    } catch (SQLException failure) {
      throw store.failureToWrite(failure);
    } finally {
      if (!ok) {
        session.close();
      }
    }
  }

  private Transaction connect() throws SQLException {
    Connection connection = store.writer(generation > 0);
    Transaction fresh = new Transaction(database, connection, ++generation);
    transaction = fresh;
    return fresh;
  }

  /**
   * Does something as a whole or not at all; when it returns it is on disk.
   *
   * @throws NotebookException if that cannot be done now
   */
  public synchronized <T extends @Nullable Object> T transaction(Work<T> work) {
    if (closed) {
      throw new IllegalStateException("the notebook '" + store + "' is closed");
    }
    database.requireInPlace();
    boolean ok = false;
    try {
      Transaction current = transaction == null ? connect() : transaction;
      database.begin(current.connection);
      T result = work.in(current);
      database.commit(current.connection);
      ok = true;
      return result;
    } catch (SQLException failure) {
      throw store.failureToWrite(failure);
    } catch (NotebookException refusal) {
      throw refusal;
    } catch (RuntimeException fault) {
      throw isBroken() ? broken(fault) : fault;
    } finally {
      if (!ok && transaction != null && !database.rollBack(transaction.connection)) {
        giveUp();
      }
    }
  }

  /** Whether the connection was broken off, after which its driver may fail in any way. */
  private boolean isBroken() {
    try {
      return transaction == null || transaction.connection.isClosed();
    } catch (SQLException failure) {
      return true;
    }
  }

  private NotebookException broken(RuntimeException fault) {
    return NotebookException.unavailable(
        "the connection to the notebook '" + store + "' is broken: " + fault, fault);
  }

  private void giveUp() {
    if (transaction != null) {
      transaction.close();
      transaction = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (transaction != null) {
        database.tidy(transaction.connection);
      }
    } catch (SQLException untidy) {
      // The log stays beside the file; whoever opens it next reads it.
    } finally {
      giveUp();
      right.close();
    }
  }
}
