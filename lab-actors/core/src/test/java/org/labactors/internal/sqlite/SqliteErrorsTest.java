package org.labactors.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.labactors.notebook.NotebookException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Every result code that SQLite has. */
final class SqliteErrorsTest {

  private static NotebookException explained(SQLException failure) {
    return SqliteErrors.explain(Path.of("n.db"), failure);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SQLITE_TOOBIG",
        "SQLITE_CONSTRAINT_CHECK",
        "SQLITE_CONSTRAINT_NOTNULL",
        "SQLITE_CONSTRAINT_UNIQUE"
      })
  void someAreAboutTheValues(SQLiteErrorCode code) {
    NotebookException explained = explained(new SQLiteException("why", code));

    assertThat(explained.isAboutValues()).isTrue();
    assertThat(explained.isTemporary()).isFalse();
    assertThat(explained).hasMessage("the notebook 'n.db' cannot hold a value: why");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {
        "SQLITE_TOOBIG",
        "SQLITE_CONSTRAINT_CHECK",
        "SQLITE_CONSTRAINT_NOTNULL",
        "SQLITE_CONSTRAINT_UNIQUE"
      })
  void allOthersCondemnNoTrial(SQLiteErrorCode code) {
    assertThat(explained(new SQLiteException("why", code)).isAboutValues()).isFalse();
    assertThat(explained(new SQLException("why", null, code.code)).isAboutValues()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SQLITE_BUSY_SNAPSHOT",
        "SQLITE_LOCKED",
        "SQLITE_PROTOCOL",
        "SQLITE_NOMEM",
        "SQLITE_IOERR_NOMEM",
        "SQLITE_IOERR_WRITE",
        "SQLITE_INTERRUPT",
        "SQLITE_ABORT",
        "SQLITE_SCHEMA",
        "SQLITE_FULL",
        "SQLITE_READONLY_DBMOVED",
        "SQLITE_CANTOPEN"
      })
  void someMayPass(SQLiteErrorCode code) {
    assertThat(explained(new SQLiteException("why", code)).isTemporary()).isTrue();
  }
}
