package org.labactors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Adds to the failure of a test what became of the processes that it had started: exit codes, the
 * end of what they printed, and what the threads do of those that run, and of their children. JUnit
 * finds it by itself, for all tests.
 */
public final class ProcessReport
    implements TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler,
        AfterEachCallback {

  /** Tells of one process, or of some that belong together. */
  @FunctionalInterface
  public interface Source {
    /** What there is to tell. */
    String text() throws IOException;
  }

  /** What is added to the failure of a test. */
  private static final class Processes extends Exception {
    private static final long serialVersionUID = 1;

    Processes(String text) {
      super(text, null, false, false);
    }
  }

  private static final int LAST_LINES = 60;
  private static final int PATIENCE_SECONDS = 10;
  private static final List<Source> SOURCES = new CopyOnWriteArrayList<>();

  /** Tells of this too, if the present test fails. */
  public static void add(Source source) {
    SOURCES.add(source);
  }

  /** How a process is, and what it and its children do if it runs. */
  public static String of(String name, Process process) {
    String title = "--- " + name + ", process " + process.pid();
    if (!process.isAlive()) {
      return title + ": exit code " + process.exitValue();
    }
    return title
        + ": running\n"
        + Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .map(each -> threads(each.pid()))
            .collect(Collectors.joining("\n"));
  }

  /** The threads of a Java process. */
  public static String threads(long pid) {
    String title = "--- threads of process " + pid + ":\n";
    Path printed = Path.of("target", "threads-" + pid + ".txt").toAbsolutePath();
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "Thread.print")
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
      boolean answered = jcmd.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      jcmd.destroyForcibly();
      return title + (answered ? Files.readString(printed) : "(it does not answer)");
    } catch (IOException failure) {
      return title + "(" + failure.getMessage() + ")";
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return title + "(interrupted)";
    }
  }

  /** The last lines of what was printed into a file. */
  public static String lastLines(String name, Path file) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    return "--- the end of its "
        + name
        + ":\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw told(failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw told(failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw told(failure);
  }

  private static Throwable told(Throwable failure) {
    if (!(failure instanceof TestAbortedException) && !SOURCES.isEmpty()) {
      failure.addSuppressed(
          new Processes(
              "Its processes:\n"
                  + SOURCES.stream().map(ProcessReport::text).collect(Collectors.joining("\n"))));
    }
    return failure;
  }

  private static String text(Source source) {
    try {
      return source.text();
    } catch (IOException | RuntimeException failure) {
      return "(nothing is known of one: " + failure + ")";
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    SOURCES.clear();
  }
}
