package org.labactors.internal.value;

/**
 * Names in JSON. Jackson reads half of a surrogate pair in a string, but not in a name, not even
 * escaped; so in names it is written as U+FFFF, which is no character, and four hexadecimal digits.
 */
public final class JsonNames {

  private static final char MARK = '\uFFFF';
  private static final int DIGITS = 4;

  private JsonNames() {}

  /** A name as it is written. */
  public static String written(String name) {
    if (name.indexOf(MARK) < 0 && UnicodeText.isUnicode(name)) {
      return name;
    }
    StringBuilder written = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (c == MARK || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                written.append(MARK).append("%04x".formatted(c));
              } else {
                written.appendCodePoint(c);
              }
            });
    return written.toString();
  }

  /** The name that was written so. */
  static String read(String written) {
    if (written.indexOf(MARK) < 0) {
      return written;
    }
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) == MARK) {
        name.append((char) Integer.parseInt(written, i + 1, i + 1 + DIGITS, 16));
        i += DIGITS;
      } else {
        name.append(written.charAt(i));
      }
    }
    return name.toString();
  }
}
