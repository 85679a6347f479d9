package org.labactors.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.NamedValue;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;

/**
 * One row of a result set. Values are canonical; names are the user's.
 *
 * @param trial the trial's number
 * @param row which row of its trial, from 0
 * @param point the index of its point in standard order
 * @param replicate which repetition at the point
 * @param status how the trial ended
 * @param engine which engine ran it
 * @param attempt the attempt that was recorded, from 1
 * @param timing when the trial ran and for how long
 * @param failure why it failed, null if it did not
 * @param parameters the point's parameters, derived ones included
 * @param results what was measured; a name that this row does not have is absent or null
 * @param metadata what the trial noted about itself
 */
public record Row(
    long trial,
    int row,
    long point,
    int replicate,
    Status status,
    String engine,
    int attempt,
    Result.Timing timing,
    Result.@Nullable Failure failure,
    Map<String, @Nullable Object> parameters,
    Map<String, @Nullable Object> results,
    Map<String, @Nullable Object> metadata) {

  /**
   * A parameter or a measured value by name; the measured one if both have it.
   *
   * @throws IllegalArgumentException if there is neither; the text lists the names there are
   */
  public @Nullable Object get(String name) {
    if (results.containsKey(name)) {
      return results.get(name);
    }
    if (parameters.containsKey(name)) {
      return parameters.get(name);
    }
    throw new IllegalArgumentException(
        "there is no parameter or result '"
            + name
            + "'; there are "
            + parameters.keySet()
            + " and "
            + results.keySet());
  }

  /** The value of a column; null if this row has none. */
  public @Nullable Object valueOf(ResultSet.ColumnInfo column) {
    return switch (column.kind()) {
      case PARAMETER, DERIVED -> parameters.get(column.name());
      case RESULT -> results.get(column.name());
      case METADATA -> metadata.get(column.name());
    };
  }

  /**
   * A parameter or result that is a number, a whole one included; NaN if the value is missing.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no number
   */
  public double getDouble(String name) {
    return get(name) == null ? Double.NaN : named(name).number();
  }

  /**
   * A parameter or result that is a whole number; 3.0 is one.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no whole number
   */
  public long getLong(String name) {
    return named(name).whole();
  }

  /**
   * A parameter or result that is a whole number of 32 bits.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no such number
   */
  public int getInt(String name) {
    return named(name).whole32();
  }

  /**
   * A parameter or result that is a string.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no string
   */
  public String getString(String name) {
    return named(name).text();
  }

  /**
   * A parameter or result that is true or false.
   *
   * @throws IllegalArgumentException if there is no such name, or it is neither
   */
  public boolean getBoolean(String name) {
    return named(name).truth();
  }

  /**
   * A parameter or result that is an array; its elements are canonical values.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no array
   */
  public List<?> getList(String name) {
    return named(name).list();
  }

  /**
   * A parameter or result that is an array of numbers.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no such array
   */
  public double[] getDoubles(String name) {
    return named(name).numbers();
  }

  /**
   * A parameter or result that is an array of whole numbers.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no such array
   */
  public long[] getLongs(String name) {
    return named(name).wholes();
  }

  private NamedValue named(String name) {
    String what = results.containsKey(name) ? "result" : "parameter";
    return new NamedValue("the " + what + " '" + name + "'", get(name), this::values);
  }

  private Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(parameters);
    values.putAll(results);
    return values;
  }
}
