package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ColumnsTable;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.Layout;
import org.labactors.internal.database.NotebookStore;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Schema;
import org.labactors.internal.database.StoredColumn;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.database.WriteSession;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.recording.CodeChanges;
import org.labactors.internal.recording.Continuation;
import org.labactors.internal.recording.EditRules;
import org.labactors.internal.recording.Recorder;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/**
 * Begins a result set for a study, or continues the one that is there.
 *
 * @param tag its tag, which is a possible one
 */
record ResultSetStart(NotebookStore store, WriteSession session, String tag) {

  /**
   * Opens a recorder, in a transaction.
   *
   * @param study with or without a seed
   * @param code the jars with the code that runs now
   * @param letGo is run when the recorder is closed
   */
  Recorder begin(
      WriteSession.Transaction transaction,
      Study study,
      RecordOptions options,
      List<CodeJar> code,
      Runnable letGo)
      throws SQLException {
    Connection connection = transaction.connection();
    store.requireFree(connection, tag, Schema.tags(connection));
    Optional<StoredResultSet> there = Schema.resultSet(connection, tag);
    Study seeded =
        Continuation.seeded(
            study, there.map(r -> OptionalLong.of(r.seed())).orElse(OptionalLong.empty()));
    Trials trials = new Trials(seeded);
    List<String> warnings = new ArrayList<>(store.database().warnings());
    if (there.isEmpty()) {
      store.requireOpen(connection);
      create(connection, seeded, trials, options.description());
    } else {
      continueWith(connection, there.get(), seeded, options);
      Continuation.otherTimeLimit(seeded, there.get().study(), there.get().tally().recorded())
          .ifPresent(warnings::add);
    }
    warnings.addAll(CodeChanges.warnings(seeded, note(connection, seeded, code)));
    return JdbcRecorder.open(session, transaction, tag, seeded, trials, warnings, letGo);
  }

  /** Notes who goes on here, and with which code; gives that of all who did, oldest first. */
  private List<Provenance> note(Connection connection, Study study, List<CodeJar> code)
      throws SQLException {
    long recorded = Schema.resultSet(connection, tag).orElseThrow().tally().recorded();
    List<Provenance> history = ProvenanceTable.read(connection, tag);
    Provenance now = Provenance.now(recorded, study, code);
    ProvenanceTable.add(connection, tag, history.size(), now);
    history.add(now);
    return history;
  }

  private void create(Connection connection, Study study, Trials trials, String description)
      throws SQLException {
    Schema.insert(
        connection,
        new StoredResultSet(
            tag,
            description,
            StudyJson.write(study),
            StudyDigest.of(study),
            study.seed().orElseThrow(),
            new Tally(trials.size(), 0, 0),
            Instant.now(),
            false,
            false));
    PendingRanges.add(connection, tag, false, TrialRanges.upTo(trials.size()));
    Database database = store.database();
    Layout layout = new Layout(database.tables().names(), List.of());
    for (String name : trials.parameters()) {
      StoredColumn column = layout.add(Kind.PARAMETER, name, Cells.Type.UNKNOWN);
      if (column != null) {
        ColumnsTable.put(connection, tag, column);
      }
    }
    new ResultTable(database, tag, layout, false, true).create(connection);
  }

  private void continueWith(
      Connection connection, StoredResultSet there, Study study, RecordOptions options)
      throws SQLException {
    Continuation.requireSame(store.toString(), tag, study, there.study(), there.digest());
    if (there.finished()) {
      throw EditRules.finished(store.toString(), tag);
    }
    String digest = StudyDigest.of(study);
    if (!digest.equals(there.digest())) {
      Schema.replaceStudy(connection, tag, StudyJson.write(study), digest);
    }
    if (!options.description().isEmpty()) {
      Schema.describe(connection, tag, options.description());
    }
    if (options.retryFailed()) {
      TrialRanges failed = PendingRanges.failed(connection, tag);
      failed.removeAll(PendingRanges.read(connection, tag).again());
      PendingRanges.markAgain(connection, tag, failed);
      Schema.count(connection, tag, there.tally().ok(), there.tally().failed() - failed.size());
    }
  }
}
