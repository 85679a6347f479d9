package org.labactors.internal.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.labactors.ProcessReport;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.study.TrialRange;

/** A process that records trials, one batch after the other, and says what is confirmed. */
final class RecordingProcess implements AutoCloseable {

  static final long BATCH = 100;

  private final Process process;
  private final BufferedReader output;

  private RecordingProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static RecordingProcess start(Path notebook, long trials) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RecordingProcess.class.getName(),
                notebook.toString(),
                Long.toString(trials))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessReport.add(() -> ProcessReport.of("recording into " + notebook, process));
    return new RecordingProcess(process);
  }

  /** Waits for the next confirmation; empty when the process has ended. */
  Optional<TrialRange> nextConfirmed() throws IOException {
    String line = output.readLine();
    if (line == null) {
      return Optional.empty();
    }
    int space = line.indexOf(' ');
    return Optional.of(
        new TrialRange(
            Long.parseLong(line, 0, space, 10),
            Long.parseLong(line, space + 1, line.length(), 10)));
  }

  /** Waits until it has ended of its own accord. */
  void awaitEnd() throws IOException, InterruptedException {
    output.transferTo(Writer.nullWriter());
    process.waitFor();
  }

  long pid() {
    return process.pid();
  }

  /** Kills it, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("process " + process.pid() + " does not die");
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  public static void main(String[] args) {
    try (WritableNotebook notebook = Notebooks.open(Path.of(args[0]));
        Recorder recorder =
            notebook.record(
                "t", Recordings.counting(Long.parseLong(args[1])), RecordOptions.DEFAULT)) {
      // From both ends, so that what is pending has several parts.
      for (boolean fromBelow = true; !recorder.pending().isEmpty(); fromBelow = !fromBelow) {
        List<TrialRange> pending = recorder.pending().ranges();
        TrialRange range = pending.get(fromBelow ? 0 : pending.size() - 1);
        long first = fromBelow ? range.first() : Math.max(range.first(), range.end() - BATCH);
        long end = Math.min(range.end(), first + BATCH);
        recorder.record(List.of(Recordings.numbers(first, end)));
        System.out.println(first + " " + end);
        System.out.flush();
      }
    }
  }
}
