package org.labactors.documentation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A folder in which the examples of the documentation run as they stand there: with {@code ./lab},
 * which starts the command line as it was built for this test, with the jars in {@code target/lib}
 * and with {@code config}.
 */
final class Workplace {

  private static final int LONGEST_SECONDS = 300;

  /** As the launcher has it, but for a JVM that does not live long. */
  private static final String JAVA =
      "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xlog:disable -cp 'target/lib/*'"
          + " -Dlab.command=./lab -Dlogback.configurationFile=logback-lab.xml"
          + " -Dlab.profiles=config/profiles";

  private final Path folder;

  Workplace(Path folder, Path repository) throws IOException, InterruptedException {
    this.folder = folder;
    Path lib = Files.createDirectories(folder.resolve("target/lib"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isDirectory(path)) {
        pack(path, lib.resolve(entry.replaceAll("\\W+", "-") + ".jar"));
      } else if (Files.exists(path)) {
        Files.createSymbolicLink(lib.resolve(path.getFileName()), path);
      }
    }
    pack(repository.resolve("experiments/src/main/logging"), lib.resolve("logging.jar"));
    copy(repository.resolve("config"), folder.resolve("config"));
    copy(repository.resolve("experiments/scripts"), folder.resolve("experiments/scripts"));
    copy(
        repository.resolve("experiments/python/labactors"),
        folder.resolve("experiments/python/labactors"));
    Files.createDirectories(folder.resolve("experiments/pictures"));
    Path lab =
        Files.writeString(
            folder.resolve("lab"),
            """
            #!/bin/sh
            exec %s -XX:SharedArchiveFile=lab.jsa org.labactors.cli.LabCommand "$@"
            """
                .formatted(JAVA));
    Files.setPosixFilePermissions(lab, PosixFilePermissions.fromString("rwxr-xr-x"));
    archiveClasses();
  }

  /** Halves the time that each command takes to start, as the launcher does. */
  private void archiveClasses() throws IOException, InterruptedException {
    run(
        JAVA
            + " -XX:ArchiveClassesAtExit=lab.jsa org.labactors.cli.LabCommand"
            + " run config/studies/curve.conf --set 'study.parameters={x=1,y=1}'"
            + " --notebook warm-up.db");
    run("rm warm-up.db*");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Whether there is a program that a command of the shell needs. */
  boolean has(String... command) throws IOException, InterruptedException {
    List<String> quiet = new ArrayList<>(List.of("sh", "-c", "\"$@\" >/dev/null 2>&1", "sh"));
    quiet.addAll(List.of(command));
    return new ProcessBuilder(quiet).start().waitFor() == 0;
  }

  /**
   * Runs a command in a shell.
   *
   * @return what it prints
   * @throws AssertionError if it does not end with 0
   */
  String run(String command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-ec", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    String javaHome = System.getProperty("java.home");
    shell.environment().put("JAVA_HOME", javaHome);
    shell
        .environment()
        .merge("PATH", javaHome + "/bin", (path, bin) -> bin + File.pathSeparator + path);
    Process process = shell.start();
    process.getOutputStream().close(); // what reads its input finds the end of it
    boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          (ended ? "ended with " + process.exitValue() : "did not end")
              + ": "
              + command
              + "\n"
              + printed);
    }
    return printed;
  }
}
