package org.labactors.internal.jdbc;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.NotebookStore;
import org.labactors.internal.database.NotesTable;
import org.labactors.internal.database.Schema;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.database.WriteSession;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.reach.CodeNow;
import org.labactors.internal.recording.Continuation;
import org.labactors.internal.recording.EditRules;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.Edits;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Tags;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/**
 * A notebook in an SQL database. Readers have connections of their own, so neither they nor the
 * writer ever wait for each other.
 */
public final class JdbcNotebook implements WritableNotebook {

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
   * Opens the notebook in a database, to read it and record in it. What is not there is created
   * when something is recorded first; from then on no other process can record in it, until this
   * notebook is closed.
   *
   * @throws NotebookException if there is something that is no notebook, or one that this version
   *     cannot read, or the permissions do not allow to write
   */
  public static JdbcNotebook open(Database database) {
    return opened(new NotebookStore(database), false);
  }

  /**
   * Opens the notebook in a database to read it; nothing is created or changed.
   *
   * @throws NotebookException if it is not there, is no notebook, or cannot be read
   */
  public static JdbcNotebook openReadOnly(Database database) {
    if (!database.exists()) {
      throw NotebookException.refused("there is no notebook '" + database + "'");
    }
    return opened(new NotebookStore(database), true);
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

  /**
   * Refuses what {@link #open} and {@link #record} would refuse, and creates nothing. Two reasons
   * are left to them: that the tag holds another study, and that another process is writing.
   *
   * @throws NotebookException if the notebook or the tag cannot be written
   * @throws IllegalArgumentException if the study cannot be recorded
   */
  public static void check(Database database, String tag, Study study) {
    NotebookStore found = new NotebookStore(database);
    try {
      Tags.check(tag);
      found.database().tables().check(tag);
      requireRecordable(study);
      found.read(
          connection -> {
            found.requireOpen(connection);
            found.requireFree(connection, tag, Schema.tags(connection));
            return true;
          },
          true);
    } finally {
      found.database().close();
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
  public String description() {
    return store.read(Schema::description, "");
  }

  @Override
  public Map<String, Object> attributes() {
    return store.read(
        connection -> NotesTable.attributes(connection, NotesTable.NOTEBOOK),
        Map.<String, Object>of());
  }

  @Override
  public boolean isFinished() {
    return store.read(connection -> NotesTable.isFinished(connection, NotesTable.NOTEBOOK), false);
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
  public void checkTag(String tag) {
    Tags.check(tag);
    store.database().tables().check(tag);
  }

  @Override
  public synchronized Recorder record(String tag, Study study, RecordOptions options) {
    requireWritable();
    checkTag(tag);
    EditRules.checkDescription(options.description());
    if (beingRecorded.contains(tag)) {
      throw NotebookException.refused(
          "the result set '" + tag + "' is being recorded already; wait until that run has ended");
    }
    requireRecordable(study);
    Optional<StoredResultSet> finished =
        store
            .read(
                connection -> Schema.resultSet(connection, tag), Optional.<StoredResultSet>empty())
            .filter(StoredResultSet::finished);
    if (finished.isPresent()) {
      return reuse(finished.get(), study, options);
    }
    CodeNow code = options.codeNow(study);
    WriteSession open = session();
    ResultSetStart start = new ResultSetStart(store, open, tag);
    Recorder recorder =
        open.transaction(
            transaction -> start.begin(transaction, study, options, code, () -> recorded(tag)));
    beingRecorded.add(tag);
    return recorder;
  }

  /** Of a result set that is finished: whoever wants it as it is gets it. */
  private Recorder reuse(StoredResultSet there, Study study, RecordOptions options) {
    Study seeded = Continuation.seeded(study, OptionalLong.of(there.seed()));
    Study same = Continuation.of(location(), there.recorded(), seeded, options.extend());
    return Continuation.finished(location(), resultSet(there), same, options);
  }

  @Override
  public Edits edits() {
    requireWritable();
    return new JdbcEdits(store, this, this::session, this::requireIdle);
  }

  @Override
  public void claim() {
    WriteSession unused = session();
  }

  @Override
  public synchronized void letGo() {
    if (session != null && beingRecorded.isEmpty()) {
      session.close();
      session = null;
    }
  }

  private synchronized WriteSession session() {
    requireWritable();
    WriteSession open = session == null ? WriteSession.open(store) : session;
    session = open;
    return open;
  }

  private synchronized void requireIdle(String tag) {
    if (beingRecorded.contains(tag)) {
      throw EditRules.beingRecorded(tag);
    }
  }

  private synchronized void requireWritable() {
    if (closed || readOnly) {
      throw new IllegalStateException(
          "the notebook '" + store + (closed ? "' is closed" : "' is open for reading only"));
    }
  }

  /** Refuses a study that does not fit or cannot be written, before there is a file. */
  private static void requireRecordable(Study study) {
    StudyJson.write(study);
    new Trials(study.seed().isPresent() ? study : study.seed(0)).size();
  }

  private synchronized void recorded(String tag) {
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
