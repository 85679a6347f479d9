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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.labactors.design.TypedText;
import org.labactors.experiment.Values;

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

  /** A line {@code name=value} for each value, in one row. */
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
        row.put(name, TypedText.valueOf(line.substring(equals + 1).strip()));
      }
      return Values.of(row);
    }
  },

  /** A header with names and a line for each row; an empty cell is a missing value. */
  @JsonProperty("csv")
  CSV {
    @Override
    Values read(String text) {
      try (CSVParser lines = CSV_FORMAT.parse(new StringReader(text))) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        @Nullable CSVRecord header = null;
        for (CSVRecord line : lines) {
          if (header == null) {
            header = line;
          } else {
            rows.add(csvRow(header, line));
          }
        }
        if (header == null) {
          throw new IllegalArgumentException("it is empty; it must begin with a header");
        }
        return Values.rows(rows);
      } catch (IOException | UncheckedIOException wrong) {
        throw new IllegalArgumentException("it is not CSV: " + wrong.getMessage(), wrong);
      }
    }
  };

  private static final int LONGEST = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final CSVFormat CSV_FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).setIgnoreEmptyLines(true).get();

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

  private static Map<String, @Nullable Object> csvRow(CSVRecord header, CSVRecord line) {
    long number = line.getRecordNumber() - 1;
    if (line.size() != header.size()) {
      throw new IllegalArgumentException(
          "row " + number + " has " + line.size() + " cells and the header " + header.size());
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < line.size(); i++) {
      Object value = line.get(i).isEmpty() ? null : TypedText.valueOf(line.get(i));
      if (row.containsKey(header.get(i))) {
        throw new IllegalArgumentException("the header has '" + header.get(i) + "' twice");
      }
      row.put(header.get(i), value);
    }
    return row;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
