package org.labactors.plot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.design.Range;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.text.Spelling;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.Row;

/**
 * What there is to be seen in a result set, found out from its study and its first rows.
 *
 * @param tag the tag of the result set
 * @param variables everything that has a column
 */
record Survey(String tag, List<Variable> variables) {

  /** So many rows tell what a column holds. */
  private static final int ROWS = 1_000;

  Survey {
    variables = List.copyOf(variables);
  }

  /**
   * Looks at a result set.
   *
   * @throws PlotException if no trial is recorded as ok
   */
  static Survey of(ResultSet results) {
    List<ColumnInfo> columns = results.columns();
    List<Sighting> sightings = new ArrayList<>();
    columns.forEach(column -> sightings.add(new Sighting()));
    long[] rows = {0};
    try (Stream<Row> first = results.rows(Query.SUCCESSFUL)) {
      first
          .limit(ROWS)
          .forEach(
              row -> {
                rows[0]++;
                for (int i = 0; i < columns.size(); i++) {
                  sightings.get(i).see(row.valueOf(columns.get(i)));
                }
              });
    }
    if (rows[0] == 0) {
      throw new PlotException(
          "the result set '"
              + results.tag()
              + "' has no successful trial yet, so there is nothing to plot");
    }
    Map<String, Range> ranges = StudyJson.parameters(results.studyJson());
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnInfo column = columns.get(i);
      Range range = column.kind() == Kind.PARAMETER ? ranges.get(column.name()) : null;
      Sighting seen = sightings.get(i);
      variables.add(
          new Variable(
              column, seen.content(), Math.max(seen.values(), range == null ? 0 : range.size())));
    }
    return new Survey(results.tag(), variables);
  }

  /** Those of a sort, in the order of columns. */
  List<Variable> those(Predicate<Variable> sort) {
    return variables.stream().filter(sort).toList();
  }

  /**
   * The variable of a name that somebody wrote.
   *
   * @param option where it was written, for the message
   * @param preferred of which kind it is if there are several of that name
   * @throws PlotException if there is none; the text says what there is
   */
  Variable named(String name, String option, Kind preferred) {
    List<Variable> found =
        those(each -> each.name().equals(name) || each.column().column().equals(name));
    return found.stream()
        .filter(each -> each.column().kind() == preferred)
        .findFirst()
        .or(() -> found.stream().findFirst())
        .orElseThrow(() -> unknown(name, option));
  }

  private PlotException unknown(String name, String option) {
    List<String> names = variables.stream().map(Variable::name).distinct().toList();
    return new PlotException(
        "the result set '"
            + tag
            + "' has no '"
            + name
            + "', which "
            + option
            + " names; it has "
            + listed(Kind.PARAMETER, Kind.DERIVED)
            + ", and results "
            + listed(Kind.RESULT)
            + Spelling.nearest(name, names).map(near -> "\nMaybe " + near + "?").orElse(""));
  }

  private String listed(Kind... kinds) {
    List<Kind> wanted = List.of(kinds);
    String names =
        those(each -> wanted.contains(each.column().kind())).stream()
            .map(Variable::name)
            .collect(Collectors.joining(", "));
    String word = wanted.contains(Kind.PARAMETER) ? "parameters " : "";
    return names.isEmpty() ? (word.isEmpty() ? "none" : "no parameters") : word + names;
  }

  /** What was seen of a column so far. */
  private static final class Sighting {

    private final Set<Object> values = new HashSet<>();
    private final Set<Variable.Content> contents = new HashSet<>();

    void see(@Nullable Object value) {
      if (value != null) {
        values.add(value);
        contents.add(
            value instanceof Number || value instanceof Boolean
                ? Variable.Content.NUMBERS
                : value instanceof String ? Variable.Content.TEXT : Variable.Content.OTHER);
      }
    }

    long values() {
      return values.size();
    }

    Variable.Content content() {
      if (contents.isEmpty()) {
        return Variable.Content.NONE;
      }
      return contents.size() == 1 ? contents.iterator().next() : Variable.Content.OTHER;
    }
  }

  /** What a column holds, in words. */
  static String words(Variable variable) {
    return variable.content() == Variable.Content.NONE
        ? "has no value yet"
        : "holds " + variable.content().name().toLowerCase(Locale.ROOT);
  }
}
