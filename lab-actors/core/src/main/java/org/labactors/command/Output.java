package org.labactors.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Values;
import org.labactors.internal.cells.Cell;
import org.labactors.internal.cells.CsvException;
import org.labactors.internal.cells.CsvReader;

/** How a program writes its results to its standard output. */
public enum Output {
  /** Objects in JSON, or lists of them; each object is a row. NaN and Infinity are numbers. */
  @JsonProperty("json")
  JSON {
    @Override
    Values read(String text) {
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      try (MappingIterator<Object> documents = MAPPER.readerFor(Object.class).readValues(text)) {
        boolean any = false;
        while (documents.hasNextValue()) {
          any = true;
          Object document = documents.nextValue();
          for (Object row : document instanceof List<?> list ? list : List.of(document)) {
            rows.add(jsonRow(row));
          }
        }
        if (!any) {
          throw new IllegalArgumentException("it is empty; it must be an object in JSON");
        }
        return Values.rows(rows);
      } catch (JsonProcessingException wrong) {
        throw new IllegalArgumentException(
            "it is not JSON: line "
                + wrong.getLocation().getLineNr()
                + ": "
                + wrong.getOriginalMessage(),
            wrong);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  },

  /**
   * A line {@code name=value} for each value, in one row. A value is as a cell of a CSV, save that
   * nothing is the empty string.
   */
  @JsonProperty("lines")
  LINES {
    @Override
    Values read(String text) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      int number = 0;
      for (String line : text.lines().toList()) {
        number++;
        int equals = line.indexOf('=');
        if (line.isBlank()) {
          continue;
        }
        if (equals < 1) {
          throw new IllegalArgumentException("line " + number + " is not name=value: " + cut(line));
        }
        String name = line.substring(0, equals).strip();
        if (row.containsKey(name)) {
          throw new IllegalArgumentException(
              "line " + number + " has '" + name + "' a second time: " + cut(line));
        }
        row.put(name, lineValue(number, name, line.substring(equals + 1)));
      }
      return Values.of(row);
    }
  },

  /** A header with names and a line for each row. */
  @JsonProperty("csv")
  CSV {
    @Override
    Values read(String text) {
      try {
        CsvReader table = CsvReader.of(new StringReader(text));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> cells = table.next(); cells != null; cells = table.next()) {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          for (int i = 0; i < cells.size(); i++) {
            row.put(table.names().get(i), cells.get(i));
          }
          rows.add(row);
        }
        return Values.rows(rows);
      } catch (CsvException wrong) {
        throw new IllegalArgumentException(
            (wrong.line() > 0 ? "line " + wrong.line() + ": " : "it ") + wrong.getMessage(), wrong);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  };

  private static final int LONGEST = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * The values that a program wrote.
   *
   * @throws IllegalArgumentException if there are none in this form; the text goes behind "its
   *     standard output"
   */
  abstract Values read(String text);

  private static Map<String, @Nullable Object> jsonRow(@Nullable Object row) {
    if (!(row instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException(
          "it has " + cut(String.valueOf(row)) + " where an object in JSON must be");
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    object.forEach((name, value) -> values.put((String) name, value));
    return values;
  }

  private static @Nullable Object lineValue(int number, String name, String text) {
    Cell cell = Cell.of(text);
    try {
      return cell.text().isEmpty() ? "" : cell.value();
    } catch (IllegalArgumentException refusal) {
      throw new IllegalArgumentException(
          "line " + number + ": '" + name + "': " + refusal.getMessage(), refusal);
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
