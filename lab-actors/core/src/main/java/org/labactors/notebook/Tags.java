package org.labactors.notebook;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules for tags: a tag is not empty, starts neither with an underscore nor with {@code
 * sqlite_}, has no control characters, and differs from every other tag of its notebook by more
 * than upper and lower case.
 */
public final class Tags {

  private static final int LONGEST = 200;

  private Tags() {}

  /**
   * Refuses what cannot be a tag.
   *
   * @throws NotebookException if it is refused; the text says what to change
   */
  public static void check(String tag) {
    if (tag.isBlank()) {
      throw NotebookException.refused("the tag is empty; give the result set a name");
    }
    if (tag.startsWith("_") || folded(tag).startsWith("sqlite_")) {
      throw NotebookException.refused(
          "the tag '" + tag + "' starts with '_' or 'sqlite_'; such names belong to the notebook");
    }
    if (tag.length() > LONGEST) {
      throw NotebookException.refused(
          "the tag has " + tag.length() + " characters; at most " + LONGEST + ", please");
    }
    if (tag.codePoints().anyMatch(Tags::isImpossible)) {
      throw NotebookException.refused(
          "the tag '"
              + tag.codePoints()
                  .mapToObj(c -> isImpossible(c) ? "\\u%04x".formatted(c) : Character.toString(c))
                  .reduce("", String::concat)
              + "' has a control character, or half of a character; leave it out");
    }
  }

  /**
   * Refuses a tag that differs from another one only in upper and lower case.
   *
   * @param others the tags of the notebook
   */
  public static void checkDistinct(String tag, Stream<String> others) {
    Optional<String> clash =
        others.filter(o -> !o.equals(tag) && folded(o).equals(folded(tag))).findFirst();
    if (clash.isPresent()) {
      throw NotebookException.refused(
          "the tag '"
              + tag
              + "' differs from '"
              + clash.get()
              + "', which is in the notebook, only in upper and lower case; use that one, or"
              + " another word");
    }
  }

  private static String folded(String tag) {
    return tag.toLowerCase(Locale.ROOT);
  }

  private static boolean isImpossible(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
