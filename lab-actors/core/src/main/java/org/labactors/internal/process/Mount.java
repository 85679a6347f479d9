package org.labactors.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.labactors.internal.text.SystemText;

/**
 * A file system as it is mounted; Linux only.
 *
 * @param place where
 * @param options how
 */
record Mount(Path place, List<String> options) {

  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  /** Where a file is; empty if it cannot be known. */
  static Optional<Mount> of(Path file) {
    try {
      Path real = file.toRealPath();
      return new String(Files.readAllBytes(MOUNTS), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .filter(fields -> fields.length > 3 && SystemText.passes(fields[1]))
          .map(fields -> new Mount(Path.of(spaced(fields[1])), List.of(fields[3].split(","))))
          .filter(mount -> real.startsWith(mount.place()))
          .max(Comparator.comparingInt(mount -> mount.place().getNameCount()));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  private static String spaced(String place) {
    return place.replace("\\040", " ").replace("\\134", "\\");
  }

  /** Whether no file in it may be executed. */
  boolean isWithoutExecution() {
    return options.contains("noexec");
  }
}
