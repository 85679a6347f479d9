package org.labactors.cli.internal.terminal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.cells.CsvText;

/**
 * Rows under headings, printed for people or for programs. They are read twice for a table and once
 * for anything else, and not held, so there may be any number of them. Cells are canonical values;
 * what is not a number, a string or a boolean is written as JSON in tables and CSV.
 */
public record Listing(List<String> headings, Iterable<List<@Nullable Object>> rows) {

  /** In which form it is printed. */
  public enum Format {
    table,
    csv,
    json
  }

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper ONE_LINE = new ObjectMapper();

  public void print(Format format, Console console) {
    switch (format) {
      case table -> printTable(console.out());
      case csv -> printCsv(console.data(), headings, rows);
      case json -> printJsonRows(console.data());
    }
    console.out().flush();
  }

  private void printTable(PrintWriter out) {
    Table table = new Table(columnsOfNumbers());
    table.measure(headings);
    rows.forEach(row -> table.measure(onScreen(row)));
    out.println(table.line(headings));
    rows.forEach(row -> out.println(table.line(onScreen(row))));
  }

  private Set<Integer> columnsOfNumbers() {
    Set<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < headings.size(); i++) {
      numbers.add(i);
    }
    for (List<@Nullable Object> row : rows) {
      numbers.removeIf(column -> !(row.get(column) instanceof Number));
      if (numbers.isEmpty()) {
        break;
      }
    }
    return numbers;
  }

  private static List<String> onScreen(List<@Nullable Object> row) {
    return row.stream().map(Listing::onScreen).toList();
  }

  private static String onScreen(@Nullable Object cell) {
    return cell instanceof Long count ? Wording.count(count) : text(cell).replace("\n", " ");
  }

  private void printJsonRows(PrintWriter out) {
    try (SequenceWriter json =
        JSON.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValuesAsArray(out)) {
      for (List<@Nullable Object> row : rows) {
        json.write(map(row));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("a print writer keeps its failures to itself", impossible);
    }
    out.println();
  }

  private Map<String, @Nullable Object> map(List<@Nullable Object> row) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < headings.size(); i++) {
      map.put(headings.get(i), row.get(i));
    }
    return map;
  }

  /** A value as text: strings as they are, structured ones as JSON in one line. */
  public static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      try {
        return ONE_LINE.writeValueAsString(value);
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException("canonical values are JSON", impossible);
      }
    }
    return value.toString();
  }

  /** Prints rows as CSV. */
  public static void printCsv(
      PrintWriter out, List<String> headings, Iterable<List<@Nullable Object>> rows) {
    StringBuilder text = new StringBuilder();
    CsvText.header(text, headings);
    out.print(text.append('\n'));
    for (List<@Nullable Object> row : rows) {
      text.setLength(0);
      CsvText.row(text, row.stream().map(Listing::inCsv).toList());
      out.print(text.append('\n'));
    }
  }

  private static @Nullable Object inCsv(@Nullable Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?> ? text(value) : value;
  }

  /** Prints a value as JSON. */
  public static void printJson(PrintWriter out, Object value) {
    try {
      out.println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps of numbers and strings are JSON", impossible);
    }
  }
}
