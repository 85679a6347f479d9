package org.labactors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Rows under headings, printed for people or for programs. Cells are canonical values; what is not
 * a number, a string or a boolean is written as JSON in tables and CSV.
 */
record Listing(List<String> headings, List<List<@Nullable Object>> rows) {

  /** In which form it is printed. */
  enum Format {
    table,
    csv,
    json
  }

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper ONE_LINE = new ObjectMapper();

  void print(Format format, Console console) {
    switch (format) {
      case table -> printTable(console.out());
      case csv -> printCsv(console.out(), headings, rows);
      case json -> printJson(console.out(), maps());
    }
    console.out().flush();
  }

  private void printTable(PrintWriter out) {
    Table table = new Table(columnsOfNumbers());
    table.row(headings.toArray(String[]::new));
    for (List<@Nullable Object> row : rows) {
      table.row(row.stream().map(Listing::onScreen).toArray(String[]::new));
    }
    table.lines().forEach(out::println);
  }

  private Set<Integer> columnsOfNumbers() {
    Set<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < headings.size(); i++) {
      int column = i;
      if (rows.stream().map(row -> row.get(column)).allMatch(each -> each instanceof Number)) {
        numbers.add(column);
      }
    }
    return numbers;
  }

  private static String onScreen(@Nullable Object cell) {
    return cell instanceof Long count ? Wording.count(count) : text(cell).replace("\n", " ");
  }

  private List<Map<String, @Nullable Object>> maps() {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (int i = 0; i < headings.size(); i++) {
        map.put(headings.get(i), row.get(i));
      }
      maps.add(map);
    }
    return maps;
  }

  /** A value as text: strings as they are, structured ones as JSON in one line. */
  static String text(@Nullable Object value) {
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
  static void printCsv(PrintWriter out, List<String> headings, List<List<@Nullable Object>> rows) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator('\n')
            .setHeader(headings.toArray(String[]::new))
            .get();
    try {
      CSVPrinter csv = new CSVPrinter(out, format);
      for (List<@Nullable Object> row : rows) {
        csv.printRecord(row.stream().map(Listing::text).toList());
      }
      csv.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a print writer keeps its failures to itself", impossible);
    }
  }

  /** Prints a value as JSON. */
  static void printJson(PrintWriter out, Object value) {
    try {
      out.println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps of numbers and strings are JSON", impossible);
    }
  }
}
