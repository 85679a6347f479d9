package org.labactors.internal.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ColumnScan;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.RowInserter;
import org.labactors.internal.database.RowSource;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.database.Tables;
import org.labactors.internal.database.WriteSession;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ScannedRow;

/** A notebook in an SQLite file. */
public final class SqliteDatabase implements Database {

  /** {@code LAct} in ASCII: the mark of a notebook in the header of its file. */
  static final int APPLICATION = 0x4C416374;

  private final NotebookFile file;
  private final Cells cells = new SqliteCells();
  private final Tables tables = new SqliteTables();

  /** Which file is being written; null if none is, or the system cannot tell. */
  private volatile @Nullable Object identity;

  private SqliteDatabase(NotebookFile file) {
    this.file = file;
  }

  /**
   * The file at a path, which need not exist yet; its folder must.
   *
   * @throws NotebookException if there is something else, or its permissions do not allow it
   */
  public static SqliteDatabase at(Path file, boolean toWrite) {
    SqliteLibrary.load();
    return new SqliteDatabase(NotebookFile.at(file, toWrite));
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public Cells cells() {
    return cells;
  }

  @Override
  public Tables tables() {
    return tables;
  }

  @Override
  public RowInserter inserter(
      WriteSession.Transaction transaction, ResultTable table, RowSource rows) {
    return new SqliteRows(transaction, table, rows);
  }

  @Override
  public boolean exists() {
    return file.exists();
  }

  @Override
  public long bytes() throws SQLException {
    try {
      return file.bytes();
    } catch (IOException unreadable) {
      throw new SQLException("its size cannot be read", unreadable);
    }
  }

  @Override
  public int version(Connection connection) throws SQLException {
    Sqlite.Header header = Sqlite.header(connection);
    if (header.application() == APPLICATION) {
      return header.version();
    }
    if (header.application() != 0 || header.version() != 0 || header.objects() > 0) {
      throw NotebookException.refused(
          "'" + file + "' is an SQLite file, but not a notebook of this lab; choose another file");
    }
    return 0;
  }

  @Override
  public void mark(Connection connection, int version) throws SQLException {
    Sqlite.mark(connection, APPLICATION, version);
  }

  @Override
  public boolean isTaken(Connection connection, String name) throws SQLException {
    return Sql.isAny(connection, "SELECT 1 FROM sqlite_schema WHERE lower(name) = lower(?)", name);
  }

  @Override
  public Connection connectToRead() throws SQLException {
    return Sqlite.openToRead(nameInUse().orElse(file.real()));
  }

  @Override
  public void beginToRead(Connection connection) throws SQLException {
    Sql.execute(connection, "PRAGMA query_only = 1");
    connection.setAutoCommit(false);
  }

  @Override
  public void pretend(Connection connection, List<String> tables) throws SQLException {
    for (String table : tables) {
      Sql.execute(connection, "CREATE TEMPORARY " + table.substring("CREATE ".length()));
    }
  }

  @Override
  public int rowsAtOnce(Connection connection, StoredResultSet resultSet) {
    return 0;
  }

  @Override
  public void scan(Connection connection, ColumnScan scan, Consumer<ScannedRow> visitor)
      throws SQLException {
    SqliteScan.run(connection, scan, visitor);
  }

  @Override
  public void release(Connection connection) throws SQLException {
    connection.close();
  }

  @Override
  public WriteRight claim() {
    return WriterLock.acquire(file);
  }

  @Override
  public Connection connectToWrite(boolean again) throws SQLException {
    requireThisName();
    Connection connection = Sqlite.openToWrite(file.real(), !again);
    if (!again) {
      identity = null;
    }
    return connection;
  }

  @Override
  public void prepareToWrite(Connection connection) throws SQLException {
    Sqlite.prepareToWrite(connection);
    if (identity == null) {
      identity = file.identity();
    }
    if (file.links() == 1) {
      Sqlite.keepLog(connection);
    } else if (!Sqlite.becomeAlone(connection)) {
      throw NotebookException.occupied(
          "the notebook '"
              + file
              + "' has another name (a hard link), and is in use under that one, or is being read;"
              + " wait until that is done");
    }
  }

  /**
   * A file with several names is locked as a whole until this is written; then nobody who has found
   * it under another name goes on.
   */
  @Override
  public void noteWriter(Connection connection) throws SQLException {
    Sqlite.begin(connection);
    Optional<WriterNote> left = WriterNote.read(connection);
    left.ifPresent(note -> note.requireComplete(file));
    WriterNote now = WriterNote.of(file);
    if (!left.equals(Optional.of(now))) {
      now.put(connection);
    }
    Sqlite.commit(connection);
    Sqlite.keepLog(connection);
    Sqlite.copyLog(connection);
  }

  /** Refuses a file that is being written, or was left in the middle, under another name. */
  private void requireThisName() {
    Optional<Path> other = nameInUse();
    Optional<String> writer = other.flatMap(WriterLock::writerOf);
    if (writer.isPresent()) {
      throw NotebookException.occupied(
          "the notebook '"
              + file
              + "' is being written by "
              + writer.get()
              + ", under its other name '"
              + other.orElseThrow()
              + "'; wait until that is done, or use another notebook");
    }
    if (other.isPresent()) {
      throw WriterNote.leftAs(file, other.get());
    }
  }

  /** The name under which the file is being written or was left, if that is another one. */
  private Optional<Path> nameInUse() {
    return WriterLock.otherNameHere(file)
        .or(
            () ->
                file.links() > 1
                    ? WriterNote.peek(file).flatMap(note -> note.otherNameOf(file))
                    : Optional.empty());
  }

  @Override
  public List<String> warnings() {
    return MountedFiles.sharedBy(file.folder())
        .map(
            type ->
                "the notebook '"
                    + file
                    + "' is on a file system that other machines may use too ("
                    + type
                    + "). Make sure that no lab on another machine writes it, which would damage"
                    + " it; a notebook for several machines is one in PostgreSQL")
        .stream()
        .toList();
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    Sqlite.begin(connection);
  }

  @Override
  public void beQuick(Connection connection) {
    // Nobody is in between who could fall silent.
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    Sqlite.commit(connection);
  }

  /**
   * Rolls back. The connection is given up, so that nothing is ever built on what a failed disk may
   * have left in memory.
   */
  @Override
  public boolean rollBack(Connection connection) {
    try {
      Sqlite.rollBack(connection);
    } catch (SQLException rolledBackAlready) {
      // Closing does it then.
    }
    return false;
  }

  @Override
  public void tidy(Connection connection) throws SQLException {
    WriterNote.remove(connection);
    Sqlite.foldLog(connection);
  }

  @Override
  public void requireInPlace() {
    Object begun = identity;
    if (begun != null && !begun.equals(file.identity())) {
      throw file.moved();
    }
  }

  @Override
  public NotebookException explain(SQLException failure, boolean writing) {
    return SqliteErrors.explain(file.given(), failure);
  }

  @Override
  public void close() {}
}
