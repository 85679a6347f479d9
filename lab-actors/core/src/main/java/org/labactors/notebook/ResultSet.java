package org.labactors.notebook;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.code.CodeJar;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

/** The results of one study under a tag, for reading; each call sees what is recorded by then. */
public interface ResultSet {

  /** The tag. */
  String tag();

  /** What it is, in the words of who ran it; may be empty. */
  String description();

  /** What the user noted about it: values by name, in alphabetical order. */
  Map<String, Object> attributes();

  /** Whether it is finished: locked for ever. */
  boolean isFinished();

  /** The study as JSON, with its seed. */
  String studyJson();

  /** The digest of the study, SHA-256 in hexadecimal. */
  String digest();

  /** When it was begun. */
  Instant created();

  /** Who began and continued it, when, and with which code; oldest first. */
  List<Provenance> provenance();

  /** What came of running trials of it again, each time that was done; oldest first. */
  List<Audit> audits();

  /**
   * Which code made which trials, in the order of the codes' numbers. Trials that were recorded
   * before notebooks noted the code are with none.
   */
  default Map<RecordedCode, TrialRanges> codes() {
    return Map.of();
  }

  /** The code that made a trial, if the trial is recorded and the code was noted. */
  default Optional<RecordedCode> codeOf(long trial) {
    return codes().entrySet().stream()
        .filter(made -> made.getValue().contains(trial))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Codes that the notebook knows, those that made these trials among them; without reading rows.
   */
  default List<RecordedCode> knownCodes() {
    return List.copyOf(codes().keySet());
  }

  /**
   * Writes a jar with code of an experiment that the notebook keeps to a file; false if it does not
   * keep it.
   */
  default boolean writeKeptJar(CodeJar jar, Path file) {
    return false;
  }

  /** How many trials there are and how many are recorded. */
  Tally tally();

  /** The trials not recorded yet. */
  TrialRanges pending();

  /** The trials that were called off for ever when the result set was finished. */
  TrialRanges cancelled();

  /**
   * The columns of the user's, in the order in which they appeared; among them names for which the
   * store has no column left, whose values are in its column {@code _more}.
   */
  List<ColumnInfo> columns();

  /**
   * The combinations of parameter values, derived parameters included, for which there are rows;
   * each once, in the order in which they were found. All of them are held in memory.
   */
  default List<Map<String, @Nullable Object>> combinations() {
    return combinations(Integer.MAX_VALUE);
  }

  /**
   * The combinations of parameter values, as {@link #combinations()} gives them.
   *
   * @param most how many there may be
   * @throws NotebookException if there are more; the text says what one can do
   */
  default List<Map<String, @Nullable Object>> combinations(int most) {
    Set<Map<String, @Nullable Object>> found = new LinkedHashSet<>();
    try (Stream<Row> rows = parameterRows()) {
      rows.forEach(
          row -> {
            if (found.add(row.parameters()) && found.size() > most) {
              throw NotebookException.refused(
                  "the result set '%s' has more than %,d combinations of parameters; an export has all rows with them"
                      .formatted(tag(), most));
            }
          });
    }
    return List.copyOf(found);
  }

  /**
   * The values of each parameter for which there are rows, each once; numbers before others and in
   * ascending order. All of them are held in memory.
   */
  default Map<String, List<Object>> parameterValues() {
    Map<String, List<Object>> all = new LinkedHashMap<>();
    parameterValues(Integer.MAX_VALUE - 1).forEach((name, of) -> all.put(name, of.values()));
    return all;
  }

  /**
   * The values of each parameter for which there are rows, as far as there are not too many.
   *
   * @param most how many values of a parameter are held
   */
  default Map<String, ParameterValues> parameterValues(int most) {
    try (Stream<Row> rows = parameterRows()) {
      return ParameterValues.of(rows, most);
    }
  }

  /** All rows, of which only the parameters are looked at. */
  default Stream<Row> parameterRows() {
    return rows(Query.ALL);
  }

  /**
   * The rows that a query asks for, in the order of trials, read as the stream goes along. Close
   * the stream.
   */
  Stream<Row> rows(Query query);

  /**
   * Reads some columns of all successful trials and nothing else, which is quick for millions of
   * rows, in the order of trials. Values are those of the cells: what a cell cannot hold as it is,
   * such as a NaN in SQLite, may be missing.
   *
   * @param columns some of {@link #columns}
   * @param visitor is given each row, for as long as it looks at it
   */
  default void scan(List<ColumnInfo> columns, Consumer<ScannedRow> visitor) {
    try (Stream<Row> rows = rows(Query.SUCCESSFUL)) {
      rows.forEach(row -> visitor.accept(new RowScan(row, columns)));
    }
  }

  /**
   * A column.
   *
   * @param kind what it holds
   * @param name the name the user gave it
   * @param column its name in the store, which differs from the name where the store cannot carry
   *     it
   */
  record ColumnInfo(Kind kind, String name, String column) {}

  /** What a column holds. */
  enum Kind {
    /** A value that the study gives. */
    PARAMETER,
    /** A parameter that follows from others. */
    DERIVED,
    /** What a trial measured. */
    RESULT,
    /** What was noted of a trial beside its results. */
    METADATA;

    /** The word in notebooks and on screen. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
