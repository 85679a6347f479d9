package org.labactors.internal.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.DatabaseProvider;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.library.Libraries;
import org.labactors.internal.sqlite.SqliteDatabase;
import org.labactors.internal.text.SystemText;
import org.labactors.notebook.NotebookException;
import org.labactors.study.Study;

/**
 * Opens notebooks. A notebook in a file is SQLite's; other databases are those of the {@link
 * DatabaseProvider}s on the class path.
 */
public final class Notebooks {

  private static final String POSTGRES = "jdbc:postgresql:";

  private Notebooks() {}

  /**
   * Opens a notebook, to read it and record in it. A file that is not there is created when
   * something is recorded first; from then on no other process can record in it, until this
   * notebook is closed.
   *
   * @throws NotebookException if there is something that is no notebook, or one that this version
   *     cannot read, or the permissions do not allow to write
   */
  public static JdbcNotebook open(Path file) {
    return JdbcNotebook.open(database(file, true));
  }

  /**
   * Opens a notebook, as {@link #open(Path)} does.
   *
   * @param location a file, or {@code jdbc:postgresql://host:port/database}
   */
  public static JdbcNotebook open(String location) {
    return JdbcNotebook.open(database(location, true));
  }

  /**
   * Opens a notebook to read it; nothing is created or changed.
   *
   * @throws NotebookException if it is not there, is no notebook, or cannot be read
   */
  public static JdbcNotebook openReadOnly(Path file) {
    return JdbcNotebook.openReadOnly(database(file, false));
  }

  /**
   * Opens a notebook to read it, as {@link #openReadOnly(Path)} does.
   *
   * @param location a file, or {@code jdbc:postgresql://host:port/database}
   */
  public static JdbcNotebook openReadOnly(String location) {
    return JdbcNotebook.openReadOnly(database(location, false));
  }

  /**
   * Refuses what {@link #open(String)} and recording a study would refuse, and creates nothing. Two
   * reasons are left to them: that the tag holds another study, and that another process is
   * writing.
   *
   * @param location a file, or {@code jdbc:postgresql://host:port/database}
   * @throws NotebookException if the notebook or the tag cannot be written
   * @throws IllegalArgumentException if the study cannot be recorded
   */
  public static void check(String location, String tag, Study study) {
    JdbcNotebook.check(database(location, true), tag, study);
  }

  private static Database database(Path file, boolean toWrite) {
    Libraries.check();
    return SqliteDatabase.at(file, toWrite);
  }

  private static Database database(String location, boolean toWrite) {
    Libraries.check();
    if (location.startsWith("jdbc:")) {
      return provided(location);
    }
    if (location.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
      throw NotebookException.refused(
          "the notebook '"
              + location
              + "' is an address; a notebook is a file or a database: download it, and name the file");
    }
    try {
      return database(SystemText.path(location), toWrite);
    } catch (IllegalArgumentException refusal) {
      throw NotebookException.refused("the notebook: " + refusal.getMessage(), refusal);
    }
  }

  private static Database provided(String location) {
    Optional<DatabaseProvider> provider =
        ServiceLoader.load(DatabaseProvider.class, DatabaseProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.knows(location))
            .findFirst();
    return provider.orElseThrow(() -> unknown(location)).at(location);
  }

  private static NotebookException unknown(String location) {
    String shown = location.replaceFirst("(?s)[?@].*", "…"); // without a password
    if (location.startsWith(POSTGRES)) {
      @Nullable String version = Notebooks.class.getPackage().getImplementationVersion();
      return NotebookException.refused(
          "the notebook '"
              + shown
              + "' is in PostgreSQL, and the class path lacks the library for it; add the artifact"
              + " org.labactors:lab-actors-postgres"
              + (version == null ? "" : ":" + version));
    }
    return NotebookException.refused(
        "the notebook '"
            + shown
            + "' is in a database that this lab does not know; name a file, or"
            + " jdbc:postgresql://host:5432/database");
  }
}
