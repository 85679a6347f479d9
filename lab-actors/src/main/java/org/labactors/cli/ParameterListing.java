package org.labactors.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ResultSet;

/** The parameters that are found in a result set, as rows. */
final class ParameterListing {

  private ParameterListing() {}

  /** A row for each parameter: its name, how many values there are, and the values. */
  static Listing ofValues(ResultSet resultSet) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    resultSet
        .parameterValues()
        .forEach((name, values) -> rows.add(List.of(name, (long) values.size(), values)));
    return new Listing(List.of("parameter", "count", "values"), rows);
  }

  /** A column for each parameter, and a row for each combination. */
  static Listing ofCombinations(ResultSet resultSet) {
    List<Map<String, @Nullable Object>> combinations = resultSet.combinations();
    List<String> names =
        combinations.isEmpty() ? List.of() : List.copyOf(combinations.get(0).keySet());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Map<String, @Nullable Object> combination : combinations) {
      List<@Nullable Object> row = new ArrayList<>();
      names.forEach(name -> row.add(combination.get(name)));
      rows.add(row);
    }
    return new Listing(names, rows);
  }
}
