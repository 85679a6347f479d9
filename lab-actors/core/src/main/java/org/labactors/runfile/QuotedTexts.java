package org.labactors.runfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.labactors.internal.cells.NearNumber;
import org.labactors.internal.cells.TypedText;

/**
 * Which texts that look like a number stand in quotes in a text in HOCON, and which do not. Its
 * parser does not tell: {@code 0x10} and {@code "0x10"} are the same string to it.
 */
final class QuotedTexts {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TRIPLE = "\"\"\"";
  private static final String DELIMITERS = "{}[]:=,\n";

  private final String text;
  private final Map<Integer, Set<String>> quoted = new HashMap<>();
  private final Map<Integer, Set<String>> plain = new HashMap<>();
  private final StringBuilder word = new StringBuilder();
  private int at;
  private int line = 1;

  private QuotedTexts(String text) {
    this.text = text;
  }

  /** Those of a text that the parser of HOCON has accepted. */
  static QuotedTexts of(String text) {
    QuotedTexts texts = new QuotedTexts(text);
    texts.read();
    return texts;
  }

  /**
   * Whether a string is in quotes wherever it stands in a line.
   *
   * @param line from 1
   */
  boolean isQuoted(int line, String string) {
    return quoted.getOrDefault(line, Set.of()).contains(string)
        && !plain.getOrDefault(line, Set.of()).contains(string);
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        endWord();
        readQuoted();
      } else if (c == '#' || text.startsWith("//", at)) {
        endWord();
        at = endOf("\n", at);
      } else if (text.startsWith("${", at)) {
        endWord();
        at = endOf("}", at) + 1;
      } else {
        if (DELIMITERS.indexOf(c) < 0) {
          word.append(c);
        } else {
          endWord();
        }
        line += c == '\n' ? 1 : 0;
        at++;
      }
    }
    endWord();
  }

  private int endOf(String end, int from) {
    int index = text.indexOf(end, from);
    return index < 0 ? text.length() : index;
  }

  private void endWord() {
    add(plain, word.toString().strip());
    word.setLength(0);
  }

  private void readQuoted() {
    int begin = at;
    String content;
    if (text.startsWith(TRIPLE, at)) {
      at = endOf(TRIPLE, at + TRIPLE.length()) + TRIPLE.length();
      while (at < text.length() && text.charAt(at) == '"') {
        at++;
      }
      int end = Math.max(begin + TRIPLE.length(), Math.min(at, text.length()) - TRIPLE.length());
      content = text.substring(begin + TRIPLE.length(), end);
    } else {
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      at = Math.min(at + 1, text.length());
      content = unescaped(text.substring(begin, at));
    }
    if (!isKey()) {
      add(quoted, content);
    }
    line +=
        (int)
            text.substring(begin, Math.min(at, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
  }

  private static String unescaped(String literal) {
    try {
      return JSON.readValue(literal, String.class);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the parser has accepted " + literal, impossible);
    }
  }

  /** Whether what was read last is a key, and so no value. */
  private boolean isKey() {
    for (int i = at; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\t') {
        return c == '=' || c == ':' || c == '{';
      }
    }
    return false;
  }

  private void add(Map<Integer, Set<String>> texts, String string) {
    if (isNumberLike(string)) {
      texts.computeIfAbsent(line, l -> new HashSet<>()).add(string);
    }
  }

  /** Whether a text is a number or looks like one, or like a boolean. */
  static boolean isNumberLike(String text) {
    return TypedText.isNumber(text) || TypedText.isBoolean(text) || NearNumber.of(text).isPresent();
  }
}
