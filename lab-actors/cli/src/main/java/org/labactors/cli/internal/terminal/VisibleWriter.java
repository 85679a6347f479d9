package org.labactors.cli.internal.terminal;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Writes text for people in which control characters are visible: a name, a value or an exception
 * of a study may hold what would move the cursor, recolour or retitle a terminal, or turn the
 * direction of the text around it. Line breaks and tabs stay. The lab's own {@link Style styles}
 * become what a terminal understands.
 */
public final class VisibleWriter extends FilterWriter {

  /**
   * How the lab marks a part of a text; no text of a user's is more than that when it holds one.
   */
  enum Style {
    BOLD('\ufdd0', "\u001b[1m"),
    RED('\ufdd1', "\u001b[31m"),
    PLAIN('\ufdd2', "\u001b[0m");

    private final char mark;
    private final String sequence;

    Style(char mark, String sequence) {
      this.mark = mark;
      this.sequence = sequence;
    }

    /** A text in this style, for a {@link VisibleWriter}. */
    String of(String text) {
      return mark + text + PLAIN.mark;
    }
  }

  VisibleWriter(Writer writer) {
    super(writer);
  }

  @Override
  public void write(int character) throws IOException {
    @Nullable String instead = instead((char) character);
    if (instead == null) {
      out.write(character);
    } else {
      out.write(instead);
    }
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    int written = offset;
    for (int i = offset; i < offset + length; i++) {
      @Nullable String instead = instead(text.charAt(i));
      if (instead != null) {
        out.write(text, written, i - written);
        out.write(instead);
        written = i + 1;
      }
    }
    out.write(text, written, offset + length - written);
  }

  private static @Nullable String instead(char character) {
    for (Style style : Style.values()) {
      if (character == style.mark) {
        return style.sequence;
      }
    }
    return isVisible(character) ? null : escaped(character);
  }

  private static boolean isVisible(char character) {
    return character == '\n'
        || character == '\t'
        || !(Character.isISOControl(character)
            || Character.getType(character) == Character.FORMAT
            || Character.getType(character) == Character.LINE_SEPARATOR
            || Character.getType(character) == Character.PARAGRAPH_SEPARATOR);
  }

  private static String escaped(char character) {
    return character == '\r' ? "\\r" : String.format("\\u%04x", (int) character);
  }

  /** A text for people, without line breaks, for a place that is not written by such a writer. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.chars()
        .forEach(
            each -> {
              char character = (char) each;
              line.append(
                  character == '\n' || character == '\t'
                      ? " "
                      : isVisible(character) ? character : escaped(character));
            });
    return line.toString();
  }
}
