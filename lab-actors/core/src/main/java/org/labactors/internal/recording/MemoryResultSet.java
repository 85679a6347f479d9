package org.labactors.internal.recording;

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
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.reach.CodeNow;
import org.labactors.notebook.Audit;
import org.labactors.notebook.ChangedCode;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.PendingTrials;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/** A result set of a {@link MemoryNotebook}. All state is guarded by the instance's monitor. */
final class MemoryResultSet implements ResultSet {

  private long trials;
  private String json;
  private String digest;
  private final Instant created;
  private final List<Provenance> provenance = new ArrayList<>();
  private final List<Audit> audits = new ArrayList<>();
  private final PendingTrials pending;
  private final TrialRanges cancelled = new TrialRanges();
  private final TreeMap<Long, List<Row>> rows = new TreeMap<>();
  private final Set<ColumnInfo> columns = new LinkedHashSet<>();
  private final TreeMap<String, Object> attributes = new TreeMap<>();

  /** All codes by their numbers, and which trials each has made. */
  private final TreeMap<Integer, RecordedCode> codes = new TreeMap<>();

  private final TreeMap<Integer, TrialRanges> made = new TreeMap<>();

  /** The rows that were made by other code and whose trials were to run again. */
  private final List<List<Row>> history = new ArrayList<>();

  private int code;
  private String tag;
  private String description = "";
  private long ok;
  private long failed;
  private boolean beingRecorded;
  private boolean finished;

  /** An empty result set of a study. */
  MemoryResultSet(String tag, Study study, Trials trials) {
    this(tag, StudyJson.write(study), StudyDigest.of(study), trials.size(), Instant.now());
    pending.fresh().addAll(TrialRanges.upTo(trials.size()));
    trials.parameters().forEach(name -> columns.add(column(Kind.PARAMETER, name)));
  }

  private MemoryResultSet(String tag, String json, String digest, long trials, Instant created) {
    this.tag = tag;
    this.json = json;
    this.digest = digest;
    this.trials = trials;
    this.created = created;
    this.pending = PendingTrials.upTo(0);
  }

  /** A copy of any result set, under another tag. */
  static MemoryResultSet copyOf(ResultSet original, String tag) {
    Tally tally = original.tally();
    MemoryResultSet copy =
        new MemoryResultSet(
            tag, original.studyJson(), original.digest(), tally.trials(), original.created());
    TrialRanges still = original.pending();
    copy.cancelled.addAll(original.cancelled());
    copy.description = original.description();
    copy.attributes.putAll(original.attributes());
    copy.provenance.addAll(original.provenance());
    copy.audits.addAll(original.audits());
    original
        .codes()
        .forEach(
            (code, trials) -> {
              copy.codes.put(code.number(), code);
              copy.made.put(code.number(), trials.copy());
            });
    copy.finished = original.isFinished();
    original.columns().forEach(each -> copy.columns.add(column(each.kind(), each.name())));
    try (Stream<Row> all = original.rows(Query.ALL)) {
      all.forEach(
          row -> copy.rows.computeIfAbsent(row.trial(), trial -> new ArrayList<>()).add(row));
    }
    copy.rows.forEach(
        (trial, of) -> {
          boolean isOk = of.get(0).status() == Status.OK;
          copy.ok += isOk ? 1 : 0;
          if (!isOk && still.contains(trial)) {
            copy.pending.again().add(TrialRange.of(trial));
          } else if (!isOk) {
            copy.failed++;
          }
          still.remove(TrialRange.of(trial));
        });
    copy.pending.fresh().addAll(still);
    return copy;
  }

  private static ColumnInfo column(Kind kind, String name) {
    return new ColumnInfo(kind, name, name);
  }

  OptionalLong seed() {
    return StudyJson.seedOf(json);
  }

  synchronized void describe(String text) {
    description = text;
  }

  synchronized void setAttribute(String name, @Nullable Object value) {
    if (value != null) {
      attributes.put(name, value);
    } else {
      EditRules.requireAttribute(name, attributes);
      attributes.remove(name);
    }
  }

  synchronized void add(Audit audit) {
    audits.add(audit);
  }

  synchronized void requireIdle() {
    if (beingRecorded) {
      throw EditRules.beingRecorded(tag);
    }
  }

  synchronized void rename(String newTag) {
    tag = newTag;
  }

  synchronized void finish() {
    cancelled.addAll(pending.fresh());
    failed += pending.again().size();
    pending.removeAll(pending.all());
    finished = true;
  }

  synchronized Recorder recorder(Study study, RecordOptions options) {
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
    List<String> warnings = new ArrayList<>();
    Continuation.otherTimeLimit(study, json, ok + failed).ifPresent(warnings::add);
    grow(study);
    json = StudyJson.write(study);
    digest = StudyDigest.of(study);
    CodeNow now = options.codeNow(study);
    code = numberOf(NewCode.of(now));
    if (options.changedCode() == ChangedCode.RERUN) {
      runAgain(now.parts().digest(), options.ofPart(study, TrialRanges.upTo(trials)));
    }
    provenance.add(
        Provenance.now(ok + failed, study, now.jars())
            .withCode(code)
            .withChangedCode(options.changedCode()));
    warnings.addAll(CodeChanges.warnings(study, provenance, codes));
    return new MemoryRecorder(this, study, warnings);
  }

