package org.labactors.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.labactors.ProcessReport;

/** The command line as a process of its own, with the class path of the tests. */
final class LabProcess implements AutoCloseable {

  private static final int LONGEST_SECONDS = 180;

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;
  private String atTheEnd = "";

  private LabProcess(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code lab} with these arguments in a folder. */
  static LabProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), arguments);
  }

  /** Starts {@code lab} with options for the JVM. */
  static LabProcess start(Path folder, List<String> javaOptions, String... arguments)
      throws IOException {
    return start(folder, javaOptions, Map.of(), arguments);
  }

  /** Starts {@code lab} with options for the JVM and further variables of its environment. */
  static LabProcess start(
      Path folder, List<String> javaOptions, Map<String, String> variables, String... arguments)
      throws IOException {
    return startBehind(List.of(), folder, javaOptions, variables, arguments);
  }

  /** The same, started by a command that sets its limits, say. */
  static LabProcess startBehind(
      List<String> prefix,
      Path folder,
      List<String> javaOptions,
      Map<String, String> variables,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    if (System.getProperty("os.name").equals("Linux")) {
      // A build in the background of a shell ignores Ctrl-C, and so would all that it starts.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            ClassArchive.CLASS_PATH,
            "-Dlogback.configurationFile=logback-lab.xml",
            "-Dlab.command=./lab",
            "-Dlab.code.cache=" + Path.of("target", "code-cache").toAbsolutePath()));
    command.addAll(ClassArchive.OPTIONS);
    command.addAll(javaOptions);
    command.add(LabCommand.class.getName());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("lab-", ".out");
    Path err = Files.createTempFile("lab-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(variables);
    LabProcess started =
        new LabProcess("lab " + String.join(" ", arguments), builder.start(), out, err);
    ProcessReport.add(started::report);
    return started;
  }

  /** Sends a signal, by its name without {@code SIG}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for its end, but not longer than this. */
  boolean endsWithin(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for its end. */
  int exitCode() throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running; out:\n" + out() + "\nerr:\n" + err());
    }
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  private String report() throws IOException {
    return atTheEnd.isEmpty() ? ProcessReport.of(name, process) + "\n" + printed() : atTheEnd;
  }

  private String printed() throws IOException {
    return ProcessReport.lastLines("standard error", err)
        + "\n"
        + ProcessReport.lastLines("standard output", out);
  }

  @Override
  public void close() throws IOException {
    atTheEnd =
        "--- "
            + name
            + ": "
            + (process.isAlive()
                ? "ran until the test ended it"
                : "exit code " + process.exitValue())
            + "\n"
            + printed();
    process.destroyForcibly();
    Files.delete(out);
    Files.delete(err);
  }
}
