package org.labactors.internal.code;

import java.util.List;

/**
 * The jars with the code of a study.
 *
 * @param parts the jars, the first to be looked into first
 */
public record Bundle(List<Part> parts) {

  /** No code of its own. */
  public static final Bundle EMPTY = new Bundle(List.of());

  public Bundle {
    parts = List.copyOf(parts);
  }

  /** What is in it, whatever its jars are called. */
  List<String> digests() {
    return parts.stream().map(Part::digest).toList();
  }
}
