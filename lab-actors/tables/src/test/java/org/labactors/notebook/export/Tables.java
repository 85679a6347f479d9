package org.labactors.notebook.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.cells.TypedText;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.format.ExportFormat;

/** Reads exported tables back, by what the documentation says of each format and nothing else. */
public final class Tables {

  private Tables() {}

  public static String export(ExportFormat format, ResultSet resultSet, Query query) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      long unused = format.export().write(resultSet, query, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Each row of a CSV text as values by name; a missing one is null. */
  public static List<Map<String, Object>> csv(String text) {
    List<List<Object>> records = new ArrayList<>();
    List<Object> record = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder cell = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      if (quoted) {
        at++;
        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
          cell.append(text.charAt(at));
          at += text.charAt(at) == '"' ? 2 : 1;
        }
        at++;
      } else {
        while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
          cell.append(text.charAt(at++));
        }
      }
      record.add(
          quoted ? cell.toString() : cell.isEmpty() ? null : TypedText.valueOf(cell.toString()));
      if (text.charAt(at) == ',') {
        at++;
      } else if (text.startsWith("\r\n", at)) {
        at += 2;
        records.add(record);
        record = new ArrayList<>();
      } else {
        throw new IllegalArgumentException("after a cell: " + text.substring(at));
      }
    }
    return byName(records);
  }

  private static List<Map<String, Object>> byName(List<List<Object>> records) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<Object> record : records.subList(1, records.size())) {
      if (record.size() != records.get(0).size()) {
        throw new IllegalArgumentException(record + " does not fit " + records.get(0));
      }
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < record.size(); i++) {
        row.put((String) records.get(0).get(i), record.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Each object of a JSON array as canonical values by name. */
  static List<Map<String, Object>> json(String text) {
    try {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Object row : new ObjectMapper().readValue(text, List.class)) {
        rows.add(canonical(row));
      }
      return rows;
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** Each object of JSON lines as canonical values by name. */
  static List<Map<String, Object>> jsonLines(String text) {
    return json("[" + String.join(",", text.split("\n", -1)).replaceFirst(",$", "") + "]");
  }

  private static Map<String, Object> canonical(Object row) {
    Map<String, Object> canonical = new LinkedHashMap<>();
    ((Map<?, ?>) row)
        .forEach((name, value) -> canonical.put((String) name, CanonicalValue.of(value)));
    return canonical;
  }

  /** The schema of a Parquet file, by column. */
  static Map<String, String> parquetTypes(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      Map<String, String> types = new LinkedHashMap<>();
      reader
          .getFileMetaData()
          .getSchema()
          .getFields()
          .forEach(
              field ->
                  types.put(
                      field.getName(),
                      field.getLogicalTypeAnnotation() == null
                          ? field.asPrimitiveType().getPrimitiveTypeName().toString()
                          : field.getLogicalTypeAnnotation().toString()));
      return types;
    }
  }

  /** Each row of a Parquet file as values by name; a missing one is null. */
  static List<Map<String, Object>> parquet(Path file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      MessageColumnIO io = new ColumnIOFactory().getColumnIO(schema);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records = io.getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          rows.add(values(schema, records.read()));
        }
      }
    }
    return rows;
  }

  private static Map<String, Object> values(MessageType schema, Group group) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      Object value = null;
      if (group.getFieldRepetitionCount(i) > 0) {
        value =
            switch (schema.getType(i).asPrimitiveType().getPrimitiveTypeName()) {
              case INT64 -> group.getLong(i, 0);
              case DOUBLE -> group.getDouble(i, 0);
              case BOOLEAN -> group.getBoolean(i, 0);
              default -> group.getString(i, 0);
            };
      }
      row.put(schema.getFieldName(i), value);
    }
    return row;
  }
}
