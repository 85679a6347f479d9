package org.labactors.internal.postgres;

import java.util.concurrent.atomic.AtomicInteger;

/** A user of the server for a test, who may do as much as the test lets them. */
public final class PostgresRole implements AutoCloseable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final PostgresServer server;
  private final String name =
      "role_" + ProcessHandle.current().pid() + "_" + NUMBERS.incrementAndGet();

  private PostgresRole(PostgresServer server) {
    this.server = server;
    server.sql("CREATE ROLE " + name + " LOGIN");
  }

  /** A new one, without a password; skips the test if the server is not our own. */
  public static PostgresRole create(PostgresServer server) {
    server.data();
    return new PostgresRole(server);
  }

  public String name() {
    return name;
  }

  /** The same address for this user. */
  public String at(String url) {
    return url.replaceFirst("user=[^&]*", "user=" + name);
  }

  /**
   * Does this in a database as the owner of everything, with ROLE_NAME for the name of this user.
   */
  public void sql(String url, String sql) {
    PostgresServer.sql(url, sql.replace("ROLE_NAME", name));
  }

  @Override
  public void close() {
    server.sql(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '"
            + name
            + "'");
    server.sql("DROP OWNED BY " + name + " CASCADE");
    server.sql("DROP ROLE " + name);
  }
}
