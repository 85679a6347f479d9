package org.labactors.notebook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Status;
import org.labactors.study.Study;
import org.labactors.study.StudyDigest;
import org.labactors.study.StudyJson;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/** A result set of a {@link MemoryNotebook}. All state is guarded by the instance's monitor. */
final class MemoryResultSet implements ResultSet {

  private final String tag;
  private final Study study;
  private final Trials trials;
  private final String json;
  private final String digest;
  private final Instant created = Instant.now();
  private final Map<String, String> provenance = Continuation.provenance();
  private final PendingTrials pending;
  private final TreeMap<Long, List<Row>> rows = new TreeMap<>();
  private final Set<ColumnInfo> columns = new LinkedHashSet<>();
  private String description = "";
  private long ok;
  private long failed;
  private boolean beingRecorded;

  MemoryResultSet(String tag, Study study, Trials trials) {
    this.tag = tag;
    this.study = study;
    this.trials = trials;
    this.json = StudyJson.write(study);
    this.digest = StudyDigest.of(study);
    this.pending = PendingTrials.upTo(trials.size());
    study.space().names().forEach(name -> columns.add(column(Kind.PARAMETER, name)));
  }

  private static ColumnInfo column(Kind kind, String name) {
    return new ColumnInfo(kind, name, name);
  }

  OptionalLong seed() {
    return study.seed();
  }

  synchronized Recorder recorder(RecordOptions options) {
    if (beingRecorded) {
      throw NotebookException.refused(
          "the result set '" + tag + "' is being recorded already; wait until that run has ended");
    }
    beingRecorded = true;
    description = options.description().isEmpty() ? description : options.description();
    if (options.retryFailed()) {
      rows.forEach(
          (trial, of) -> {
            if (of.get(0).status() != Status.OK && !pending.again().contains(trial)) {
              pending.again().add(TrialRange.of(trial));
              failed--;
            }
          });
    }
    return new MemoryRecorder();
  }

  private synchronized void record(Batch batch) {
    TrialRanges wanted = pending.within(batch.trials());
    if (wanted.isEmpty()) {
      return;
    }
    BatchPoints points = BatchPoints.of(study, trials, batch);
    learn(Kind.PARAMETER, points.parameters());
    learn(Kind.DERIVED, batch.derived());
    learn(Kind.METADATA, batch.metadata());
    learn(Kind.RESULT, batch.results());
    BatchRows read = new BatchRows(batch, points);
    for (TrialRange range : wanted.ranges()) {
      for (long trial = range.first(); trial < range.end(); trial++) {
        List<Row> of = read.of((int) (trial - batch.trials().first()));
        rows.put(trial, of);
        if (of.get(0).status() == Status.OK) {
          ok++;
        } else {
          failed++;
        }
      }
    }
    pending.removeAll(wanted);
  }

  private void learn(Kind kind, List<Column> batchColumns) {
    batchColumns.forEach(batchColumn -> columns.add(column(kind, batchColumn.name())));
  }

  @Override
  public String tag() {
    return tag;
  }

  @Override
  public synchronized String description() {
    return description;
  }

  @Override
  public String study() {
    return json;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public Instant created() {
    return created;
  }

  @Override
  public Map<String, String> provenance() {
    return provenance;
  }

  @Override
  public synchronized Tally tally() {
    return new Tally(trials.size(), ok, failed);
  }

  @Override
  public synchronized TrialRanges pending() {
    return pending.all();
  }

  @Override
  public synchronized List<ColumnInfo> columns() {
    return List.copyOf(columns);
  }

  @Override
  public Stream<Row> rows(Query query) {
    List<List<Row>> snapshot;
    List<ColumnInfo> known;
    synchronized (this) {
      snapshot = new ArrayList<>(rows.values());
      known = columns();
    }
    query.requireKnown(tag, parameters(known));
    return snapshot.stream()
        .flatMap(List::stream)
        .filter(query::matches)
        .map(row -> completed(row, known));
  }

  private static List<String> parameters(List<ColumnInfo> known) {
    return known.stream()
        .filter(each -> each.kind() == Kind.PARAMETER || each.kind() == Kind.DERIVED)
        .map(ColumnInfo::name)
        .toList();
  }

  /** The row with null for every name that other rows have and it has not. */
  private static Row completed(Row row, List<ColumnInfo> known) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    Map<String, @Nullable Object> results = new LinkedHashMap<>();
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    for (ColumnInfo column : known) {
      String name = column.name();
      switch (column.kind()) {
        case PARAMETER, DERIVED -> parameters.put(name, row.parameters().get(name));
        case RESULT -> results.put(name, row.results().get(name));
        case METADATA -> metadata.put(name, row.metadata().get(name));
      }
    }
    return new Row(
        row.trial(),
        row.row(),
        row.point(),
        row.replicate(),
        row.status(),
        row.engine(),
        row.attempt(),
        row.timing(),
        row.failure(),
        Collections.unmodifiableMap(parameters),
        Collections.unmodifiableMap(results),
        Collections.unmodifiableMap(metadata));
  }

  private final class MemoryRecorder implements Recorder {

    private boolean closed;

    @Override
    public Study study() {
      return study;
    }

    @Override
    public TrialRanges pending() {
      return MemoryResultSet.this.pending();
    }

    @Override
    public Tally tally() {
      return MemoryResultSet.this.tally();
    }

    @Override
    public void record(List<Batch> batches) {
      synchronized (MemoryResultSet.this) {
        if (closed) {
          throw new IllegalStateException("the recorder of '" + tag + "' is closed");
        }
        batches.forEach(MemoryResultSet.this::record);
      }
    }

    @Override
    public void close() {
      synchronized (MemoryResultSet.this) {
        beingRecorded = closed && beingRecorded;
        closed = true;
      }
    }
  }
}