  /** Makes room for the trials that a study has more, if it has. */
  private void grow(Study study) {
    long size = new Trials(study).size();
    if (size > trials) {
      pending.fresh().add(new TrialRange(trials, size));
      trials = size;
    }
    study
        .assumed()
        .forEach(
            (name, value) -> {
              if (columns.add(column(Kind.PARAMETER, name))) {
                rows.replaceAll(
                    (trial, of) -> of.stream().map(row -> with(row, name, value)).toList());
              }
            });
  }

  private int numberOf(RecordedCode now) {
    for (RecordedCode there : codes.values()) {
      if (there.isSameAs(now)) {
        return there.number();
      }
    }
    int number = codes.isEmpty() ? 1 : codes.lastKey() + 1;
    codes.put(number, now.numbered(number));
    return number;
  }

  /** Makes those of some trials pending that other code made than this. */
  private void runAgain(String digest, TrialRanges some) {
    TrialRanges same = new TrialRanges();
    codes.values().stream()
        .filter(each -> each.digest().equals(digest))
        .forEach(each -> same.addAll(made.getOrDefault(each.number(), new TrialRanges())));
    for (long trial : List.copyOf(rows.keySet())) {
      List<Row> of = rows.getOrDefault(trial, List.of());
      TrialRange range = TrialRange.of(trial);
      if (some.contains(trial) && !same.contains(trial)) {
        history.add(of);
        rows.remove(trial);
        if (of.get(0).status() == Status.OK) {
          ok--;
        } else if (!pending.again().contains(trial)) {
          failed--;
        }
        pending.again().remove(range);
        pending.fresh().add(range);
        made.values().forEach(each -> each.remove(range));
      }
    }
  }

  synchronized long prune() {
    long pruned = history.size();
    history.clear();
    return pruned;
  }

  @Override
  public synchronized List<RecordedCode> knownCodes() {
    return List.copyOf(codes.values());
  }

  @Override
  public synchronized Map<RecordedCode, TrialRanges> codes() {
    Map<RecordedCode, TrialRanges> all = new LinkedHashMap<>();
    codes.forEach(
        (number, each) -> {
          TrialRanges of = made.getOrDefault(number, new TrialRanges());
          if (!of.isEmpty()) {
            all.put(each, of.copy());
          }
        });
    return all;
  }

  synchronized void letGo() {
    beingRecorded = false;
  }

  synchronized void record(Study study, Trials trials, List<Batch> batches) {
    batches.forEach(batch -> record(study, trials, batch));
  }

  private void record(Study study, Trials trials, Batch batch) {
    TrialRanges wanted = pending.within(batch.trials());
    if (wanted.isEmpty()) {
      return;
    }
    BatchPoints points = BatchPoints.of(study, trials, batch);
    learn(Kind.PARAMETER, points.parameters());
    learn(Kind.DERIVED, batch.derived());
    learn(Kind.RESULT, batch.results());
    learn(Kind.METADATA, batch.metadata());
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
    made.values().forEach(others -> others.removeAll(wanted));
    made.computeIfAbsent(code, fresh -> new TrialRanges()).addAll(wanted);
    int last = provenance.size() - 1;
    ProgramVersions.addTo(provenance.get(last).facts(), batch)
        .ifPresent(facts -> provenance.set(last, provenance.get(last).withFacts(facts)));
  }

  private void learn(Kind kind, List<Column> batchColumns) {
    batchColumns.forEach(batchColumn -> columns.add(column(kind, batchColumn.name())));
  }

  @Override
  public synchronized String tag() {
    return tag;
  }

  @Override
  public synchronized String description() {
    return description;
  }

  @Override
  public synchronized Map<String, Object> attributes() {
    return Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  @Override
  public synchronized boolean isFinished() {
    return finished;
  }

  @Override
  public synchronized TrialRanges cancelled() {
    return cancelled.copy();
  }

  @Override
  public String studyJson() {
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
  public synchronized List<Provenance> provenance() {
    return List.copyOf(provenance);
  }

  @Override
  public synchronized List<Audit> audits() {
    return List.copyOf(audits);
  }

  @Override
  public synchronized Tally tally() {
    return new Tally(trials, ok, failed, cancelled.size());
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
    query.requireKnown(tag(), parameters(known));
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
    return with(row, parameters, results, metadata);
  }

  /** The row with a parameter more. */
  private static Row with(Row row, String name, Object value) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>(row.parameters());
    parameters.put(name, value);
    return with(row, parameters, row.results(), row.metadata());
  }

  private static Row with(
      Row row,
      Map<String, @Nullable Object> parameters,
      Map<String, @Nullable Object> results,
      Map<String, @Nullable Object> metadata) {
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
}
