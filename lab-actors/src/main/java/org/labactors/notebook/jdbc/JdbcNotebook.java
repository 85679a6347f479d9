package org.labactors.notebook.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.CodeChanges;
import org.labactors.notebook.Continuation;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recorder;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.Tags;
import org.labactors.study.CodeJar;
import org.labactors.study.Study;
import org.labactors.study.StudyDigest;
import org.labactors.study.StudyJson;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/**
 * A notebook in an SQLite file or a PostgreSQL database. Readers have connections of their own, so
 * neither they nor the writer ever wait for each other.
 */
public final class JdbcNotebook implements Notebook {

  private final NotebookStore store;
  private final boolean readOnly;
  private final Set<String> beingRecorded = new HashSet<>();
  private @Nullable WriteSession session;
  private boolean closed;

  private JdbcNotebook(NotebookStore store, boolean readOnly) {
    this.store = store;
    this.readOnly = readOnly;
  }

  /**
   * Opens a notebook, to read it and record in it. A file that is not there is created when
   * something is recorded first; from then on no other process can record in it, until this
   * notebook is closed.
   *
   * @throws NotebookException if there is something that is no notebook, or one that this version
   *     cannot read, or the permissions do not allow to write
   */
  public static JdbcNotebook open(Path file) {
    return opened(new NotebookStore(SqliteDatabase.at(file, true)), false);
  }

  /**
   * Opens a notebook, as {@link #open(Path)} does.
   *
   * @param location a file, or {@code jdbc:postgresql://host:port/database}
   */
  public static JdbcNotebook open(String location) {
    return opened(store(location, true), false);
  }

  /**
   * Opens a notebook to read it; nothing is created or changed.
   *
   * @throws NotebookException if it is not there, is no notebook, or cannot be read
   */
  public static JdbcNotebook openReadOnly(Path file) {
    return openedReadOnly(new NotebookStore(SqliteDatabase.at(file, false)));
  }

  /**
   * Opens a notebook to read it, as {@link #openReadOnly(Path)} does.
   *
   * @param location a file, or {@code jdbc:postgresql://host:port/database}
   */
  public static JdbcNotebook openReadOnly(String location) {
    return openedReadOnly(store(location, false));
  }

  private static JdbcNotebook openedReadOnly(NotebookStore store) {
    if (!store.database().exists()) {
      throw NotebookException.refused("there is no notebook '" + store + "'");
    }
    return opened(store, true);
  }

  private static JdbcNotebook opened(NotebookStore store, boolean readOnly) {
    boolean ok = false;
    try {
      store.check();
      ok = true;
      return new JdbcNotebook(store, readOnly);
    } finally {
      if (!ok) {
        store.database().close();
      }
    }
  }

  private static NotebookStore store(String location, boolean toWrite) {
    if (location.startsWith(PostgresAddress.PREFIX)) {
      return new NotebookStore(PostgresDatabase.at(location, System::getenv));
    }
    if (location.startsWith("jdbc:")) {
      throw NotebookException.refused(
          "the notebook '"
              + location.replaceFirst("(?s)[?@].*", "…")
              + "' is in a database that this lab does not know; name a file, or"
              + " jdbc:postgresql://host:5432/database");
    }
    return new NotebookStore(SqliteDatabase.at(Path.of(location), toWrite));
  }

  /**
   * Refuses what {@link #open} and {@link #record} would refuse, and creates nothing. Two reasons
   * are left to them: that the tag holds another study, and that another process is writing.
   *
   * @param location a file, or {@code jdbc:postgresql://host:port/database}
   * @throws NotebookException if the notebook or the tag cannot be written
   * @throws IllegalArgumentException if the study cannot be recorded
   */
  public static void check(String location, String tag, Study study) {
    NotebookStore found = store(location, true);
    try {
      Tags.check(tag);
      found.database().tables().check(tag);
      requireRecordable(study);
      found.read(
          connection -> {
            requireFree(found, connection, tag, Schema.resultSets(connection));
            return true;
          },
          true);
    } finally {
      found.database().close();
    }
  }

  /** Refuses a tag that is too like another one, or that somebody else's table has. */
  private static void requireFree(
      NotebookStore store, Connection connection, String tag, List<StoredResultSet> resultSets)
      throws SQLException {
    List<String> tags = resultSets.stream().map(StoredResultSet::tag).toList();
    Tags.checkDistinct(tag, tags.stream());
    if (!tags.contains(tag) && store.database().isTaken(connection, tag)) {
      throw NotebookException.refused(
          "the notebook '"
              + store
              + "' has a table, view or index '"
              + tag
              + "' of another origin; use another tag");
    }
  }

  @Override
  public String location() {
    return store.toString();
  }

  @Override
  public long bytes() {
    try {
      return store.database().bytes();
    } catch (SQLException failure) {
      throw store.failure(failure);
    }
  }

