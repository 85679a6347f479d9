package org.labactors.cli.internal.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Listing;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.ResultSet;

/** The parameters that are found in a result set, as rows. */
final class ParameterListing {

  /** More values, or combinations, are not listed; an export has them all. */
  static final int MOST = 100_000;

  private ParameterListing() {}

  /**
   * A row for each parameter: its name, how many values there are, and the values. Of a parameter
   * with more than {@link #MOST} values both say so.
   */
  static Listing ofValues(ResultSet resultSet) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    resultSet
        .parameterValues(MOST)
        .forEach(
            (name, of) ->
                rows.add(
                    of.isWhole()
                        ? List.of(name, (long) of.values().size(), of.values())
                        : List.of(
                            name,
                            "more than " + Wording.count(MOST),
                            "too many to list; export them")));
    return new Listing(List.of("parameter", "count", "values"), rows);
  }

  /** A column for each parameter, and a row for each combination. */
  static Listing ofCombinations(ResultSet resultSet) {
    List<Map<String, @Nullable Object>> combinations = resultSet.combinations(MOST);
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
