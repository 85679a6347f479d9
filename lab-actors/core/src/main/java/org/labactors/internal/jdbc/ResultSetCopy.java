package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.labactors.experiment.Status;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ColumnsTable;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.Layout;
import org.labactors.internal.database.NotesTable;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Schema;
import org.labactors.internal.database.StoredColumn;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.database.WriteSession;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.BatchPoints;
import org.labactors.internal.recording.RowBatches;
import org.labactors.notebook.Audit;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** Copies a result set of any notebook into this one, in a transaction. */
final class ResultSetCopy {

  private final WriteSession.Transaction transaction;
  private final Connection connection;
  private final String tag;
  private final ResultTable table;

  /** What is copied of trials that are to run again; they have rows all the same. */
  private final TrialRanges again = new TrialRanges();

  /** Which trials each code made, by its number here. */
  private final Map<Integer, TrialRanges> codes = new TreeMap<>();

  private TrialRanges pending = new TrialRanges();
  private long ok;
  private long failed;

  ResultSetCopy(WriteSession.Transaction transaction, String tag) {
    this.transaction = transaction;
    this.connection = transaction.connection();
    this.tag = tag;
    Database database = transaction.database();
    this.table =
        new ResultTable(
            database, tag, new Layout(database.tables().names(), List.of()), false, true);
  }

  /** Copies all that belongs to a result set, as it is when its rows begin to be read. */
  void of(ResultSet original) throws SQLException {
    pending = original.pending();
    Schema.insert(
        connection,
        new StoredResultSet(
            tag,
            original.description(),
            original.studyJson(),
            original.digest(),
            StudyJson.seedOf(original.studyJson()).orElse(0),
            new Tally(original.tally().trials(), 0, 0),
            original.created(),
            false,
            false));
    createTable(original);
    Map<Integer, Integer> numbers = new HashMap<>();
    for (Map.Entry<RecordedCode, TrialRanges> made : original.codes().entrySet()) {
      int number = CodesTable.numberOf(connection, made.getKey());
      for (CodeJar jar : made.getKey().jars()) {
        KeptJars.copy(connection, original, jar);
      }
      numbers.put(made.getKey().number(), number);
      codes.computeIfAbsent(number, fresh -> new TrialRanges()).addAll(made.getValue());
    }
    try (Stream<Row> rows = original.rows(Query.ALL)) {
      RowBatches.<SQLException>each(original.columns(), rows, this::write);
    }
    Schema.count(connection, tag, ok, failed);
    PendingRanges.add(connection, tag, false, pending);
    PendingRanges.add(connection, tag, true, again);
    PendingRanges.addCancelled(connection, tag, original.cancelled());
    for (Map.Entry<String, Object> attribute : original.attributes().entrySet()) {
      NotesTable.put(connection, tag, attribute.getKey(), attribute.getValue());
    }
    int number = 0;
    for (Provenance entry : original.provenance()) {
      ProvenanceTable.add(connection, tag, number++, renumbered(entry, numbers));
    }
    for (Audit audit : original.audits()) {
      AuditsTable.add(connection, tag, audit);
    }
    if (original.isFinished()) {
      NotesTable.finish(connection, tag);
    }
  }

  /** An entry with the number that its code has here, or none if it has made nothing. */
  private static Provenance renumbered(Provenance entry, Map<Integer, Integer> numbers) {
    if (entry.codeNumber().isEmpty()) {
      return entry;
    }
    Integer here = numbers.get(entry.codeNumber().getAsInt());
    return here == null ? entry.withoutCode() : entry.withCode(here);
  }

  /** Makes a table with the columns of the original, in the same order. */
  private void createTable(ResultSet original) throws SQLException {
    for (ResultSet.ColumnInfo column : original.columns()) {
      StoredColumn added = table.layout().add(column.kind(), column.name(), Cells.Type.UNKNOWN);
      if (added != null) {
        ColumnsTable.put(connection, tag, added);
      }
    }
    table.create(connection);
  }

  private void write(Batch batch, BatchPoints points) throws SQLException {
    TrialRanges unknown = TrialRanges.of(List.of(batch.trials()));
    for (Map.Entry<Integer, TrialRanges> made : codes.entrySet()) {
      List<TrialRange> ofCode = made.getValue().within(batch.trials());
      if (!ofCode.isEmpty()) {
        table.madeBy(OptionalInt.of(made.getKey()));
        RowWriter.write(transaction, table, batch, points, ofCode);
        ofCode.forEach(unknown::remove);
      }
    }
    if (!unknown.isEmpty()) {
      table.madeBy(OptionalInt.empty());
      RowWriter.write(transaction, table, batch, points, unknown.ranges());
    }
    for (int i = 0; i < batch.status().length; i++) {
      TrialRange trial = TrialRange.of(batch.trials().first() + i);
      if (batch.status()[i] == Status.OK) {
        ok++;
      } else if (pending.contains(trial.first())) {
        again.add(trial);
      } else {
        failed++;
      }
    }
    pending.remove(batch.trials());
  }
}
