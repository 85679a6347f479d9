package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.RowInserter;
import org.labactors.internal.database.RowSource;
import org.labactors.internal.database.WriteSession;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.BatchPoints;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.study.TrialRange;

/** Writes one batch into the table of its result set. */
final class RowWriter {

  private RowWriter() {}

  /** Writes the wanted trials of a batch; the table gets the columns they need. */
  static void write(
      WriteSession.Transaction transaction,
      ResultTable table,
      Batch batch,
      BatchPoints points,
      List<TrialRange> wanted)
      throws SQLException {
    Connection connection = transaction.connection();
    table.makeRoom(connection, Kind.PARAMETER, points.parameters());
    table.makeRoom(connection, Kind.DERIVED, batch.derived());
    table.makeRoom(connection, Kind.RESULT, batch.results());
    table.makeRoom(connection, Kind.METADATA, batch.metadata());
    for (int rows : batch.rows()) {
      if (rows > 1) {
        table.allowSeveralRows(connection);
      }
    }
    Database database = transaction.database();
    RowSource rows = RowSource.of(database.cells(), table, batch, points);
    try (RowInserter inserter = database.inserter(transaction, table, rows)) {
      for (TrialRange range : wanted) {
        int first = (int) (range.first() - batch.trials().first());
        inserter.insert(first, first + (int) range.size());
      }
      inserter.flush();
    }
    table.filled();
  }
}
