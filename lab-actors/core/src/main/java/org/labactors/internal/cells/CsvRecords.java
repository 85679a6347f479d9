package org.labactors.internal.cells;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a text into records and these into cells. */
final class CsvRecords {

  private static final int END = -1;
  private static final int CHARACTERS_AT_ONCE = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader text;
  private final StringBuilder cell = new StringBuilder();

  /** What is read but not cut yet: first the header, then pieces of the text. */
  private char[] piece = {};

  private int size;
  private int at;
  private int current;
  private char separator = ',';
  private long lineHere = 1;
  private long line;

  private CsvRecords(Reader text) {
    this.text = text;
  }

  /** Finds out what separates the cells of a text. */
  static CsvRecords of(Reader text) throws IOException {
    CsvRecords records = new CsvRecords(text);
    records.lookAhead();
    return records;
  }

  char separator() {
    return separator;
  }

  /** The line in which the last record begins, from 1. */
  long line() {
    return line;
  }

  /** Reads as far as the end of the header, to see its separator. */
  private void lookAhead() throws IOException {
    StringBuilder header = new StringBuilder();
    int commas = 0;
    int semicolons = 0;
    int tabs = 0;
    boolean quoted = false;
    boolean blank = true;
    int c = read();
    if (c == BYTE_ORDER_MARK) {
      c = read();
    }
    for (; c != END; c = read()) {
      header.append((char) c);
      quoted ^= c == '"';
      if (!quoted && isEndOfLine(c)) {
        if (!blank) {
          break;
        }
        tabs = 0;
      }
      if (!quoted) {
        commas += c == ',' ? 1 : 0;
        semicolons += c == ';' ? 1 : 0;
        tabs += c == '\t' ? 1 : 0;
      }
      blank = blank && Character.isWhitespace(c);
    }
    if (commas > 0 && semicolons > 0) {
      throw new CsvException(
          header.toString().strip().lines().count(),
          "the header has commas and semicolons; put a name that has one of them in it in quotes");
    }
    separator = commas > 0 ? ',' : semicolons > 0 ? ';' : tabs > 0 ? '\t' : ',';
    header.append(piece, at, size - at);
    piece = header.toString().toCharArray();
    at = 0;
    size = piece.length;
    current = read();
  }

  private static boolean isEndOfLine(int c) {
    return c == '\n' || c == '\r';
  }

  private int read() throws IOException {
    if (at == size) {
      if (piece.length < CHARACTERS_AT_ONCE) {
        piece = new char[CHARACTERS_AT_ONCE];
      }
      at = 0;
      size = text.read(piece);
      if (size < 1) {
        size = 0;
        return END;
      }
    }
    return piece[at++];
  }

  private void advance() throws IOException {
    int before = current;
    current = read();
    if (before == '\n' || (before == '\r' && current != '\n')) {
      lineHere++;
    }
  }

  /**
   * The next record that is not empty.
   *
   * @return its cells, at least one; null at the end
   * @throws CsvException if a quote is not closed, or something follows it
   */
  @Nullable List<Cell> next() throws IOException {
    while (current != END) {
      line = lineHere;
      List<Cell> cells = new ArrayList<>();
      cells.add(cell());
      while (current == separator) {
        advance();
        cells.add(cell());
      }
      if (current == '\r') {
        advance();
      }
      if (current == '\n') {
        advance();
      }
      Cell only = cells.get(0);
      if (cells.size() > 1 || only.quoted() || !only.text().isEmpty()) {
        return cells;
      }
    }
    return null;
  }

  private Cell cell() throws IOException {
    skipSpaces();
    cell.setLength(0);
    return current == '"' ? quotedCell() : plainCell();
  }

  private void skipSpaces() throws IOException {
    while (isSpace(current)) {
      advance();
    }
  }

  private boolean isSpace(int c) {
    return c != separator && (c == ' ' || c == '\t');
  }

  private boolean isEndOfCell() {
    return current == separator || current == END || isEndOfLine(current);
  }

  private Cell plainCell() throws IOException {
    while (!isEndOfCell()) {
      cell.append((char) current);
      advance();
    }
    int length = cell.length();
    while (length > 0 && isSpace(cell.charAt(length - 1))) {
      length--;
    }
    return new Cell(cell.substring(0, length), false);
  }

  private Cell quotedCell() throws IOException {
    long begin = lineHere;
    advance();
    while (true) {
      if (current == END) {
        throw new CsvException(begin, "the quote that begins here is not closed");
      }
      if (current == '"') {
        advance();
        if (current != '"') {
          break;
        }
      }
      cell.append((char) current);
      advance();
    }
    skipSpaces();
    if (!isEndOfCell()) {
      throw new CsvException(
          lineHere,
          "there is '"
              + (char) current
              + "' behind the quotes of \""
              + cell
              + "\"; a quote that belongs to a text is written twice");
    }
    return new Cell(cell.toString(), true);
  }
}
