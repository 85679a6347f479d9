package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Breaks a connection whose server is there but does not answer any more, because it is frozen, or
 * was cut off without a word. Whatever waits for it fails then, and may be tried again with a new
 * connection.
 *
 * <p>Recording takes short steps only, so there a short silence says enough. Other statements, such
 * as those that rebuild a table, may take long.
 */
final class PostgresWatch implements AutoCloseable {

  /** No statement takes so long. */
  static final Duration ANY_STATEMENT = Duration.ofMinutes(5);

  /** Something that is done with a connection. */
  interface Step<T> {
    T run() throws SQLException;
  }

  /** Something that is sent. */
  interface Sending {
    void run() throws SQLException;
  }

  private final Duration silence;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * A watch.
   *
   * @param silence how long a server may be silent while it records
   */
  PostgresWatch(Duration silence) {
    this.silence = silence;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "lab-postgres-watch");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** How long a server may be silent before anything else is known, in whole seconds. */
  int seconds() {
    return (int) Math.max(1, silence.toSeconds());
  }

  /** From here on, each answer has to come soon. */
  void expectSoon(Connection connection) throws SQLException {
    expectWithin(connection, silence);
  }

  /** From here on, an answer may take as long as the longest statement. */
  void expectLate(Connection connection) throws SQLException {
    expectWithin(connection, ANY_STATEMENT);
  }

  /** Does something that may take long, in the midst of recording. */
  <T> T patiently(Connection connection, Step<T> step) throws SQLException {
    int before = connection.getNetworkTimeout();
    expectLate(connection);
    T result = step.run();
    connection.setNetworkTimeout(Runnable::run, before);
    return result;
  }

  private static void expectWithin(Connection connection, Duration time) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(time.toMillis()));
  }

  /**
   * Sends something. The system has no time limit for this: a server that takes nothing, but whose
   * machine is there, is waited for for ever.
   */
  void send(Connection connection, Sending sending) throws SQLException {
    ScheduledFuture<?> end =
        timer.schedule(() -> abort(connection), silence.toMillis(), TimeUnit.MILLISECONDS);
    try {
      sending.run();
    } finally {
      end.cancel(false);
    }
  }

  /** Breaks a connection at once, and does not say good-bye to the server. */
  static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException brokenAlready) {
      // That is what was wanted.
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
