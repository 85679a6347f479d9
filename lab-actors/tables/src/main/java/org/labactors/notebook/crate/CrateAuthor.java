package org.labactors.notebook.crate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is named as an author of a crate.
 *
 * @param name the name of the person
 * @param address an address that identifies the person, such as {@code
 *     https://orcid.org/0000-0002-1825-0097}; empty if none is known
 */
public record CrateAuthor(String name, String address) {

  private static final Pattern TEXT =
      Pattern.compile("\\s*([^<>]*[^<>\\s])\\s*(?:<([^<>]*)>)?\\s*");

  public CrateAuthor {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an author has no name");
    }
    if (!address.isEmpty() && !Identifiers.isWebAddress(address)) {
      throw new IllegalArgumentException(
          "'" + address + "' is no address of a person; it must begin with https://");
    }
  }

  /**
   * The author of a text such as {@code Ann Example <https://orcid.org/0000-0002-1825-0097>}, or of
   * a name alone.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static CrateAuthor parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no author; write \"Name\" or \"Name <https://orcid.org/…>\"");
    }
    return new CrateAuthor(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
  }

  /** The identifier of the person in the crate. */
  String id() {
    return address.isEmpty() ? Identifiers.local("author", name) : address;
  }
}
