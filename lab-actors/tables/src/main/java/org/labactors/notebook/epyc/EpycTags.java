package org.labactors.notebook.epyc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.value.UnicodeText;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;

/**
 * The tags under which a notebook takes the result sets of an epyc notebook. Each keeps its own tag
 * where it can be one here. Otherwise what is impossible in it is replaced: a tag of the lab's own
 * or an empty one gets {@value #PREFIX} in front, a control character becomes an underscore, what
 * is too long is cut, and what differs from another tag only in case gets a number. The same file
 * always gives the same tags.
 */
final class EpycTags {

  static final String PREFIX = "epyc";

  /** The most bytes of a cut tag: as many as every store takes, with a number behind them. */
  private static final int MOST_BYTES = 56;

  private final WritableNotebook notebook;
  private final List<String> there;
  private final List<String> given = new ArrayList<>();

  EpycTags(WritableNotebook notebook) {
    this.notebook = notebook;
    this.there = notebook.resultSets().stream().map(ResultSet::tag).toList();
  }

  /** The tag here of the next result set of the file. */
  String of(String tag) {
    String base = possible(tag);
    String candidate = base;
    for (int number = 2; !isDistinct(candidate); number++) {
      candidate = base + "_" + number;
    }
    given.add(candidate);
    return candidate;
  }

  private String possible(String tag) {
    StringBuilder text = new StringBuilder();
    UnicodeText.of(tag)
        .codePoints()
        .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '_' : c));
    String candidate = text.toString();
    if (candidate.isBlank()) {
      candidate = PREFIX;
    } else if (candidate.startsWith("_")) {
      candidate = PREFIX + candidate;
    } else if (candidate.toLowerCase(Locale.ROOT).startsWith("sqlite_")) {
      candidate = PREFIX + "_" + candidate;
    }
    return isPossible(candidate) ? candidate : cut(candidate);
  }

  private boolean isPossible(String tag) {
    try {
      notebook.checkTag(tag);
      return true;
    } catch (NotebookException tooLong) {
      return false;
    }
  }

  private static String cut(String tag) {
    int end = tag.length();
    while (tag.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      end = tag.offsetByCodePoints(end, -1);
    }
    return tag.substring(0, end);
  }

  private boolean isDistinct(String candidate) {
    return given.stream().noneMatch(candidate::equalsIgnoreCase)
        && there.stream()
            .allMatch(tag -> tag.equals(candidate) || !tag.equalsIgnoreCase(candidate));
  }
}
