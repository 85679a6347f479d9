package org.labactors.experiment;

/** The rule for names that users give to parameters, measured values and metadata. */
public final class Names {

  private Names() {}

  /**
   * Refuses a name that is empty or starts with an underscore.
   *
   * @param what what is named, for the text of the refusal, such as {@code "the parameter"}
   * @throws IllegalArgumentException if the name is refused
   */
  public static void check(String what, String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(what + " has an empty name; give it one");
    }
    if (name.charAt(0) == '_') {
      throw new IllegalArgumentException(
          what
              + " '"
              + name
              + "' starts with an underscore; such names are the lab's own. Maybe call it '"
              + name.substring(1)
              + "'");
    }
  }
}
