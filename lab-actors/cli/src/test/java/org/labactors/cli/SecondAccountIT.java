package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.cli.internal.terminal.Shell;

/**
 * Two users of one machine: a cluster and a lab of the one, with settings as they are by default,
 * and the attempts of the other, who knows where they listen.
 */
@Timeout(400)
class SecondAccountIT {

  private static final int TRIALS = 5_000;
  private static final String PROFILE = "cluster.conf";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How a process becomes one of the user nobody. */
  private static final List<String> AS_ANOTHER =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all");

  /** All that both start with; the other cannot read what is in the folders of the one. */
  @TempDir private static Path jars;

  private static String classPath = "";

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();
  private Path home;
  private Path otherHome;
  private String seeds = "";
  private int otherPort;

  @BeforeAll
  static void copyClassPath() throws Exception {
    assumeTrue(
        ProcessHandle.current().info().user().filter("root"::equals).isPresent(),
        "only root can start processes of another user");
    assumeTrue(Shell.has("setpriv"), "there is no setpriv on this machine");
    openToAll(jars);
    List<String> entries = new ArrayList<>();
    for (String entry : ClassArchive.CLASS_PATH.split(File.pathSeparator, -1)) {
      entries.add(copy(Path.of(entry), jars.resolve(Integer.toString(entries.size()))).toString());
    }
    classPath = String.join(File.pathSeparator, entries);
    Files.copy(Path.of(LocalCluster.PROFILE), jars.resolve(PROFILE));
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          openToAll(Files.createDirectories(copy));
        } else {
          link(each, from.equals(each) ? Path.of(to + ".jar") : copy);
        }
      }
    }
    return Files.isDirectory(from) ? to : Path.of(to + ".jar");
  }

  private static void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileSystemException | UnsupportedOperationException elsewhere) {
      Files.copy(from, to);
    }
  }

  private static void openToAll(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @BeforeEach
  void twoHomes() throws Exception {
    openToAll(folder);
    home = Files.createDirectory(folder.resolve("one"));
    otherHome = Files.createDirectory(folder.resolve("other"));
    openToAll(home);
    Files.setAttribute(otherHome, "unix:uid", 65534);
    otherPort = FreePort.next();
    seeds = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    for (Path each : List.of(home, otherHome)) {
      Files.writeString(each.resolve("squares.conf"), Waiting.runFile(50, TRIALS));
    }
  }

  @AfterEach
  void end() throws Exception {
    int unused = end(lab("cluster", "stop"));
    for (Process each : processes) {
      each.descendants().forEach(ProcessHandle::destroyForcibly);
      each.destroyForcibly().waitFor();
    }
  }

  @Test
  void anotherUserOfTheMachineCanNeitherJoinNorSubmitNorRead() throws Exception {
    assertThat(end(lab("cluster", "start", "--engines", "1"))).isZero();
    Process run = lab("run", "squares.conf", "--notebook", "notes.db");
    await().atMost(PATIENCE).until(() -> trials(home) > 0);

    Process node = other("node", "--set", "lab.engines=1");
    Process plain = other("node", "--set", "lab.engines=1", "--set", "lab.node.encryption=none");
    Process study =
        other("run", "squares.conf", "--notebook", "n.db", "--set", "lab.node.port=" + otherPort);
    awaitText(node, "its key is not from the authority in " + otherHome);
    awaitText(plain, "it takes no connection in plain text; the nodes of that cluster have keys");
    awaitText(study, "its key is not from the authority in " + otherHome);

    long recorded = trials(home);
    await().atMost(PATIENCE).until(() -> trials(home) > recorded + 10);
    run.destroy();
    int unused = end(run);
    assertThat(text(run))
        .contains("trials recorded in notes.db, 0 failed")
        .doesNotContain("WARN", "ERROR", "Exception");
    assertThat(text(run).lines().filter(line -> line.startsWith("lab: ")))
        .as(text(run))
        .hasSizeLessThanOrEqualTo(3);
    assertThat(otherHome.resolve("n.db")).doesNotExist();
    assertThat(files(AS_ANOTHER, "-readable")).isEmpty();
    assertThat(files(List.of(), "-readable"))
        .anyMatch(file -> file.contains("/.config/lab-actors/keys/"))
        .anyMatch(file -> file.contains("/.local/state/lab-actors/") && file.endsWith(".log"))
        .anyMatch(file -> file.contains("/.local/state/lab-actors/") && file.endsWith(".json"))
        .anyMatch(file -> file.contains("/.cache/lab-actors/"));
  }

  private void awaitText(Process process, String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(text(process)).as("what it prints").contains(text));
  }

  /** Files of the lab in the home of the one user, as seen by a user. */
  private List<String> files(List<String> before, String... tests) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add("find");
    for (String each : List.of(".config", ".cache", ".local")) {
      command.add(home.resolve(each).toString());
    }
    command.addAll(List.of("-type", "f"));
    command.addAll(List.of(tests));
    Process find =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = find.inputReader()) {
      return lines.lines().toList();
    }
  }

  private static long trials(Path home) {
    return new RecordedTrials(home.resolve("notes.db")).count("squares");
  }

  /** A command of the one user. */
  private Process lab(String... arguments) throws IOException {
    return start(List.of(), home, arguments);
  }

  /** A command of the other. */
  private Process other(String... arguments) throws IOException {
    return start(AS_ANOTHER, otherHome, arguments);
  }

  private Process start(List<String> before, Path home, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            JavaHomes.here().resolve("bin/java").toString(),
            "-cp",
            classPath,
            "-Dlogback.configurationFile=logback-lab.xml",
            "-Dlab.command=./lab",
            "-Duser.home=" + home));
    command.addAll(ClassArchive.optionsWithout(JavaHomes.here()));
    command.add(LabCommand.class.getName());
    command.addAll(List.of(arguments));
    if (!arguments[0].equals("cluster") || arguments[1].equals("start")) {
      command.addAll(List.of("--profile", jars.resolve(PROFILE).toString(), "--set", seeds));
    }
    Path log = folder.resolve(processes.size() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LAB_"));
    builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private int end(Process process) throws Exception {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(text(process)).isTrue();
    return process.exitValue();
  }

  private String text(Process process) throws IOException {
    return Files.readString(folder.resolve(processes.indexOf(process) + ".log"));
  }
}
