package org.labactors.internal.reach;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The code that an experiment reaches, in parts: classes, with their methods and fields; files; and
 * resources.
 *
 * @param parts the digest of each member by its name, by the name of the part. Members of a class
 *     are methods, by name and descriptor, fields, by name, and {@value #DECLARATION}; the member
 *     of any other part is its {@value #CONTENT}
 */
public record CodeParts(SortedMap<String, SortedMap<String, String>> parts) {

  /** What is said of a class beside its methods and fields. No field has this name. */
  public static final String DECLARATION = "class";

  /** What is in a file or a resource. */
  public static final String CONTENT = "content";

  /** The command line of a program; of further ones, with a number behind it. */
  static final String COMMAND = "command";

  /** Nothing is known. */
  public static final CodeParts NONE = of(Map.of());

  public CodeParts {
    SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
    parts.forEach(
        (name, members) ->
            copy.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(members))));
    parts = Collections.unmodifiableSortedMap(copy);
  }

  /** Parts in any order. */
  public static CodeParts of(Map<String, ? extends Map<String, String>> parts) {
    SortedMap<String, SortedMap<String, String>> sorted = new TreeMap<>();
    parts.forEach((name, members) -> sorted.put(name, new TreeMap<>(members)));
    return new CodeParts(sorted);
  }

  /** Whether there are classes or files among them, and not only commands. */
  public boolean hasContents() {
    return parts.keySet().stream()
        .anyMatch(name -> !name.equals(COMMAND) && !name.startsWith(COMMAND + " "));
  }

  /** The digest of all: SHA-256, 64 hexadecimal digits. */
  public String digest() {
    StringBuilder text = new StringBuilder();
    parts.forEach(
        (name, members) -> {
          text.append(name).append('\n');
          members.forEach(
              (member, digest) ->
                  text.append(' ').append(member).append(' ').append(digest).append('\n'));
        });
    return Sha256.of(text.toString());
  }
}
