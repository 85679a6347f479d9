package org.labactors.internal.merge;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.labactors.experiment.Status;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.json.StudyDifference;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.recording.TrialRows;
import org.labactors.notebook.Audit;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

/**
 * Result sets of the same study as one. It is read from its parts, a row at a time. A trial that
 * several parts have a result of is there once. What is to run again in one part is taken from
 * another that has a result.
 */
public final class MergedResultSet implements ResultSet {

  private final List<Part> parts;
  private final Optional<String> winner;
  private final TrialRanges open;
  private Tally tally = new Tally(0, 0, 0);
  private long repeated;

  private MergedResultSet(List<Part> parts, Optional<String> winner) {
    this.parts = List.copyOf(parts);
    this.winner = winner;
    this.open = parts.stream().map(Part::open).reduce(Part::common).orElseGet(TrialRanges::new);
  }

  /**
   * Merges result sets; reads all of them once.
   *
   * @param parts with one tag
   * @param winner the location of the part whose results are taken where results differ
   * @param conflicts is given each trial that has other results in one part than in another, unless
   *     the winner has a result of it; the result set is of no use then
   * @throws NotebookException if they are not of one study; the text says what differs
   */
  public static MergedResultSet of(
      List<Part> parts, Optional<String> winner, Consumer<Conflict> conflicts) {
    Part first = parts.get(0);
    parts.forEach(other -> requireSameStudy(first, other));
    MergedResultSet merged = new MergedResultSet(parts, winner);
    merged.count(conflicts);
    return merged;
  }

  private static void requireSameStudy(Part one, Part other) {
    if (one.results().digest().equals(other.results().digest())) {
      return;
    }
    String there = one.results().studyJson();
    String here = other.results().studyJson();
    List<String> differences = StudyDifference.between(there, here);
    if (!differences.isEmpty()) {
      throw NotebookException.refused(
          "the result set '%s' is of one study in %s (there) and of another in %s (here):%n  %s"
              .formatted(
                  one.results().tag(),
                  one.location(),
                  other.location(),
                  String.join("\n  ", differences)));
    }
    if (!StudyJson.haveSameFiles(there, here) && !(one.isOfKnownCode() && other.isOfKnownCode())) {
      throw NotebookException.refused(
          "the result set '%s' was made with other files in %s than in %s, and in one of them it is not noted which results; go on with both by 'lab run' with the same files first"
              .formatted(one.results().tag(), one.location(), other.location()));
    }
  }

  private void count(Consumer<Conflict> conflicts) {
    long ok = 0;
    long recorded = 0;
    try (Stream<List<Row>> trials = trials(conflicts)) {
      for (List<Row> trial : (Iterable<List<Row>>) trials::iterator) {
        Row row = trial.get(0);
        if (!open.contains(row.trial())) {
          recorded++;
          ok += row.status() == Status.OK ? 1 : 0;
        }
      }
    }
    long all = first().tally().trials();
    tally = new Tally(all, ok, recorded - ok, cancelled().size());
    repeated = parts.stream().mapToLong(part -> part.results().tally().recorded()).sum() - recorded;
  }

  /** How many results were in several parts and are left out. */
  public long repeated() {
    return repeated;
  }

  private ResultSet first() {
    return parts.get(0).results();
  }

  private Stream<List<Row>> trials(Consumer<Conflict> conflicts) {
    List<MergedTrials.Reading> readings = new ArrayList<>();
    List<Stream<Row>> opened = new ArrayList<>();
    for (Part part : parts) {
      Stream<Row> rows = part.results().rows(Query.ALL);
      opened.add(rows);
      readings.add(new MergedTrials.Reading(part, new TrialRows(rows.iterator()), part.open()));
    }
    Spliterator<List<Row>> merged =
        Spliterators.spliteratorUnknownSize(
            new MergedTrials(readings, winner, conflicts),
            Spliterator.ORDERED | Spliterator.NONNULL);
    Stream<List<Row>> trials = StreamSupport.stream(merged, false);
    for (Stream<Row> each : opened) {
      trials = trials.onClose(each::close);
    }
    return trials;
  }

  @Override
  public String tag() {
    return first().tag();
  }

  /** The first there is. */
  @Override
  public String description() {
    return parts.stream()
        .map(part -> part.results().description())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** All; of one name the first. */
  @Override
  public Map<String, Object> attributes() {
    Map<String, Object> attributes = new TreeMap<>();
    parts.forEach(part -> part.results().attributes().forEach(attributes::putIfAbsent));
    return attributes;
  }

  /** Whether all parts are. */
  @Override
  public boolean isFinished() {
    return parts.stream().allMatch(part -> part.results().isFinished());
  }

  @Override
  public String studyJson() {
    return first().studyJson();
  }

  @Override
  public String digest() {
    return first().digest();
  }

  @Override
  public Instant created() {
    return parts.stream()
        .map(part -> part.results().created())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The entries of all parts, each with the notebook that it is from. */
  @Override
  public List<Provenance> provenance() {
    List<Provenance> all = new ArrayList<>();
    MergedCodes codes = MergedCodes.of(parts, winner);
    long before = 0;
    for (Part part : parts) {
      for (Provenance entry : part.results().provenance()) {
        Map<String, String> facts = new LinkedHashMap<>(codes.renumbered(part, entry).facts());
        facts.put("merged from", part.location());
        all.add(new Provenance(entry.began(), before + entry.recorded(), facts, entry.code()));
      }
      before += part.results().tally().recorded();
    }
    return all;
  }

  /** Those of all parts. */
  @Override
  public List<Audit> audits() {
    return parts.stream().flatMap(part -> part.results().audits().stream()).toList();
  }

  @Override
  public Map<RecordedCode, TrialRanges> codes() {
    return MergedCodes.of(parts, winner).trials();
  }

  @Override
  public boolean writeKeptJar(CodeJar jar, Path file) {
    return parts.stream().anyMatch(part -> part.results().writeKeptJar(jar, file));
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public TrialRanges pending() {
    return isFinished() ? new TrialRanges() : open.copy();
  }

  @Override
  public TrialRanges cancelled() {
    return isFinished() ? open.copy() : new TrialRanges();
  }

  @Override
  public List<ColumnInfo> columns() {
    Map<List<Object>, ColumnInfo> columns = new LinkedHashMap<>();
    for (Part part : parts) {
      for (ColumnInfo column : part.results().columns()) {
        columns.putIfAbsent(List.of(column.kind(), column.name()), column);
      }
    }
    return List.copyOf(columns.values());
  }

  @Override
  public Stream<Row> rows(Query query) {
    return trials(MergedResultSet::changed).flatMap(List::stream).filter(query::matches);
  }

  private static void changed(Conflict conflict) {
    throw NotebookException.refused(
        "trial %d was recorded in %s or %s while they were merged"
            .formatted(conflict.row().trial(), conflict.one(), conflict.other()));
  }
}
