import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command {@code ./lab} as a process, started as a user would. All of them end when this
 * program does, however that comes about.
 */
final class LabProcess {

  private static final Pattern ADDRESS = Pattern.compile("lab: engine node on ([^,]+),");
  private static final int LAST_LINES = 40;
  private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
  }

  final String name;
  private final Process process;
  private final Path log;

  private LabProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one in a folder, where the file {@code name.log} takes what it prints.
   *
   * @param before what comes before {@code ./lab} on the command line
   * @param variables environment variables besides those of this process
   */
  static LabProcess start(
      String name, Path folder, List<String> before, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of("lab").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.putAll(variables);
    // The experiment is on the class path of every node. The machine has many JVMs to bear.
    environment.put(
        "LAB_JAVA_OPTS",
        "-cp \""
            + Path.of("target", "lib").toAbsolutePath()
            + "/*"
            + File.pathSeparator
            + System.getProperty("disturbed.jar")
            + "\" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    Process process = builder.start();
    STARTED.add(process);
    return new LabProcess(name, process, log);
  }

  /** Sends a signal, by its name without SIG. */
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** The processes that it has started. */
  List<ProcessHandle> children() {
    return process.children().filter(ProcessHandle::isAlive).toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code; 128 and the number of the signal, if one ended it. */
  int exitCode() {
    return process.exitValue();
  }

  boolean endsWithin(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for its end and requires that it was good. */
  void requireSuccess(Duration atMost) throws IOException, InterruptedException {
    if (!endsWithin(atMost)) {
      throw new IllegalStateException(
          name + " has not ended within " + atMost.toSeconds() + " s; it said\n" + lastLines());
    }
    if (exitCode() != 0) {
      throw new IllegalStateException(
          name + " ended with " + exitCode() + " instead of 0; it said\n" + lastLines());
    }
  }

  /** Host and port of the actor system that a node started last. */
  String address() throws IOException {
    String last = "unknown";
    Matcher matcher = ADDRESS.matcher(text());
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return last;
  }

  String text() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  String lastLines() throws IOException {
    List<String> lines = text().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
