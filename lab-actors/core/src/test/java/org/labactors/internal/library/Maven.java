package org.labactors.internal.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Maven, as a process, with a local repository of its own into which the laboratory is installed.
 * Other artifacts come from the local repository of this machine where they are there, and
 * otherwise from Maven's.
 */
final class Maven {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path REPOSITORY = TARGET.resolve("consumer-repository");
  private static final Path SETTINGS = TARGET.resolve("consumer-settings.xml");
  private static final String VERSION = "0.1.0-SNAPSHOT";
  private static final Path JAR = TARGET.resolve("lab-actors-" + VERSION + ".jar");

  /** Both kinds of repository that a project reads from, in this order. */
  private static final String MACHINE =
      """
      <settings>
        <profiles>
          <profile>
            <id>machine</id>
            <repositories>
              <repository>%1$s</repository>
            </repositories>
            <pluginRepositories>
              <pluginRepository>%1$s</pluginRepository>
            </pluginRepositories>
          </profile>
        </profiles>
        <activeProfiles>
          <activeProfile>machine</activeProfile>
        </activeProfiles>
      </settings>
      """;

  private static final String REPOSITORY_ON_MACHINE =
      """
      <id>machine</id>
      <url>%s</url>
      <releases><checksumPolicy>ignore</checksumPolicy></releases>
      <snapshots><enabled>false</enabled></snapshots>
      """;

  private Maven() {}

  /**
   * Puts the jar and its pom where {@code mvn install} puts them, and nothing else of the build.
   */
  static void install() throws IOException {
    assumeTrue(Programs.isThere("mvn"), "there is no mvn on the PATH");
    assertThat(JAR).as("the library, made by mvn package").exists();
    Path installed = REPOSITORY.resolve("org/labactors/lab-actors/" + VERSION);
    Files.createDirectories(installed);
    copy(JAR, installed.resolve(JAR.getFileName()));
    copy(Path.of(".flattened-pom.xml"), installed.resolve("lab-actors-" + VERSION + ".pom"));
    String machine = REPOSITORY_ON_MACHINE.formatted(ofThisMachine().toUri());
    Files.writeString(SETTINGS, MACHINE.formatted(machine));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.deleteIfExists(to);
    Files.copy(from, to);
  }

  /** Surefire tells the tests where it is. */
  private static Path ofThisMachine() {
    String told = System.getProperty("localRepository");
    return told == null
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(told);
  }

  /**
   * Runs Maven in a folder. A test that needs artifacts which cannot be had is skipped.
   *
   * @param arguments goals and options
   */
  static void run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "mvn",
                "-q",
                "-B",
                "-Dstyle.color=never",
                "-gs",
                SETTINGS.toString(),
                "-Dmaven.repo.local=" + REPOSITORY));
    command.addAll(List.of(arguments));

    Programs.Output output = Programs.run(folder, command);

    if (output.exitCode() != 0) {
      String text = output.out() + output.err();
      if (text.contains("Could not transfer")
          || text.contains("UnknownHost")
          || text.contains("in offline mode")) {
        abort("an artifact can be had neither on this machine nor from Maven Central: " + text);
      }
      throw new AssertionError(String.join(" ", command) + "\n" + text);
    }
  }
}
