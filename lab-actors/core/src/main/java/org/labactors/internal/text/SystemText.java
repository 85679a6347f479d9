package org.labactors.internal.text;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Texts that the system gives this JVM or gets from it: arguments, variables of the environment and
 * names of files. Java encodes them as the locale says that it was started in, and replaces
 * silently what that encoding lacks: in the locale {@code C} everything beyond ASCII.
 */
public final class SystemText {

  /** What Java puts in the place of bytes that are no character. */
  private static final String NO_CHARACTER = "\ufffd";

  private static final Charset ENCODING = encoding();

  private SystemText() {}

  private static Charset encoding() {
    try {
      return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.US_ASCII;
    }
  }

  /** Whether a text reaches the system as it is. */
  public static boolean passes(String text) {
    return ENCODING.newEncoder().canEncode(text);
  }

  /** Whether a text that came from the system lost characters on its way. */
  public static boolean isDamaged(String text) {
    return text.contains(NO_CHARACTER);
  }

  /**
   * The path of a name.
   *
   * @throws IllegalArgumentException if this JVM cannot name such a file; the text says what helps
   */
  public static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException refusal) {
      throw new IllegalArgumentException(problemOf(refusal), refusal);
    }
  }

  /** What is wrong with a path, and what helps. */
  public static String problemOf(InvalidPathException refusal) {
    String name = refusal.getInput();
    return passes(name)
        ? "'" + name + "' cannot be the name of a file: " + refusal.getReason()
        : "'" + name + "' cannot be the name of a file here, because " + limits();
  }

  /** Why characters are lost, and what helps; empty if this JVM can pass all of them. */
  public static Optional<String> limit() {
    return ENCODING.equals(StandardCharsets.UTF_8) ? Optional.empty() : Optional.of(limits());
  }

  private static String limits() {
    return "this Java machine was started in a locale whose encoding is "
        + ENCODING
        + ". Set LC_ALL to a locale with UTF-8, such as C.UTF-8, before it starts";
  }
}
