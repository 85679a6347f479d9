package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.labactors.internal.reach.CodeNow;
import org.labactors.internal.recording.CodeChanges;
import org.labactors.internal.recording.Continuation;
import org.labactors.internal.recording.EditRules;
import org.labactors.internal.recording.NewCode;
import org.labactors.internal.recording.Recorder;
import org.labactors.notebook.ChangedCode;
import org.labactors.notebook.PendingTrials;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
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
   * @param code the code that runs now
   * @param letGo is run when the recorder is closed
   */
  Recorder begin(
      WriteSession.Transaction transaction,
      Study study,
      RecordOptions options,
      CodeNow code,
      Runnable letGo)
      throws SQLException {
    Connection connection = transaction.connection();
    store.requireFree(connection, tag, Schema.tags(connection));
    Optional<StoredResultSet> there = Schema.resultSet(connection, tag);
    Study seeded =
        Continuation.seeded(
            study, there.map(r -> OptionalLong.of(r.seed())).orElse(OptionalLong.empty()));
    List<String> warnings = new ArrayList<>(store.database().warnings());
    if (there.isEmpty()) {
      store.requireOpen(connection);
      create(connection, seeded, options.description());
    } else {
      seeded = continueWith(connection, there.get(), seeded, options);
      Continuation.otherTimeLimit(seeded, there.get().study(), there.get().tally().recorded())
          .ifPresent(warnings::add);
    }
    int number = CodesTable.numberOf(connection, NewCode.of(code));
    KeptJars.keep(connection, number, code, options.keepCode());
    Map<Integer, RecordedCode> codes = CodesTable.read(connection);
    if (there.isPresent() && options.changedCode() == ChangedCode.RERUN) {
      runAgain(
          connection,
          code,
          codes,
          options.ofPart(seeded, TrialRanges.upTo(new Trials(seeded).size())));
    }
    List<Provenance> history = note(connection, seeded, code, number, options.changedCode());
    warnings.addAll(CodeChanges.warnings(seeded, history, codes));
    return JdbcRecorder.open(
        session, transaction, tag, seeded, new Trials(seeded), warnings, number, letGo);
  }

  /**
   * Makes trials pending that other code made than what runs now; their rows are history.
   *
   * @param some which trials may be
   */
  private void runAgain(
      Connection connection, CodeNow now, Map<Integer, RecordedCode> codes, TrialRanges some)
      throws SQLException {
    String digest = now.parts().digest();
    TrialRanges again = new TrialRanges();
    List<Integer> others = new ArrayList<>();
    for (Map.Entry<Integer, TrialRanges> made : CodeTrials.read(connection, tag).entrySet()) {
      RecordedCode code = codes.get(made.getKey());
      if (code == null || !code.digest().equals(digest)) {
        others.add(made.getKey());
        made.getValue().ranges().forEach(range -> some.within(range).forEach(again::add));
      }
    }
    if (again.isEmpty()) {
      return;
    }
    Tally tally = Schema.resultSet(connection, tag).orElseThrow().tally();
    // What is to run again after a failure counts as pending already.
    TrialRanges counted = again.copy();
    PendingTrials pending = PendingRanges.read(connection, tag);
    counted.removeAll(pending.again());
    long ok = HistoryTable.move(connection, tag, others, again, some);
    Schema.count(connection, tag, tally.ok() - ok, tally.failed() - (counted.size() - ok));
    PendingRanges.makeFresh(connection, tag, pending, again);
  }

  /** Notes who goes on here, and with which code; gives that of all who did, oldest first. */
  private List<Provenance> note(
      Connection connection, Study study, CodeNow code, int number, ChangedCode changed)
      throws SQLException {
    long recorded = Schema.resultSet(connection, tag).orElseThrow().tally().recorded();
    List<Provenance> history = ProvenanceTable.read(connection, tag);
    Provenance now =
        Provenance.now(recorded, study, code.jars()).withCode(number).withChangedCode(changed);
    ProvenanceTable.add(connection, tag, history.size(), now);
    history.add(now);
    return history;
  }

  private void create(Connection connection, Study study, String description) throws SQLException {
    Trials trials = new Trials(study);
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

  private Study continueWith(
      Connection connection, StoredResultSet there, Study wanted, RecordOptions options)
      throws SQLException {
    Study study = Continuation.of(store.toString(), there.recorded(), wanted, options.extend());
    if (there.finished()) {
      throw EditRules.finished(store.toString(), tag);
    }
    String digest = StudyDigest.of(study);
    if (!digest.equals(there.digest())) {
      CodesTable.noteFilesOf(connection, there, study);
      long size = new Trials(study).size();
      grow(connection, there, study, size);
      Schema.replaceStudy(connection, tag, StudyJson.write(study), digest, size);
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
    return study;
  }

  /** Makes room for the trials and parameters that the study has more than the recorded one. */
  private void grow(Connection connection, StoredResultSet there, Study study, long size)
      throws SQLException {
    long before = there.tally().trials();
    if (size > before) {
      // Ranges that touch must be one row, as they are one range for those who record.
      TrialRanges added = TrialRanges.of(List.of(new TrialRange(before, size)));
      PendingRanges.makeFresh(connection, tag, PendingRanges.read(connection, tag), added);
    }
    boolean again = !PendingRanges.read(connection, tag).again().isEmpty();
    ResultTable table = ResultTable.read(connection, store.database(), there, again);
    for (Map.Entry<String, Object> assumed : study.assumed().entrySet()) {
      if (table.layout().find(Kind.PARAMETER, assumed.getKey()) == null) {
        table.addParameter(connection, assumed.getKey(), assumed.getValue());
      }
    }
  }
}
