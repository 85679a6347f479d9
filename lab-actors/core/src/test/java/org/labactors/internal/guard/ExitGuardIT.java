package org.labactors.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starts a JVM with the agent, on every JDK there is on this machine. */
class ExitGuardIT {

  /** The program that is started. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread trial =
          new Thread(
              new ThreadGroup(ExitGuard.TRIALS),
              () -> {
                attempt(() -> System.exit(3));
                attempt(() -> Runtime.getRuntime().halt(4));
              });
      trial.start();
      trial.join();
      System.out.println("still here");
      System.exit(5);
    }

    private static void attempt(Runnable exit) {
      try {
        exit.run();
      } catch (SecurityException refusal) {
        System.out.println(refusal.getMessage());
      }
    }
  }

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  @TempDir private Path folder;

  /** The Java this test runs on, and the others that the usual folder of JDKs holds. */
  static Stream<Path> javas() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    Path usual = Path.of("/usr/lib/jvm");
    List<Path> others = List.of();
    if (Files.isDirectory(usual)) {
      try (Stream<Path> folders = Files.list(usual)) {
        others = folders.filter(Files::isDirectory).sorted().toList();
      }
    }
    return Stream.concat(Stream.of(own), others.stream())
        .map(home -> home.resolve("bin/java"))
        .filter(Files::isExecutable)
        .filter(ExitGuardIT::isNewEnough)
        .map(ExitGuardIT::real)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void onlyTheProgramItselfEndsTheJvm(Path java) throws Exception {
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-javaagent:" + agent(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output.lines())
        .containsExactly(
            "an experiment called System.exit(3); it ends the trial, not the JVM",
            "an experiment called halt(4); it ends the trial, not the JVM",
            "still here");
    assertThat(process.waitFor()).isEqualTo(5);
  }

  /** A jar that names the agent, whose classes are on the class path. */
  private Path agent() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ExitGuard.class.getName());
    manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
    Path jar = folder.resolve("agent.jar");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    return jar;
  }

  /** Whether a Java can run this project at all; its release file says its version. */
  private static boolean isNewEnough(Path java) {
    Path release = java.resolveSibling("../release");
    try {
      Matcher version = VERSION.matcher(Files.exists(release) ? Files.readString(release) : "");
      return version.find() && Integer.parseInt(version.group(1)) >= 17;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException failure) {
      throw new IllegalStateException("cannot follow " + path, failure);
    }
  }
}
