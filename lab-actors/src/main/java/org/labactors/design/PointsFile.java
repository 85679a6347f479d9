package org.labactors.design;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.labactors.experiment.Names;

/** Reads the points of a CSV file, and says where something is wrong. */
final class PointsFile {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).setIgnoreSurroundingSpaces(true).get();

  private final Path file;
  private final List<String> names = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();
  private long line;

  private PointsFile(Path file) {
    this.file = file;
  }

  static Points read(Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + ": is a directory; it must be a CSV file");
    }
    PointsFile points = new PointsFile(file);
    try (Reader text = Files.newBufferedReader(file);
        CSVParser records = FORMAT.parse(text)) {
      return points.read(records);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException(file + ": there is no such file", missing);
    } catch (IOException | UncheckedIOException unreadable) {
      throw points.unreadable(unreadable);
    }
  }

  private Points read(CSVParser records) {
    Iterator<CSVRecord> iterator = records.iterator();
    while (true) {
      line = records.getCurrentLineNumber() + 1;
      if (!iterator.hasNext()) {
        break;
      }
      CSVRecord cells = iterator.next();
      if (cells.size() == 1 && cells.get(0).isEmpty()) {
        continue;
      }
      if (names.isEmpty()) {
        header(cells);
      } else {
        row(cells);
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": is empty; it must have a header with the parameters' names and their values");
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": has a header only; it must have a line for each point");
    }
    return new Points(names, rows);
  }

  private void header(CSVRecord cells) {
    Set<String> seen = new HashSet<>();
    for (String cell : cells) {
      String name = names.isEmpty() && cell.startsWith("\uFEFF") ? cell.substring(1) : cell;
      try {
        Names.check("the parameter", name);
      } catch (IllegalArgumentException refusal) {
        throw refused(String.valueOf(refusal.getMessage()));
      }
      if (!seen.add(name)) {
        throw refused("the header has '" + name + "' twice");
      }
      names.add(name);
    }
  }

  private void row(CSVRecord cells) {
    if (cells.size() != names.size()) {
      throw refused(
          "has "
              + cells.size()
              + (cells.size() == 1 ? " value" : " values")
              + "; the header has "
              + names.size()
              + " names: "
              + String.join(", ", names));
    }
    List<Object> row = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      if (cells.get(i).isEmpty()) {
        throw refused("'" + names.get(i) + "' has no value");
      }
      try {
        row.add(TypedText.valueOf(cells.get(i)));
      } catch (IllegalArgumentException refusal) {
        throw refused("'" + names.get(i) + "': " + refusal.getMessage());
      }
    }
    rows.add(row);
  }

  private IllegalArgumentException refused(String problem) {
    return new IllegalArgumentException(file + ":" + line + ": " + problem);
  }

  private IllegalArgumentException unreadable(Exception failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof CharacterCodingException) {
      return new IllegalArgumentException(file + ": is not text in UTF-8", failure);
    }
    return line == 0
        ? new IllegalArgumentException(file + ": cannot be read: " + cause, failure)
        : new IllegalArgumentException(
            file + ":" + line + ": is not CSV: " + (cause == null ? failure : cause).getMessage(),
            failure);
  }
}
