package org.labactors.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.NamedValue;
import org.labactors.experiment.NamedValues;
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
    Map<String, @Nullable Object> metadata)
    implements NamedValues {

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
  @Override
  public double getDouble(String name) {
    return get(name) == null ? Double.NaN : named(name).number();
  }

  @Override
  public NamedValue named(String name) {
    String what = results.containsKey(name) ? "result" : "parameter";
    return new NamedValue("the " + what + " '" + name + "'", get(name), this::values);
  }

  private Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(parameters);
    values.putAll(results);
    return values;
  }
}
