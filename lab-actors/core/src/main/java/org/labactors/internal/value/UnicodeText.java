package org.labactors.internal.value;

/** Strings as UTF-8 can carry them: without half of a surrogate pair that stands alone. */
public final class UnicodeText {

  private static final char REPLACEMENT = '\uFFFD';

  private UnicodeText() {}

  /** The string, with U+FFFD in place of each half of a surrogate pair that stands alone. */
  public static String of(String text) {
    StringBuilder replaced = null;
    for (int i = 0; i < text.length(); i++) {
      if (isLone(text, i)) {
        replaced = replaced == null ? new StringBuilder(text) : replaced;
        replaced.setCharAt(i, REPLACEMENT);
      }
    }
    return replaced == null ? text : replaced.toString();
  }

  /** Whether a text can be stored as UTF-8: no half of a surrogate pair stands alone in it. */
  public static boolean isUnicode(CharSequence text) {
    return isUnicode(text, 0);
  }

  /** As {@link #isUnicode(CharSequence)}, of what begins at an index. */
  static boolean isUnicode(CharSequence text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (isLone(text, i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the character is half of a surrogate pair without its other half. */
  public static boolean isLone(CharSequence text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
