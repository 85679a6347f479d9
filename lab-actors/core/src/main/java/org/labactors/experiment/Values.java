package org.labactors.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.annotation.CheckReturnValue;

/**
 * The named values that a trial measured: one row as a rule, several when an experiment reports,
 * say, one row for each step of time.
 *
 * <p>A name is any string that is not empty and does not start with an underscore (those are the
 * lab's own). A value is as {@link CanonicalValue} says; arrays are copied, so an experiment may go
 * on using its buffer.
 *
 * <p>A row may carry {@link Notes} of its own, beside those which the {@link Trial} takes for all
 * rows.
 */
@CheckReturnValue
public final class Values implements NamedValues {

  private static final Values NONE = new Values(List.of(Map.of()), List.of());

  private final List<Map<String, @Nullable Object>> rows;
  private final List<Notes> notes;

  private Values(List<Map<String, @Nullable Object>> rows, List<Notes> notes) {
    this.rows = rows;
    this.notes = notes;
  }

  /** Nothing measured: a row without values. */
  public static Values none() {
    return NONE;
  }

  /** One row of one value. */
  public static Values of(String name, @Nullable Object value) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>(2);
    put(row, name, value);
    return one(row);
  }

  /** One row of two values. */
  public static Values of(
      String name1, @Nullable Object value1, String name2, @Nullable Object value2) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>(4);
    put(row, name1, value1);
    put(row, name2, value2);
    return one(row);
  }

  /** One row of three values. */
  public static Values of(
      String name1,
      @Nullable Object value1,
      String name2,
      @Nullable Object value2,
      String name3,
      @Nullable Object value3) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>(4);
    put(row, name1, value1);
    put(row, name2, value2);
    put(row, name3, value3);
    return one(row);
  }

  /** One row of any number of values, in the order of the map. */
  public static Values of(Map<String, ? extends @Nullable Object> values) {
    return one(canonicalRow(values));
  }

  /**
   * One row of the components of a Java record, by their names and in their order.
   *
   * @throws IllegalArgumentException if a component is of a type that cannot be recorded, or the
   *     record is in a module that does not open its package
   */
  public static Values of(Record values) {
    return of(RecordValues.of(values));
  }

  /**
   * Several rows; their names may differ.
   *
   * @param rows the rows in order; with none the trial is recorded with one row without values
   */
  public static Values rows(List<? extends Map<String, ? extends @Nullable Object>> rows) {
    if (rows.isEmpty()) {
      return NONE;
    }
    List<Map<String, @Nullable Object>> copies = new ArrayList<>(rows.size());
    for (Map<String, ? extends @Nullable Object> row : rows) {
      copies.add(canonicalRow(row));
    }
    return new Values(Collections.unmodifiableList(copies), List.of());
  }

  /** The rows of several, one after the other. */
  public static Values joined(List<Values> parts) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<Notes> notes = new ArrayList<>();
    for (Values part : parts) {
      rows.addAll(part.rows);
      notes.addAll(part.notesOfEach());
    }
    boolean noted = notes.stream().anyMatch(each -> !each.equals(Notes.NONE));
    return rows.isEmpty()
        ? NONE
        : new Values(Collections.unmodifiableList(rows), noted ? List.copyOf(notes) : List.of());
  }

  /** A copy with one more value, in every row. */
  public Values with(String name, @Nullable Object value) {
    List<Map<String, @Nullable Object>> copies = new ArrayList<>(rows.size());
    for (Map<String, @Nullable Object> row : rows) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>(row);
      put(copy, name, value);
      copies.add(Collections.unmodifiableMap(copy));
    }
    return new Values(Collections.unmodifiableList(copies), notes);
  }

  /**
   * A copy of which every row carries what has been derived and noted in a {@linkplain Trial#part()
   * part} of the trial; what a row carries already stays.
   */
  public Values notedIn(Trial part) {
    Notes noted = new Notes(part.derived(), part.metadata());
    return noted.equals(Notes.NONE)
        ? this
        : new Values(rows, notesOfEach().stream().map(each -> each.over(noted)).toList());
  }

  /** The rows, at least one; unmodifiable, with canonical values. */
  public List<Map<String, @Nullable Object>> rows() {
    return rows;
  }

  /**
   * The value of a name, of the one row there is. So a test can read what an experiment measured.
   *
   * @return a canonical value
   * @throws IllegalArgumentException if there is no such name, or several rows
   */
  public @Nullable Object get(String name) {
    Map<String, @Nullable Object> row = row();
    if (!row.containsKey(name)) {
      throw new IllegalArgumentException(
          "there is no value '" + name + "'; there are " + NamedValue.describe(row));
    }
    return row.get(name);
  }

  @Override
  public NamedValue named(String name) {
    return new NamedValue("the value '" + name + "'", get(name), this::row);
  }

  private Map<String, @Nullable Object> row() {
    if (rows.size() > 1) {
      throw new IllegalArgumentException(
          "there are " + rows.size() + " rows; take rows(), which has all of them");
    }
    return rows.get(0);
  }

  /** What was noted about each row; empty if there is nothing about any. */
  public List<Notes> notes() {
    return notes;
  }

  private List<Notes> notesOfEach() {
    return notes.isEmpty() ? Collections.nCopies(rows.size(), Notes.NONE) : notes;
  }

  private static Values one(Map<String, @Nullable Object> row) {
    return new Values(List.of(Collections.unmodifiableMap(row)), List.of());
  }

  private static Map<String, @Nullable Object> canonicalRow(
      Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    values.forEach((name, value) -> put(row, name, value));
    return Collections.unmodifiableMap(row);
  }

  private static void put(Map<String, @Nullable Object> row, String name, @Nullable Object value) {
    Names.check("the measured value", name);
    try {
      row.put(name, CanonicalValue.of(value));
    } catch (IllegalArgumentException refusal) {
      throw new IllegalArgumentException(
          "the measured value '" + name + "' is " + refusal.getMessage(), refusal);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Values values && rows.equals(values.rows) && notes.equals(values.notes);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  @Override
  public String toString() {
    return rows.size() == 1 ? rows.get(0).toString() : rows.toString();
  }
}
