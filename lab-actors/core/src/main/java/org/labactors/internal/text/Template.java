package org.labactors.internal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A text with names in braces, which stand for values: {@code --beta={beta}}. Two braces of a kind
 * are one brace of the text.
 */
public final class Template {

  /** A piece of the text, or a name. */
  private record Part(String text, boolean isName) {}

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * The template that a text is.
   *
   * @throws IllegalArgumentException if a brace has no partner
   */
  public static Template of(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
        plain.append(c);
        i += 2;
      } else if (c == '{') {
        int end = text.indexOf('}', i);
        if (end < 0 || end == i + 1) {
          throw lonely(text, "{");
        }
        parts.add(new Part(plain.toString(), false));
        parts.add(new Part(text.substring(i + 1, end), true));
        plain.setLength(0);
        i = end + 1;
      } else if (c == '}') {
        throw lonely(text, "}");
      } else {
        plain.append(c);
        i++;
      }
    }
    parts.add(new Part(plain.toString(), false));
    return new Template(parts);
  }

  private static IllegalArgumentException lonely(String text, String brace) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' has a "
            + brace
            + " that encloses no name; write "
            + brace.repeat(2)
            + " for a brace of the text");
  }

  /** The names in it. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    parts.stream().filter(Part::isName).map(Part::text).forEach(names::add);
    return names;
  }

  /** The text with values in it. */
  public String fill(UnaryOperator<String> values) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(part.isName ? values.apply(part.text) : part.text);
    }
    return text.toString();
  }
}
