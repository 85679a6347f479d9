package org.labactors.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.rows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;

/** Labs in two containers, and beside them, with one notebook. */
@Timeout(300)
final class SqliteContainersIT {

  private static final String IMAGE = "eclipse-temurin:17-jre";
  private static final String MANY = "1000000000";

  @TempDir Path folder;
  private final List<String> containers = new ArrayList<>();

  @BeforeEach
  void requireDocker() throws Exception {
    assumeTrue(onPath("docker"), "there is no docker on the PATH");
    Ended version = docker("version", "--format", "{{.Server.Version}}");
    assumeTrue(version.code == 0, "no Docker engine answers");
    Ended image = docker("image", "inspect", IMAGE);
    assumeTrue(image.code == 0, "the image " + IMAGE + " is not here: docker pull " + IMAGE);
    Ended java = docker("run", "--rm", "--entrypoint", "java", IMAGE, "-version");
    assumeTrue(java.code == 0, "Docker cannot run Java in a container: " + java.output);
    Files.createDirectory(folder.resolve("data"));
  }

  private static boolean onPath(String command) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(each -> Files.isExecutable(Path.of(each, command)));
  }

  @AfterEach
  void removeContainers() throws Exception {
    for (String each : containers) {
      docker("rm", "--force", each);
    }
  }

  @Test
  void theSecondContainerIsRefusedWhereverTheFolderIsMounted() throws Exception {
    startRecording("/data");

    assertThat(record("/elsewhere", folder.resolve("data") + ":/elsewhere").output)
        .contains("is being written by process 1 on ");
    assertThatThrownBy(this::recordHere)
        .hasMessageContaining("is being written by process 1 on ")
        .matches(failure -> ((NotebookException) failure).isOccupied());

    kill();
    recordHere();
    assertThat(recorded()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void aContainerThatHasTheFileAloneIsRefused() throws Exception {
    startRecording("/data");

    assertThat(record("/mine", folder.resolve("data/n.db") + ":/mine/n.db").output)
        .contains("'/mine/n.db' is a file that is mounted by itself");
  }

  @Test
  void aHardLinkIsRefusedWhereTheOtherNameCannotBeSeen() throws Exception {
    startRecording("/data");
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.createLink(other.resolve("n.db"), folder.resolve("data/n.db"));

    assertThat(record("/other", other + ":/other").output)
        .contains("has another name (a hard link), and is in use under that one");
    kill();
    assertThat(record("/other", other + ":/other").output)
        .contains("was left in the middle of writing as '/data/n.db'");
    recordHere();
    try (JdbcNotebook notebook = Notebooks.open(other.resolve("n.db"))) {
      notebook.record("v", counting(1), RecordOptions.DEFAULT).close();
    }
    assertThat(recorded()).isGreaterThanOrEqualTo(100);
  }

  private void recordHere() {
    try (JdbcNotebook notebook = Notebooks.open(folder.resolve("data/n.db"))) {
      notebook.record("u", counting(1), RecordOptions.DEFAULT).close();
    }
  }

  private int recorded() {
    try (WritableNotebook notebook = Notebooks.openReadOnly(folder.resolve("data/n.db"))) {
      return rows(notebook, "t").size();
    }
  }

  /** Starts a container that records until it is killed, and waits for its first results. */
  private void startRecording(String mounted) throws Exception {
    List<String> run = command(mounted, folder.resolve("data") + ":" + mounted, "--detach", MANY);
    Ended started = ended(run);
    assertThat(started.code).as(started.output).isZero();
    containers.add(started.output.strip());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> docker("logs", containers.get(0)).output.contains("\n"));
  }

  private void kill() throws Exception {
    docker("kill", containers.get(0));
    docker("wait", containers.get(0));
  }

  private Ended record(String mounted, String volume) throws Exception {
    Ended ended = ended(command(mounted, volume, "--rm", "10"));
    assertThat(ended.code).as(ended.output).isNotZero();
    return ended;
  }

  /** Runs {@link RecordingProcess} on the class path of this JVM, which is mounted too. */
  private static List<String> command(String mounted, String volume, String mode, String trials) {
    String classPath = System.getProperty("java.class.path");
    List<String> command =
        new ArrayList<>(List.of("docker", "run", mode, "--entrypoint", "java", "-v", volume));
    Stream.of(classPath.split(":", -1))
        .map(each -> Path.of(each).toAbsolutePath().normalize())
        .filter(Files::exists)
        .distinct()
        .forEach(each -> command.addAll(List.of("-v", each + ":" + each + ":ro")));
    command.addAll(
        List.of(
            IMAGE,
            "-cp",
            String.join(
                ":",
                Stream.of(classPath.split(":", -1))
                    .map(each -> Path.of(each).toAbsolutePath().normalize().toString())
                    .toList()),
            RecordingProcess.class.getName(),
            mounted + "/n.db",
            trials));
    return command;
  }

  private record Ended(int code, String output) {}

  private static Ended docker(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return ended(command);
  }

  private static Ended ended(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), output);
  }
}
