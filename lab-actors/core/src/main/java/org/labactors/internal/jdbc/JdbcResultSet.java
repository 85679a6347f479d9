package org.labactors.internal.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.database.ColumnScan;
import org.labactors.internal.database.ColumnsTable;
import org.labactors.internal.database.Layout;
import org.labactors.internal.database.NotebookStore;
import org.labactors.internal.database.NotesTable;
import org.labactors.internal.database.Schema;
import org.labactors.internal.database.StoredColumn;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.notebook.Audit;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.ScannedRow;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

/** A result set read from its notebook, with a connection for each call. */
final class JdbcResultSet implements ResultSet {

  private final NotebookStore store;
  private final StoredResultSet asFound;

  JdbcResultSet(NotebookStore store, StoredResultSet asFound) {
    this.store = store;
    this.asFound = asFound;
  }

  private StoredResultSet now(Connection connection) throws SQLException {
    return Schema.resultSet(connection, tag())
        .orElseThrow(
            () ->
                NotebookException.refused(
                    "the result set '"
                        + tag()
                        + "' is not in the notebook '"
                        + store
                        + "' any more"));
  }

  @Override
  public String tag() {
    return asFound.tag();
  }

  @Override
  public String description() {
    return store.read(connection -> now(connection).description());
  }

  @Override
  public Map<String, Object> attributes() {
    return store.read(connection -> NotesTable.attributes(connection, tag()));
  }

  @Override
  public boolean isFinished() {
    return store.read(connection -> now(connection).finished());
  }

  @Override
  public TrialRanges cancelled() {
    return store.read(connection -> PendingRanges.cancelled(connection, tag()));
  }

  @Override
  public String studyJson() {
    return asFound.study();
  }

  @Override
  public String digest() {
    return asFound.digest();
  }

  @Override
  public Instant created() {
    return asFound.created();
  }

  @Override
  public List<Provenance> provenance() {
    return store.read(connection -> ProvenanceTable.read(connection, tag()));
  }

  @Override
  public List<Audit> audits() {
    return store.read(
        connection -> isOlder(connection) ? List.<Audit>of() : AuditsTable.read(connection, tag()));
  }

  @Override
  public Map<RecordedCode, TrialRanges> codes() {
    return store.read(
        connection -> {
          Map<RecordedCode, TrialRanges> made = new LinkedHashMap<>();
          if (!isOlder(connection)) {
            Map<Integer, RecordedCode> codes = CodesTable.read(connection);
            CodeTrials.read(connection, tag())
                .forEach(
                    (number, trials) -> {
                      RecordedCode code = codes.get(number);
                      if (code != null) {
                        made.put(code, trials);
                      }
                    });
          }
          return made;
        });
  }

  @Override
  public List<RecordedCode> knownCodes() {
    return store.read(
        connection ->
            isOlder(connection)
                ? List.<RecordedCode>of()
                : List.copyOf(CodesTable.read(connection).values()));
  }

  @Override
  public Optional<RecordedCode> codeOf(long trial) {
    return store.read(
        connection ->
            isOlder(connection)
                ? Optional.<RecordedCode>empty()
                : CodesTable.read(connection, CodeTrials.of(connection, tag(), trial)));
  }

  /** Whether the notebook is of a format without codes and audits. */
  private boolean isOlder(Connection connection) throws SQLException {
    return !Schema.hasCodes(store.database().version(connection));
  }

  @Override
  public boolean writeKeptJar(CodeJar jar, Path file) {
    return store.read(connection -> !isOlder(connection) && KeptJars.write(connection, jar, file));
  }

  @Override
  public Tally tally() {
    return store.read(connection -> now(connection).tally());
  }

  @Override
  public TrialRanges pending() {
    return store.read(connection -> PendingRanges.read(connection, tag()).all());
  }

  @Override
  public List<ColumnInfo> columns() {
    return store.read(this::columns);
  }

  private List<ColumnInfo> columns(Connection connection) throws SQLException {
    Layout layout = ColumnsTable.read(connection, store.database(), tag());
    return MoreColumns.all(connection, store.database(), now(connection), layout);
  }

  @Override
  public Stream<Row> parameterRows() {
    return rows(Query.ALL, JdbcResultSet::isParameter);
  }

  @Override
  public Stream<Row> rows(Query query) {
    return rows(query, column -> true);
  }

  private Stream<Row> rows(Query query, Predicate<StoredColumn> wanted) {
    RowReader reader = open(query, wanted);
    return StreamSupport.stream(new Rows(reader), false)
        .filter(query::matches)
        .onClose(() -> close(reader));
  }

  @Override
  public void scan(List<ColumnInfo> columns, Consumer<ScannedRow> visitor) {
    boolean done =
        store.read(
            connection -> {
              Layout layout = ColumnsTable.read(connection, store.database(), tag());
              if (!layout.hasAll(columns) && columns(connection).containsAll(columns)) {
                return false;
              }
              ColumnScan scan = ColumnScan.of(now(connection), layout, columns);
              store.database().scan(connection, scan, visitor);
              return true;
            });
    if (!done) {
      // Some are in no column of the table.
      ResultSet.super.scan(columns, visitor);
    }
  }

  private RowReader open(Query query, Predicate<StoredColumn> wanted) {
    try {
      Connection connection = store.reader();
      boolean ok = false;
      try {
        StoredResultSet now = now(connection);
        Layout layout = ColumnsTable.read(connection, store.database(), tag());
        if (!query.parameters().isEmpty()) {
          query.requireKnown(tag(), parameters(columns(connection)));
        }
        RowReader reader = RowReader.open(store.database(), connection, now, layout, query, wanted);
        ok = true;
        return reader;
      } finally {
        if (!ok) {
          store.database().release(connection);
        }
      }
    } catch (SQLException failure) {
      throw store.failure(failure);
    }
  }

  private static List<String> parameters(List<ColumnInfo> columns) {
    return columns.stream()
        .filter(each -> each.kind() == Kind.PARAMETER || each.kind() == Kind.DERIVED)
        .map(ColumnInfo::name)
        .distinct()
        .toList();
  }

  private static boolean isParameter(StoredColumn column) {
    return column.kind() == Kind.PARAMETER || column.kind() == Kind.DERIVED;
  }

  private void close(RowReader reader) {
    try {
      reader.close();
    } catch (SQLException failure) {
      throw store.failure(failure);
    }
  }

  /** The rows of a reader; it is closed after the last one even if the stream is not. */
  private final class Rows extends Spliterators.AbstractSpliterator<Row> {

    private final RowReader reader;
    private boolean ended;

    Rows(RowReader reader) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
      this.reader = reader;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Row> action) {
      @Nullable Row row = ended ? null : next();
      if (row == null) {
        if (!ended) {
          ended = true;
          JdbcResultSet.this.close(reader);
        }
        return false;
      }
      action.accept(row);
      return true;
    }

    private @Nullable Row next() {
      try {
        return reader.next();
      } catch (SQLException failure) {
        throw store.failure(failure);
      }
    }
  }
}
