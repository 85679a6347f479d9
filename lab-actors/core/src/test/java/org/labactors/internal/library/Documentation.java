package org.labactors.internal.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages that show how to embed the library. */
final class Documentation {

  private static final List<Path> PAGES =
      List.of(
          Path.of("..", "..", "README.md"),
          Path.of("..", "docs", "tutorial.md"),
          Path.of("..", "docs", "embedding.md"));

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  private Documentation() {}

  /** The first block in a language that contains a text. */
  static String block(String language, String text) throws IOException {
    for (Path page : PAGES) {
      Matcher blocks = BLOCK.matcher(Files.readString(page));
      while (blocks.find()) {
        if (blocks.group(1).equals(language) && blocks.group(2).contains(text)) {
          return blocks.group(2);
        }
      }
    }
    throw new AssertionError("no page has a block in " + language + " with " + text);
  }
}
