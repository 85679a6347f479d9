package org.labactors.internal.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;
import org.labactors.notebook.Row;

/** Rows as text in UTF-8, with one reused buffer. */
public final class TextOutput {

  private static final int CHARACTERS_AT_ONCE = 1 << 16;

  /** Puts a row into words. */
  public interface RowText {
    /**
     * Appends a row.
     *
     * @param number how many rows were written before
     */
    void append(StringBuilder text, Row row, long number);
  }

  private final Writer writer;
  private final StringBuilder text = new StringBuilder();

  public TextOutput(OutputStream out) {
    this.writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CHARACTERS_AT_ONCE);
  }

  public void write(CharSequence piece) throws IOException {
    writer.append(piece);
  }

  /**
   * Writes rows and closes their stream.
   *
   * @param before how many rows were written before
   * @return how many were written in all
   */
  public long writeRows(Stream<Row> rows, long before, RowText rowText) throws IOException {
    long number = before;
    try (rows) {
      for (Iterator<Row> each = rows.iterator(); each.hasNext(); number++) {
        text.setLength(0);
        rowText.append(text, each.next(), number);
        writer.append(text);
      }
    }
    return number;
  }

  public void flush() throws IOException {
    writer.flush();
  }
}
