package org.labactors.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.labactors.Lab;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;

/** How long it takes from nothing to the first result. */
final class Start {

  private static final long LOOK_AGAIN_NANOS = 5_000_000;
  private static final double PATIENCE_SECONDS = 120;

  private Start() {}

  /**
   * Seconds from starting the launcher, with a profile or without, to the first result on disk.
   *
   * @param launcher the script that starts the command line
   * @param profile null for a lab without a cluster; otherwise a node is started at the same time
   */
  static double ofLab(Path launcher, Path runFile, Path notebook, List<String> profile)
      throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    long start = System.nanoTime();
    try {
      if (!profile.isEmpty()) {
        processes.add(process(launcher, List.of("node"), profile));
      }
      List<String> run =
          List.of("run", runFile.toString(), "--quiet", "--notebook", notebook.toString());
      processes.add(process(launcher, run, profile));
      while (!hasResults(notebook)) {
        if ((System.nanoTime() - start) / 1e9 > PATIENCE_SECONDS) {
          throw new IllegalStateException("no result after " + PATIENCE_SECONDS + " s");
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      processes.forEach(Process::destroy);
      for (Process each : processes) {
        if (!each.waitFor(30, TimeUnit.SECONDS)) {
          each.destroyForcibly();
        }
      }
      LabBench.delete(notebook);
    }
  }

  private static Process process(Path launcher, List<String> command, List<String> profile)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(launcher.toString()));
    all.addAll(command);
    all.addAll(profile);
    return new ProcessBuilder(all)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean hasResults(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (Notebook notebook = Lab.read(file)) {
      return notebook.resultSets().stream().anyMatch(set -> set.tally().recorded() > 0);
    } catch (NotebookException notYet) {
      return false;
    }
  }
}
