package org.labactors.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page that users read first. */
final class Readme {

  private static final Path PAGE = Path.of("..", "README.md");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  private Readme() {}

  /** The first block in a language that contains a text. */
  static String block(String language, String text) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      if (blocks.group(1).equals(language) && blocks.group(2).contains(text)) {
        return blocks.group(2);
      }
    }
    throw new AssertionError("the README has no block in " + language + " with " + text);
  }
}
