package org.labactors.internal.recording;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.text.Spelling;
import org.labactors.notebook.NotebookException;
import org.labactors.study.Tally;

/** What notebooks refuse to change, in words for the user. */
public final class EditRules {

  private EditRules() {}

  /** Refuses a description that cannot be stored everywhere. */
  public static void checkDescription(String description) {
    if (!isText(description)) {
      throw NotebookException.refused(
          "the description has a NUL character, or half of a character; leave it out");
    }
  }

  /** Refuses a name that no attribute can have. */
  public static void checkAttribute(String name) {
    if (name.isBlank()) {
      throw NotebookException.refused("the attribute has an empty name; give it one");
    }
    if (!isText(name)) {
      throw NotebookException.refused(
          "the name of the attribute has a NUL character, or half of a character; leave it out");
    }
  }

  /** The value of an attribute in its canonical form, null to take it away. */
  public static @Nullable Object attributeValue(String name, @Nullable Object value) {
    try {
      return CanonicalValue.of(value);
    } catch (IllegalArgumentException impossible) {
      throw NotebookException.refused(
          "the attribute '" + name + "' cannot have " + impossible.getMessage(), impossible);
    }
  }

  private static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  /** Refuses to take away what is not there. */
  public static void requireAttribute(String name, Map<String, Object> attributes) {
    if (!attributes.containsKey(name)) {
      throw NotebookException.refused(
          "there is no attribute '"
              + name
              + "'; there "
              + (attributes.isEmpty()
                  ? "are none"
                  : "is " + String.join(", ", attributes.keySet())));
    }
  }

  /** There is no result set of this tag; the text guesses which one was meant. */
  public static NotebookException unknown(String location, String tag, Collection<String> tags) {
    String known = String.join(", ", tags);
    return NotebookException.refused(
        "there is no result set '"
            + tag
            + "' in the notebook '"
            + location
            + "'; "
            + (known.isEmpty() ? "it is empty" : "it has " + known)
            + Spelling.nearest(tag, tags).map(near -> "\nMaybe " + near + "?").orElse(""));
  }

  /** The tag of a copy or a new name is in use. */
  public static NotebookException taken(String location, String tag) {
    return NotebookException.refused(
        "there is a result set '"
            + tag
            + "' in the notebook '"
            + location
            + "' already; use another tag, or delete that one first");
  }

  /** The result set is being recorded. */
  public static NotebookException beingRecorded(String tag) {
    return NotebookException.refused(
        "the result set '" + tag + "' is being recorded; wait until that run has ended");
  }

  /** The notebook is finished. */
  public static NotebookException finished(String location) {
    return NotebookException.refused(
        "the notebook '"
            + location
            + "' is finished: nothing in it can be changed any more; use another notebook");
  }

  /** The result set is finished. */
  public static NotebookException finished(String location, String tag) {
    return NotebookException.refused(
        "the result set '"
            + tag
            + "' in the notebook '"
            + location
            + "' is finished: nothing of it can be changed any more; use another tag");
  }

  /** The result set is finished, and trials of it were cancelled. */
  public static NotebookException finished(String location, String tag, Tally tally) {
    return NotebookException.refused(
        "the result set '"
            + tag
            + "' in the notebook '"
            + location
            + "' is finished, and "
            + tally.cancelled()
            + " of its "
            + tally.trials()
            + " trials were cancelled then: they cannot be run any more; use another tag");
  }
}
