package org.labactors.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder with the launcher as it is in the repository, and with what its build would have made.
 */
final class Checkout {

  /** What runs in a blink. */
  static final String STUDY = "study.conf";

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String JAR = "lab-actors-cli-0.1.0-SNAPSHOT.jar";

  /** What a command printed, on both of its streams, and its exit code. */
  record Ended(int exitCode, String text) {}

  private final Path folder;

  private Checkout(Path folder) {
    this.folder = folder;
  }

  /** Makes one in a folder, which need not exist. */
  static Checkout in(Path folder) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("target/lib-1"));
    assertThat(TARGET.resolve(JAR)).as("the command line, made by mvn package").exists();
    Files.createSymbolicLink(jars.resolve(JAR), TARGET.resolve(JAR));
    for (Path jar : libraries()) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
    Files.createSymbolicLink(folder.resolve("target/lib"), Path.of("lib-1"));
    Files.copy(
        Path.of("..", "..", "lab"), folder.resolve("lab"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(
        folder.resolve(STUDY),
        """
        notebook = memory
        study {
          experiment {
            class = Command
            command = [echo, "y={x}"]
            output = lines
          }
          parameters { x = [1, 2] }
        }
        """);
    Files.createFile(folder.resolve("target/lab-built"));
    return new Checkout(folder);
  }

  private static List<Path> libraries() throws IOException {
    String classPath = Files.readString(TARGET.resolve("class-path.txt")).strip();
    return Stream.of(classPath.split(":", -1)).map(Path::of).toList();
  }

  Path folder() {
    return folder;
  }

  /** Runs a script of bash in the folder above. */
  Ended bash(String script) throws IOException, InterruptedException {
    return bash(script, Map.of());
  }

  /** Runs a script of bash in the folder above, with further variables. */
  Ended bash(String script, Map<String, String> variables)
      throws IOException, InterruptedException {
    return run(List.of("bash", "-c", script), variables);
  }

  /** Runs a program in the folder above, with further variables. */
  Ended run(List<String> command, Map<String, String> variables)
      throws IOException, InterruptedException {
    Path printed = Files.createTempFile("launcher-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(folder.getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeAll(List.of("LAB_JAVA_OPTS", "CDPATH"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + command + "\n" + Files.readString(printed));
      }
      return new Ended(process.exitValue(), Files.readString(printed));
    } finally {
      process.destroyForcibly();
      Files.delete(printed);
    }
  }
}
