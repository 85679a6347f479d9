package org.labactors.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.labactors.internal.text.SystemText;

/**
 * The file of a program, looked for as the system will look for it.
 *
 * @param name how the command names it: a path, or a name to be found on the PATH
 * @param folder what a path is relative to
 * @param path the PATH
 */
public record ProgramFile(String name, Path folder, String path) {

  private static final int LONGEST_FIRST_LINE = 256;

  /** Why it cannot be started, for the end of a sentence that begins with its name. */
  public Optional<String> problem() {
    if (!SystemText.passes(name)) {
      // Java cannot look for it; the shell can.
      return Optional.empty();
    }
    return name.contains("/") ? problemOf(folder.resolve(name)) : problemOnPath();
  }

  private Optional<String> problemOnPath() {
    for (String place : path.split(File.pathSeparator, -1)) {
      if (SystemText.passes(place)) {
        Path file = folder.resolve(place).resolve(name);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          return problemOf(file);
        }
      }
    }
    return Optional.of(
        "there is no such program on this machine; install it, or put its folder on the PATH,"
            + " which is "
            + path);
  }

  private static Optional<String> problemOf(Path file) {
    if (!Files.exists(file)) {
      return Optional.of("there is no such file on this machine");
    }
    if (!Files.isExecutable(file)) {
      return Optional.of(
          Mount.of(file).filter(Mount::isWithoutExecution).isPresent()
              ? "may not be executed, whatever its permissions, because "
                  + file.getParent()
                  + " is mounted with noexec; name the interpreter first, such as [python3,"
                  + " script.py], or let the lab put its temporary files elsewhere"
                  + " (LAB_JAVA_OPTS=-Djava.io.tmpdir=FOLDER)"
              : "may not be executed; give it the permission (chmod +x)");
    }
    return endsFirstLineAsWindowsDoes(file)
        ? Optional.of(
            "its first line, which names the interpreter, ends as lines of Windows do, with a"
                + " carriage return; convert it (dos2unix, or sed -i 's/\\r$//')")
        : Optional.empty();
  }

  private static boolean endsFirstLineAsWindowsDoes(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      String start = new String(stream.readNBytes(LONGEST_FIRST_LINE), StandardCharsets.ISO_8859_1);
      int end = start.indexOf('\n');
      return start.startsWith("#!") && end > 0 && start.charAt(end - 1) == '\r';
    } catch (IOException unreadable) {
      return false;
    }
  }
}