  @Override
  public List<ResultSet> resultSets() {
    List<StoredResultSet> found = store.read(Schema::resultSets, List.of());
    return found.stream().map(this::resultSet).toList();
  }

  @Override
  public Optional<ResultSet> resultSet(String tag) {
    Optional<StoredResultSet> found =
        store.read(connection -> Schema.resultSet(connection, tag), Optional.empty());
    return found.map(this::resultSet);
  }

  private ResultSet resultSet(StoredResultSet found) {
    return new JdbcResultSet(store, found);
  }

  @Override
  public synchronized Recorder record(String tag, Study study, RecordOptions options) {
    if (closed || readOnly) {
      throw new IllegalStateException(
          "the notebook '" + store + (closed ? "' is closed" : "' is open for reading only"));
    }
    Tags.check(tag);
    store.database().tables().check(tag);
    if (!beingRecorded.add(tag)) {
      throw NotebookException.refused(
          "the result set '" + tag + "' is being recorded already; wait until that run has ended");
    }
    boolean ok = false;
    try {
      requireRecordable(study);
      List<CodeJar> code = options.codeOf(study);
      WriteSession open = session == null ? WriteSession.open(store) : session;
      session = open;
      Recorder recorder =
          open.transaction(transaction -> begin(open, transaction, tag, study, options, code));
      ok = true;
      return recorder;
    } finally {
      if (!ok) {
        beingRecorded.remove(tag);
      }
    }
  }

  /** Refuses a study that does not fit or cannot be written, before there is a file. */
  private static void requireRecordable(Study study) {
    StudyJson.write(study);
    new Trials(study.seed().isPresent() ? study : study.seed(0)).size();
  }

  private Recorder begin(
      WriteSession open,
      WriteSession.Transaction transaction,
      String tag,
      Study study,
      RecordOptions options,
      List<CodeJar> code)
      throws SQLException {
    Connection connection = transaction.connection();
    List<StoredResultSet> others = Schema.resultSets(connection);
    requireFree(store, connection, tag, others);
    Optional<StoredResultSet> there =
        others.stream().filter(other -> other.tag().equals(tag)).findFirst();
    Study seeded =
        Continuation.seeded(
            study, there.map(r -> OptionalLong.of(r.seed())).orElse(OptionalLong.empty()));
    Trials trials = new Trials(seeded);
    if (there.isEmpty()) {
      create(connection, tag, seeded, trials.size(), options.description());
    } else {
      continueWith(connection, there.get(), seeded, options);
    }
    List<String> warnings = CodeChanges.warnings(seeded, note(connection, tag, code));
    return JdbcRecorder.open(open, transaction, tag, seeded, trials, warnings, () -> letGo(tag));
  }

  /** Notes who goes on here, and with which code; gives that of all who did, oldest first. */
  private static List<Provenance> note(Connection connection, String tag, List<CodeJar> code)
      throws SQLException {
    long recorded = Schema.resultSet(connection, tag).orElseThrow().tally().recorded();
    List<Provenance> history = ProvenanceTable.read(connection, tag);
    Provenance now = Provenance.now(recorded, code);
    ProvenanceTable.add(connection, tag, history.size(), now);
    history.add(now);
    return history;
  }

  private void create(
      Connection connection, String tag, Study study, long trials, String description)
      throws SQLException {
    Schema.insert(
        connection,
        new StoredResultSet(
            tag,
            description,
            StudyJson.write(study),
            StudyDigest.of(study),
            study.seed().orElseThrow(),
            new Tally(trials, 0, 0),
            Instant.now(),
            false));
    Schema.addPending(connection, tag, false, TrialRanges.upTo(trials));
    Database database = store.database();
    Layout layout = new Layout(database.tables().names(), List.of());
    for (String name : study.space().names()) {
      StoredColumn column = layout.add(Kind.PARAMETER, name, Cells.Type.UNKNOWN);
      if (column != null) {
        Schema.put(connection, tag, column);
      }
    }
    new ResultTable(database, tag, layout, false, true).create(connection);
  }

  private void continueWith(
      Connection connection, StoredResultSet there, Study study, RecordOptions options)
      throws SQLException {
    String tag = there.tag();
    Continuation.requireSame(location(), tag, study, there.study(), there.digest());
    if (!options.description().isEmpty()) {
      Schema.describe(connection, tag, options.description());
    }
    if (options.retryFailed()) {
      TrialRanges failed = Schema.failed(connection, tag);
      failed.removeAll(Schema.pending(connection, tag).again());
      Schema.markAgain(connection, tag, failed);
      Schema.count(connection, tag, there.tally().ok(), there.tally().failed() - failed.size());
    }
  }

  private synchronized void letGo(String tag) {
    beingRecorded.remove(tag);
  }

  /** Closes the notebook; what was recorded is in the one file then, unless someone still reads. */
  @Override
  public synchronized void close() {
    closed = true;
    if (session != null) {
      session.close();
      session = null;
    }
    store.database().close();
  }
}
