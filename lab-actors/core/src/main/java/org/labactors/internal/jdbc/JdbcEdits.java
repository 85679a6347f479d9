package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.NotebookStore;
import org.labactors.internal.database.NotesTable;
import org.labactors.internal.database.Schema;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.database.WriteSession;
import org.labactors.internal.recording.EditRules;
import org.labactors.notebook.Audit;
import org.labactors.notebook.Edits;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Tags;

/** Changes of a notebook in an SQL database, each in a transaction of its own. */
final class JdbcEdits implements Edits {

  private interface Edit {
    void in(WriteSession.Transaction transaction) throws SQLException;
  }

  private final NotebookStore store;
  private final Object notebook;
  private final Supplier<WriteSession> session;
  private final Consumer<String> requireIdle;

  /**
   * Changes of a notebook.
   *
   * @param notebook whose monitor keeps runs from beginning
   * @param session opens the session that writes it, if there is none yet
   * @param requireIdle refuses a tag that is being recorded
   */
  JdbcEdits(
      NotebookStore store,
      Object notebook,
      Supplier<WriteSession> session,
      Consumer<String> requireIdle) {
    this.store = store;
    this.notebook = notebook;
    this.session = session;
    this.requireIdle = requireIdle;
  }

  private void edit(Edit edit) {
    // No run begins meanwhile.
    synchronized (notebook) {
      requireOpen();
      perform(edit);
    }
  }

  private void perform(Edit edit) {
    session
        .get()
        .transaction(
            transaction -> {
              edit.in(transaction);
              return true;
            });
  }

  /** As {@link #edit(Edit)}, of a result set that is not being recorded. */
  private void editIdle(String tag, Edit edit) {
    synchronized (notebook) {
      requireIdle.accept(tag);
      edit(edit);
    }
  }

  private void requireOpen() {
    store.read(
        connection -> {
          store.requireOpen(connection);
          return true;
        },
        true);
  }

  /** The result set of a tag, which must be there and not finished. */
  private StoredResultSet open(Connection connection, String tag) throws SQLException {
    StoredResultSet there = there(connection, tag);
    if (there.finished()) {
      throw EditRules.finished(store.toString(), tag);
    }
    return there;
  }

  private StoredResultSet there(Connection connection, String tag) throws SQLException {
    Optional<StoredResultSet> there = Schema.resultSet(connection, tag);
    if (there.isEmpty()) {
      throw EditRules.unknown(store.toString(), tag, Schema.tags(connection));
    }
    return there.get();
  }

  @Override
  public void describe(String description) {
    EditRules.checkDescription(description);
    edit(transaction -> Schema.describe(transaction.connection(), description));
  }

  @Override
  public void describe(String tag, String description) {
    EditRules.checkDescription(description);
    edit(
        transaction -> {
          open(transaction.connection(), tag);
          Schema.describe(transaction.connection(), tag, description);
        });
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    EditRules.checkAttribute(name);
    Object canonical = EditRules.attributeValue(name, value);
    edit(
        transaction ->
            setAttribute(transaction.connection(), NotesTable.NOTEBOOK, name, canonical));
  }

  @Override
  public void setAttribute(String tag, String name, @Nullable Object value) {
    EditRules.checkAttribute(name);
    Object canonical = EditRules.attributeValue(name, value);
    edit(
        transaction -> {
          open(transaction.connection(), tag);
          setAttribute(transaction.connection(), tag, name, canonical);
        });
  }

  private static void setAttribute(
      Connection connection, String tag, String name, @Nullable Object value) throws SQLException {
    if (value != null) {
      NotesTable.put(connection, tag, name, value);
    } else {
      EditRules.requireAttribute(name, NotesTable.attributes(connection, tag));
      NotesTable.remove(connection, tag, name);
    }
  }

  @Override
  public void rename(String tag, String newTag) {
    Tags.check(newTag);
    store.database().tables().check(newTag);
    editIdle(
        tag,
        transaction -> {
          Connection connection = transaction.connection();
          open(connection, tag);
          requireFree(connection, newTag, tag);
          store.database().tables().rename(connection, tag, newTag);
          Schema.rename(connection, tag, newTag);
        });
  }

  /** Refuses a new tag that is in use, or too like another one than that it replaces. */
  private void requireFree(Connection connection, String newTag, @Nullable String instead)
      throws SQLException {
    List<String> tags = Schema.tags(connection);
    if (tags.contains(newTag)) {
      throw EditRules.taken(store.toString(), newTag);
    }
    if (instead == null || !newTag.equalsIgnoreCase(instead)) {
      List<String> others = tags.stream().filter(each -> !each.equals(instead)).toList();
      store.requireFree(connection, newTag, others);
    }
  }

  @Override
  public void delete(String tag) {
    editIdle(
        tag,
        transaction -> {
          Connection connection = transaction.connection();
          open(connection, tag);
          HistoryTable.prune(connection, tag);
          Sql.execute(connection, "DROP TABLE " + Sql.quoted(tag));
          Schema.delete(connection, tag);
        });
  }

  @Override
  public long prune(String tag) {
    long[] trials = {0};
    editIdle(
        tag,
        transaction -> {
          open(transaction.connection(), tag);
          trials[0] = HistoryTable.prune(transaction.connection(), tag);
        });
    return trials[0];
  }

  @Override
  public void copy(ResultSet original, String newTag) {
    Tags.check(newTag);
    store.database().tables().check(newTag);
    edit(
        transaction -> {
          requireFree(transaction.connection(), newTag, null);
          new ResultSetCopy(transaction, newTag).of(original);
        });
  }

  @Override
  public void add(String tag, Audit audit) {
    synchronized (notebook) {
      perform(
          transaction -> {
            StoredResultSet there = there(transaction.connection(), tag);
            AuditsTable.add(transaction.connection(), there.tag(), audit);
          });
    }
  }

  @Override
  public void finish(String tag) {
    Optional<StoredResultSet> known =
        store.read(connection -> Schema.resultSet(connection, tag), Optional.empty());
    if (known.filter(StoredResultSet::finished).isEmpty()) {
      editIdle(tag, transaction -> finish(transaction.connection(), tag));
    }
  }

  private void finish(Connection connection, String tag) throws SQLException {
    StoredResultSet there = there(connection, tag);
    if (!there.finished()) {
      long failedAgain = PendingRanges.cancel(connection, tag).again().size();
      Schema.count(connection, tag, there.tally().ok(), there.tally().failed() + failedAgain);
      NotesTable.finish(connection, tag);
    }
  }

  @Override
  public void finish() {
    if (store.read(connection -> NotesTable.isFinished(connection, NotesTable.NOTEBOOK), false)) {
      return;
    }
    synchronized (notebook) {
      List<String> all = store.read(Schema::tags, List.of());
      all.forEach(requireIdle);
      edit(
          transaction -> {
            for (String each : all) {
              finish(transaction.connection(), each);
            }
            NotesTable.finish(transaction.connection(), NotesTable.NOTEBOOK);
          });
    }
  }
}
