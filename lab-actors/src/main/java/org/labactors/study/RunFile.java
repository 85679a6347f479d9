package org.labactors.study;

import java.nio.file.Path;
import java.util.List;

/** Placeholder. */
public record RunFile(
    Study study,
    String tag,
    String description,
    String notebook,
    int engines,
    List<Path> code,
    ClassLoader classLoader)
    implements AutoCloseable {

  /** Placeholder. */
  @SuppressWarnings("DoNotCallSuggester")
  public static RunFile read(Path file, List<String> overrides, List<Path> jars) {
    throw new RunFileException("reading " + file + overrides + jars);
  }

  @Override
  public void close() {}
}
