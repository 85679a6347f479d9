package org.labactors.internal.code;

import java.util.regex.Pattern;

/**
 * A file that nodes fetch, known by what is in it: a jar of a bundle, or a study that is too large
 * for a message.
 *
 * @param name what it is called in texts; nothing else depends on it
 * @param digest the SHA-256 of what is in it, 64 hexadecimal digits
 * @param size how many bytes are in it
 */
public record Part(String name, String digest, long size) {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST_NAME = 200;

  /**
   * A part that may be looked for: its digest is a digest and never a path.
   *
   * @throws IllegalArgumentException if it is not
   */
  public Part {
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException(
          "the digest of a part is '" + printable(digest) + "'; it must be 64 hexadecimal digits");
    }
    if (size < 0) {
      throw new IllegalArgumentException("the size of a part is " + size + "; at least 0");
    }
    name = printable(name);
  }

  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line;
  }

  /** The name with the beginning of the digest, by which two versions can be told apart. */
  @Override
  public String toString() {
    return name + " (" + digest.substring(0, 12) + ")";
  }
}
