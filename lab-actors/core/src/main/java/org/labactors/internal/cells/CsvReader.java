package org.labactors.internal.cells;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table in CSV, as RFC 4180 has it, row by row: a header with names, and as many cells in
 * each row. The separator is the one that the header has outside of quotes: a comma, a semicolon or
 * a tab. A byte order mark, empty lines, and spaces and tabs around a cell do not count. Lines end
 * with LF, CRLF or CR; in quotes they belong to the cell.
 */
public final class CsvReader {

  private final CsvRecords records;
  private final List<String> names;
  private @Nullable String suspect;

  private CsvReader(CsvRecords records, List<String> names, @Nullable String suspect) {
    this.records = records;
    this.names = names;
    this.suspect = suspect;
  }

  /**
   * Reads the header.
   *
   * @param text is read in large pieces
   * @throws CsvException if there is no header, or a name in it is empty or comes twice, or the
   *     separator is another one
   */
  public static CsvReader of(Reader text) throws IOException {
    CsvRecords records = CsvRecords.of(text);
    List<Cell> header = records.next();
    if (header == null) {
      throw new CsvException(0, "is empty; it must begin with a header of names");
    }
    checkNames(header, records.line());
    return new CsvReader(records, header.stream().map(Cell::text).toList(), otherSeparator(header));
  }

  private static void checkNames(List<Cell> header, long line) {
    Cell first = header.get(0);
    if (!first.quoted() && first.text().matches("(?i)sep=.*")) {
      throw new CsvException(
          line,
          "'" + first.text() + "' is a line for Excel only; remove it, the header comes first");
    }
    if (!first.quoted() && first.text().startsWith("#")) {
      throw new CsvException(
          line,
          "the header begins with #; remove it (numpy.savetxt does not write it with"
              + " comments=''), or put the name in quotes");
    }
    Set<String> seen = new HashSet<>();
    for (Cell cell : header) {
      if (cell.text().isEmpty()) {
        throw new CsvException(
            line,
            seen.isEmpty() && header.size() > 1
                ? "the first column has no name; if it numbers the rows, leave it out (pandas:"
                    + " to_csv(…, index=False), R: row.names = FALSE), else give it a name"
                : "column " + (seen.size() + 1) + " has no name; give it one");
      }
      if (!seen.add(cell.text())) {
        throw new CsvException(line, "the header has '" + cell.text() + "' twice");
      }
    }
  }

  /** What may be the separator of a table that seems to have a single column. */
  private static @Nullable String otherSeparator(List<Cell> header) {
    Cell only = header.get(0);
    if (header.size() > 1 || only.quoted()) {
      return null;
    }
    for (String separator : List.of("|", ":", " ")) {
      if (only.text().contains(separator)) {
        return separator;
      }
    }
    return null;
  }

  /** The names in the header. */
  public List<String> names() {
    return names;
  }

  /** The line in which the header, or the row read last, begins; from 1. */
  public long line() {
    return records.line();
  }

  /**
   * The values of the next row, as {@link Cell#value} has them.
   *
   * @return a canonical value for each name, null where it is missing; null behind the last row
   * @throws CsvException if it has another number of cells, a quote in it is not closed, or a cell
   *     looks like a number and is none
   */
  public @Nullable List<@Nullable Object> next() throws IOException {
    List<Cell> row = records.next();
    if (row == null) {
      return null;
    }
    if (row.size() != names.size()) {
      throw new CsvException(line(), ragged(row));
    }
    String other = suspect;
    suspect = null;
    if (other != null && !row.get(0).quoted() && row.get(0).text().contains(other)) {
      throw new CsvException(
          line(),
          "'"
              + row.get(0).text()
              + "' is one value, as '"
              + names.get(0)
              + "' is one name; separate them by commas, semicolons or tabs"
              + (other.equals(" ") ? " instead of spaces" : " instead of '" + other + "'")
              + ", or put them in quotes");
    }
    List<@Nullable Object> values = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      values.add(value(names.get(i), row.get(i)));
    }
    return values;
  }

  private @Nullable Object value(String name, Cell cell) {
    try {
      return cell.value();
    } catch (IllegalArgumentException refusal) {
      throw new CsvException(line(), "'" + name + "': " + refusal.getMessage());
    }
  }

  private String ragged(List<Cell> row) {
    boolean decimalComma =
        records.separator() == ',' && row.size() == 2 * names.size() && row.size() > 1;
    return "has "
        + row.size()
        + (row.size() == 1 ? " value" : " values")
        + "; the header has "
        + names.size()
        + (names.size() == 1 ? " name: " : " names: ")
        + String.join(", ", names)
        + (decimalComma ? ". Write numbers with a decimal point, not with a comma" : "");
  }
}
