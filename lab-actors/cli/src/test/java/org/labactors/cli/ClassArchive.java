package org.labactors.cli;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.labactors.FreePort;

/**
 * The classes of the command line as a JVM wants them in memory, so that a test's many processes
 * start in half the time. It is made once for a build and a Java by whoever comes first; where it
 * cannot be made, JVMs start without it.
 */
final class ClassArchive {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final int LONGEST_SECONDS = 120;

  /** The class path of the tests, folders last: a JVM archives what is in jars before them. */
  static final String CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .sorted((one, other) -> Boolean.compare(isFolder(one), isFolder(other)))
          .collect(Collectors.joining(File.pathSeparator));

  /** Options of a JVM that does not live long, of the Java that runs the tests. */
  static final List<String> OPTIONS = options(JavaHomes.here());

  private ClassArchive() {}

  private static boolean isFolder(String entry) {
    return Files.isDirectory(Path.of(entry));
  }

  /** What {@link #options} has beside the archive, for processes with another class path. */
  static List<String> optionsWithout(Path java) {
    List<String> options =
        new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable"));
    int release = JavaHomes.version(java).feature();
    // As the launcher does, for SQLite and Akka reach below Java.
    if (release >= 22) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    if (release >= 23) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }

  /**
   * Options of a JVM that does not live long.
   *
   * @param java the folder of a JDK
   */
  static List<String> options(Path java) {
    List<String> options = new ArrayList<>(optionsWithout(java));
    try {
      Path archive =
          TARGET.resolve("tests-java" + JavaHomes.version(java) + "-" + build() + ".jsa");
      make(archive, java, options);
      if (Files.exists(archive)) {
        options.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive));
      }
    } catch (IOException | InterruptedException without) {
      System.out.println("processes start without an archive of their classes: " + without);
    }
    return List.copyOf(options);
  }

  /** Tells one class path, and one build of it, from others. */
  private static String build() throws IOException {
    int hash = CLASS_PATH.hashCode();
    for (String entry : CLASS_PATH.split(File.pathSeparator, -1)) {
      if (Files.isRegularFile(Path.of(entry))) {
        hash = 31 * hash + Files.getLastModifiedTime(Path.of(entry)).hashCode();
      }
    }
    return Integer.toHexString(hash);
  }

  private static void make(Path archive, Path java, List<String> options)
      throws IOException, InterruptedException {
    try (FileChannel channel =
            FileChannel.open(
                Files.createDirectories(TARGET).resolve("tests.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock oneAtATime = channel.lock()) {
      if (oneAtATime.isValid() && !Files.exists(archive)) {
        Path folder = Files.createTempDirectory("lab-warm-up");
        Path fresh = folder.resolve("archive.jsa");
        warmUp(folder, fresh, java, options);
        if (Files.exists(fresh)) {
          Files.move(fresh, archive);
        }
      }
    }
  }

  /** A small run by the lab of a cluster, with an experiment that is in a jar. */
  private static void warmUp(Path folder, Path archive, Path java, List<String> options)
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("warm-up.conf"),
        """
        study {
          experiment { class = Command, command = [echo, "y=1"], output = lines }
          parameters { x = [1, 2] }
        }
        """);
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", CLASS_PATH));
    command.addAll(List.of("-Dlogback.configurationFile=logback-lab.xml"));
    command.addAll(List.of(LabCommand.class.getName(), "run", "warm-up.conf"));
    command.addAll(List.of("--profile", LocalCluster.PROFILE));
    command.addAll(List.of("--set", "lab.node.roles=[lab,engine]"));
    command.addAll(List.of("--set", "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]"));
    command.addAll(List.of("--set", "lab.code.cache=cache"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
