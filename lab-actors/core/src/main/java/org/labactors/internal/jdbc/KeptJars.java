package org.labactors.internal.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.database.Sql;
import org.labactors.internal.reach.CodeNow;

/** The jars that a notebook keeps, each once. */
final class KeptJars {

  /** Larger jars are kept if that is asked for. */
  private static final long MOST_UNASKED = 20L * 1_000_000;

  private KeptJars() {}

  /**
   * Keeps the jars of a code, unless those that it came from before are kept: a jar that is built
   * anew has other bytes, and mostly the same code.
   *
   * @param number of the code in the notebook
   * @param wanted whether they are kept, if that is said
   */
  static void keep(Connection connection, int number, CodeNow code, Optional<Boolean> wanted)
      throws SQLException {
    List<CodeJar> noted = CodesTable.jarsOf(connection, number);
    boolean isOfOtherJars = !noted.isEmpty() && !noted.equals(code.jars());
    if (wanted.equals(Optional.of(false)) || (isOfOtherJars && areKept(connection, noted))) {
      return;
    }
    for (Path file : code.files()) {
      try {
        if (wanted.isPresent() || Files.size(file) <= MOST_UNASKED) {
          keep(connection, code, file);
        }
      } catch (IOException | IllegalArgumentException deletedMeanwhile) {
        // The code runs from what has been loaded; there is nothing left to be kept.
      }
    }
    if (!noted.equals(code.jars()) && areKept(connection, code.jars())) {
      CodesTable.setJars(connection, number, code.jars());
    }
  }

  private static boolean areKept(Connection connection, List<CodeJar> jars) throws SQLException {
    for (CodeJar jar : jars) {
      if (!isKept(connection, jar)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKept(Connection connection, CodeJar jar) throws SQLException {
    return Sql.isAny(connection, "SELECT 1 FROM _code_jars WHERE digest = ?", jar.digest());
  }

  private static void keep(Connection connection, CodeNow code, Path file)
      throws SQLException, IOException {
    CodeJar jar = CodeJar.of(file);
    if (code.jars().contains(jar) && !isKept(connection, jar)) {
      put(connection, jar, Files.readAllBytes(file));
    }
  }

  /** Keeps a jar that is kept with a result set of another notebook, or of this one. */
  static void copy(Connection connection, org.labactors.notebook.ResultSet original, CodeJar jar)
      throws SQLException {
    if (isKept(connection, jar)) {
      return;
    }
    try {
      Path file = Files.createTempFile("lab-kept-", ".jar");
      try {
        if (original.writeKeptJar(jar, file)) {
          put(connection, jar, Files.readAllBytes(file));
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void put(Connection connection, CodeJar jar, byte[] content) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO _code_jars VALUES (?, ?, ?)")) {
      insert.setString(1, jar.digest());
      insert.setString(2, jar.name());
      insert.setBytes(3, content);
      insert.executeUpdate();
    }
  }

  /** Writes a jar that is kept to a file; false if it is not kept. */
  static boolean write(Connection connection, CodeJar jar, Path file) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT content FROM _code_jars WHERE digest = ?")) {
      select.setString(1, jar.digest());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        Files.write(file, row.getBytes(1));
        return true;
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
