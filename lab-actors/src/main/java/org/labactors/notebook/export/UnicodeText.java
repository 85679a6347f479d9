package org.labactors.notebook.export;

/** Strings as UTF-8 can carry them. */
final class UnicodeText {

  private static final char REPLACEMENT = '\uFFFD';

  private UnicodeText() {}

  /** The string, with U+FFFD in place of each half of a surrogate pair that stands alone. */
  static String of(String text) {
    StringBuilder replaced = null;
    for (int i = 0; i < text.length(); i++) {
      if (isLone(text, i)) {
        replaced = replaced == null ? new StringBuilder(text) : replaced;
        replaced.setCharAt(i, REPLACEMENT);
      }
    }
    return replaced == null ? text : replaced.toString();
  }

  /** Whether the character is half of a surrogate pair without its other half. */
  static boolean isLone(CharSequence text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
