package org.labactors.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.labactors.notebook.NotebookException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the errors of SQLite mean, by the result codes of its documentation. */
final class SqliteErrors {

  /**
   * A value is too long, or breaks a rule that the user added to the table. A trigger that refuses
   * a row, or a key that is there already, may have reasons that have nothing to do with the row.
   */
  private static final Set<SQLiteErrorCode> ABOUT_VALUES =
      Set.of(
          SQLiteErrorCode.SQLITE_TOOBIG,
          SQLiteErrorCode.SQLITE_CONSTRAINT_CHECK,
          SQLiteErrorCode.SQLITE_CONSTRAINT_NOTNULL,
          SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE);

  private SqliteErrors() {}

  /** A failure in words for the user, and whether it may pass. */
  static NotebookException explain(Path file, SQLException failure) {
    String notebook = "the notebook '" + file + "'";
    String why = String.valueOf(failure.getMessage());
    if (failure instanceof SQLiteException known && ABOUT_VALUES.contains(known.getResultCode())) {
      return NotebookException.unrecordable(notebook + " cannot hold a value: " + why, failure);
    }
    return switch (code(failure)) {
      case SQLITE_FULL ->
          NotebookException.unavailable(
              "the disk with " + notebook + " is full; make room on it", failure);
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
          NotebookException.unavailable(
              notebook + " is locked by another program; end what it does there", failure);
      case SQLITE_IOERR ->
          NotebookException.unavailable(
              notebook + " cannot be read or written: " + why + "; look after its disk", failure);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN ->
          NotebookException.unavailable(
              notebook
                  + " cannot be opened; look after the permissions of the file and its folder ("
                  + why
                  + ")",
              failure);
      case SQLITE_NOMEM ->
          NotebookException.unavailable(
              notebook + ": SQLite has no memory left; end other programs (" + why + ")", failure);
      case SQLITE_INTERRUPT, SQLITE_ABORT, SQLITE_SCHEMA ->
          NotebookException.unavailable(notebook + ": " + why, failure);
      case SQLITE_NOTADB ->
          NotebookException.refused(
              "'" + file + "' is not an SQLite file, so it is no notebook; choose another file",
              failure);
      case SQLITE_CORRUPT ->
          NotebookException.refused(
              notebook
                  + " is damaged: "
                  + why
                  + "; save what can be read with the command 'sqlite3 "
                  + file
                  + " .recover'",
              failure);
      default -> NotebookException.refused(notebook + ": " + why, failure);
    };
  }

  /** The code without what extends it. */
  private static SQLiteErrorCode code(SQLException failure) {
    int code =
        failure instanceof SQLiteException known
            ? known.getResultCode().code
            : failure.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }
}
