package org.labactors.internal.postgres;

import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.NotebookException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a PostgreSQL database is and who asks. There is no secret in it: a password comes from the
 * environment or a file, and is known to the driver only.
 *
 * @param url as the user wrote it, {@code jdbc:postgresql://host:port/database?…}
 */
record PostgresAddress(String url) {

  static final String PREFIX = "jdbc:postgresql:";

  private static final Set<String> SECRETS =
      Set.of("password", "pgpassword", "sslpassword", "sslkeypassword");

  /**
   * Reads an address.
   *
   * @throws NotebookException if it is none, or has a secret in it; the text does not show it
   */
  static PostgresAddress of(String url) {
    if (hasSecret(url)) {
      throw NotebookException.refused(
          "the notebook's address has a password in it, which would be seen in lists of processes"
              + " and in logs; leave it out, and put it into the variable PGPASSWORD, or into the"
              + " file ~/.pgpass or the one that PGPASSFILE names (host:port:database:user:password)");
    }
    Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw NotebookException.refused(
          "the notebook '"
              + url
              + "' is no address of PostgreSQL; write"
              + " jdbc:postgresql://host:5432/database?user=name");
    }
    return new PostgresAddress(url);
  }

  private static boolean hasSecret(String url) {
    String rest = url.substring(PREFIX.length());
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    if (place.indexOf('@') >= 0) {
      return true;
    }
    for (String part : (question < 0 ? "" : rest.substring(question + 1)).split("&", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (SECRETS.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What the driver needs to connect.
   *
   * @param environment gives the value of a variable, or null
   * @param seconds after so long a server that does not answer is given up
   */
  Properties properties(
      UnaryOperator<@Nullable String> environment, String applicationName, int seconds) {
    Properties properties = new Properties();
    put(properties, PGProperty.USER, environment.apply("PGUSER"));
    put(properties, PGProperty.PASSWORD, environment.apply("PGPASSWORD"));
    put(properties, PGProperty.APPLICATION_NAME, applicationName);
    put(properties, PGProperty.CONNECT_TIMEOUT, "10");
    put(properties, PGProperty.TCP_KEEP_ALIVE, "true");
    put(properties, PGProperty.SOCKET_TIMEOUT, Integer.toString(seconds));
    return properties;
  }

  private static void put(Properties properties, PGProperty property, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      property.set(properties, value);
    }
  }
}
