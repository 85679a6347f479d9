package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import org.labactors.experiment.Status;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Schema;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.database.WriteSession;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.BatchPoints;
import org.labactors.internal.recording.ProgramVersions;
import org.labactors.internal.recording.Recorder;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.PendingTrials;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/**
 * Records one result set. What it knows of the database changes only when a transaction has been
 * committed; when one fails, it is read anew before the next.
 */
final class JdbcRecorder implements Recorder {

  /** What the database says, as of the last commit. */
  private record Known(int generation, PendingTrials pending, Tally tally, ResultTable table) {

    static Known read(WriteSession.Transaction transaction, String tag, int code)
        throws SQLException {
      Connection connection = transaction.connection();
      StoredResultSet now =
          Schema.resultSet(connection, tag)
              .orElseThrow(
                  () ->
                      NotebookException.refused(
                          "the result set '"
                              + tag
                              + "' has been deleted or renamed in the notebook '"
                              + transaction.database()
                              + "' while it was recorded; put it back, and recording goes on"));
      PendingTrials pending = PendingRanges.read(connection, tag);
      return new Known(
          transaction.generation(),
          pending,
          now.tally(),
          ResultTable.read(connection, transaction.database(), now, !pending.again().isEmpty())
              .madeBy(OptionalInt.of(code)));
    }
  }

  private final WriteSession session;
  private final String tag;
  private final Study study;
  private final Trials trials;
  private final List<String> warnings;
  private final int code;
  private final Runnable letGo;
  private Known known;
  private boolean closed;

  private JdbcRecorder(
      WriteSession session,
      String tag,
      Study study,
      Trials trials,
      List<String> warnings,
      int code,
      Runnable letGo,
      Known known) {
    this.session = session;
    this.tag = tag;
    this.study = study;
    this.trials = trials;
    this.warnings = warnings;
    this.code = code;
    this.letGo = letGo;
    this.known = known;
  }

  /**
   * A recorder of a result set that is in the notebook.
   *
   * @param code the number of the code that runs
   * @param letGo is run when it is closed
   */
  static JdbcRecorder open(
      WriteSession session,
      WriteSession.Transaction transaction,
      String tag,
      Study study,
      Trials trials,
      List<String> warnings,
      int code,
      Runnable letGo)
      throws SQLException {
    return new JdbcRecorder(
        session, tag, study, trials, warnings, code, letGo, Known.read(transaction, tag, code));
  }

  @Override
  public Study study() {
    return study;
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public TrialRanges pending() {
    return known.pending.all();
  }

  @Override
  public Tally tally() {
    return known.tally;
  }

  @Override
  public void record(List<Batch> batches) {
    if (closed) {
      throw new IllegalStateException("the recorder of '" + tag + "' is closed");
    }
    if (batches.stream().allMatch(batch -> known.pending.within(batch.trials()).isEmpty())) {
      return;
    }
    TrialRanges recorded = new TrialRanges();
    known = session.transaction(transaction -> write(transaction, batches, recorded));
    known.pending.removeAll(recorded);
  }

  private Known write(
      WriteSession.Transaction transaction, List<Batch> batches, TrialRanges recorded)
      throws SQLException {
    transaction.database().beQuick(transaction.connection());
    Known before =
        known.generation == transaction.generation() ? known : Known.read(transaction, tag, code);
    ResultTable table = before.table.copy();
    long ok = before.tally.ok();
    long failed = before.tally.failed();
    for (Batch batch : batches) {
      TrialRanges wanted = before.pending.within(batch.trials());
      recorded.within(batch.trials()).forEach(wanted::remove);
      if (!wanted.isEmpty()) {
        deleteOld(transaction, before.pending.replaced(wanted));
        BatchPoints points = BatchPoints.of(study, trials, batch);
        RowWriter.write(transaction, table, batch, points, wanted.ranges());
        recorded.addAll(wanted);
        if (ProgramVersions.areIn(batch)) {
          ProvenanceTable.addVersions(transaction.connection(), tag, batch, table.code());
        }
        long wantedFailed = failed(batch, wanted);
        failed += wantedFailed;
        ok += wanted.size() - wantedFailed;
      }
    }
    strikeOut(new PendingTable(transaction, tag), before.pending, recorded);
    count(transaction, ok, failed);
    return new Known(
        transaction.generation(),
        before.pending,
        new Tally(before.tally.trials(), ok, failed, before.tally.cancelled()),
        table);
  }

  private void deleteOld(WriteSession.Transaction transaction, List<TrialRange> replaced)
      throws SQLException {
    for (TrialRange range : replaced) {
      PreparedStatement delete =
          transaction.prepared(
              "DELETE FROM " + Sql.quoted(tag) + " WHERE _trial >= ? AND _trial < ?");
      delete.setLong(1, range.first());
      delete.setLong(2, range.end());
      delete.executeUpdate();
    }
  }

  private static void strikeOut(PendingTable table, PendingTrials pending, TrialRanges recorded)
      throws SQLException {
    for (TrialRange range : recorded.ranges()) {
      table.strikeOut(false, pending.fresh().within(range));
      table.strikeOut(true, pending.again().within(range));
    }
  }

  private void count(WriteSession.Transaction transaction, long ok, long failed)
      throws SQLException {
    PreparedStatement update =
        transaction.prepared("UPDATE _result_sets SET ok = ?, failed = ? WHERE tag = ?");
    update.setLong(1, ok);
    update.setLong(2, failed);
    update.setString(3, tag);
    update.executeUpdate();
  }

  private static long failed(Batch batch, TrialRanges wanted) {
    long failed = 0;
    for (int i = 0; i < batch.status().length; i++) {
      if (batch.status()[i] != Status.OK && wanted.contains(batch.trials().first() + i)) {
        failed++;
      }
    }
    return failed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      letGo.run();
    }
  }
}
