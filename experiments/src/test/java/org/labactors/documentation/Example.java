package org.labactors.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a page of the documentation shows and a reader may try.
 *
 * @param page the file it is in
 * @param line where it begins, from 1
 * @param language that of its block; {@code command} for a command in the midst of text
 * @param text what it says
 */
record Example(Path page, int line, String language, String text) {

  private static final String DRAWING = "text";

  private static final Pattern INLINE = Pattern.compile("`(\\./lab \\w+ [^`]+)`");

  /** All examples of a page: its blocks, and the commands in its text that begin with ./lab. */
  static List<Example> of(Path page) throws IOException {
    List<Example> examples = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int begin = i + 1;
        StringBuilder text = new StringBuilder();
        for (i++; !lines.get(i).startsWith("```"); i++) {
          text.append(lines.get(i)).append('\n');
        }
        String language = line.substring(3).strip();
        if (!language.equals(DRAWING)) {
          examples.add(new Example(page, begin, language, text.toString()));
        }
        continue;
      }
      Matcher inline = INLINE.matcher(line);
      while (inline.find()) {
        examples.add(new Example(page, i + 1, "command", inline.group(1)));
      }
    }
    return examples;
  }

  /** The commands of a block, without comments; one that goes on in the next line is one. */
  List<String> commands() {
    List<String> commands = new ArrayList<>();
    String joined = text.replaceAll("(?m) *# .*$", "").replaceAll("\\\\\n *", "");
    joined.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(commands::add);
    return commands;
  }

  /** Whether it has commands for a shell. */
  boolean isShell() {
    return language.isEmpty() || language.equals("command") || language.equals("sh");
  }

  /** Where it is, for the report. */
  String place() {
    return page.normalize().toString().replace("../", "") + ":" + line;
  }
}
