package org.labactors.internal.library;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first two numbers of a version, which say what it has. */
record Version(int major, int minor) {

  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

  /** The version in a text such as {@code 2.22.4}; empty if it does not begin like that. */
  static Optional<Version> of(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.matches()
        ? Optional.of(
            new Version(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))))
        : Optional.empty();
  }

  boolean isNoLaterThan(Version other) {
    return major != other.major ? major < other.major : minor <= other.minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
