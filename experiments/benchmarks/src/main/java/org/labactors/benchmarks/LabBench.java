package org.labactors.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.design.Range;
import org.labactors.experiment.Trial;
import org.labactors.study.Progress;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/**
 * Runs studies through a whole lab, each into a notebook of its own.
 *
 * @param folder where the notebooks are; a real disk, or durability costs nothing
 * @param engines how many engines each lab has
 */
record LabBench(Path folder, int engines) {

  static final String TAG = "bench";

  /** A study of trials that do nothing, with one parameter. */
  static Study idle(long trials) {
    return Study.of(new Idle()).with("i", Range.stepped(0L, trials - 1, 1L)).seed(1);
  }

  /** A study of trials that keep a core busy. */
  static Study busy(double milliseconds, int trials) {
    return Study.of(new Busy()).with("milliseconds", milliseconds).replicates(trials).seed(1);
  }

  /** The seconds from submitting a study until all of it is on disk. */
  double seconds(Study study) throws Exception {
    Path notebook = notebook();
    try {
      return run(study, notebook);
    } finally {
      delete(notebook);
    }
  }

  /** As {@link #seconds}, into a notebook that stays. */
  double run(Study study, Path notebook) throws InterruptedException {
    try (Lab lab = Lab.builder().notebook(notebook).engines(engines).open()) {
      long start = System.nanoTime();
      Run run = lab.submit(TAG, study);
      Progress end = run.await();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (end.ok() != end.trials()) {
        throw new IllegalStateException("the lab did not complete the study: " + end);
      }
      return seconds;
    }
  }

  /** Seconds that a plain loop over the trials takes, which stores nothing. */
  static double plainLoop(Study study) throws Exception {
    Trials trials = new Trials(study);
    long start = System.nanoTime();
    for (long number = 0; number < trials.size(); number++) {
      Trial trial = trials.trial(number, () -> false);
      study.experiment().setUp(trial);
      study.experiment().run(trial);
      study.experiment().tearDown(trial);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** A file for a notebook, not there yet. */
  Path notebook() throws IOException {
    Files.createDirectories(folder);
    Path notebook = folder.resolve("bench.db");
    delete(notebook);
    return notebook;
  }

  /** The same with its notebooks in a folder of their own. */
  LabBench beside(String name) {
    return new LabBench(folder.resolve(name), engines);
  }

  /** Deletes a notebook and what SQLite and the lab keep beside it. */
  static void delete(Path notebook) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm", ".lock")) {
      Files.deleteIfExists(notebook.resolveSibling(notebook.getFileName() + suffix));
    }
  }
}
