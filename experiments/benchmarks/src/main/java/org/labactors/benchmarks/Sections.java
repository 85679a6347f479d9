package org.labactors.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.design.Range;
import org.labactors.study.Progress;
import org.labactors.study.Study;
import org.labactors.study.Trials;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The parts of the table. */
final class Sections {

  /** Bytes of a notebook for one trial that measures nothing, on the safe side. */
  private static final long BYTES_PER_TRIAL = 400;

  /** The most rows that the lab puts into one transaction. */
  private static final int LARGEST_TRANSACTION = 50_000;

  private final Table table;
  private final LabBench lab;
  private final Length length;

  Sections(Table table, LabBench lab, Length length) {
    this.table = table;
    this.lab = lab;
    this.length = length;
  }

  /**
   * Trials per second that do nothing, against inserts of the same rows: in transactions of the
   * usual size, and in transactions as large as the lab's own become under load.
   */
  void rate() throws Exception {
    long trials = length.of(2_000, 300_000, 2_000_000);
    Path sample = lab.notebook();
    lab.run(LabBench.idle(10_000), sample);
    BareInserts bare = BareInserts.like(sample, LabBench.TAG);
    rate(trials, bare, BareInserts.USUAL_TRANSACTION);
    rate(trials, bare, LARGEST_TRANSACTION);
  }

  private void rate(long trials, BareInserts bare, int perTransaction) throws Exception {
    Study study = LabBench.idle(trials);
    Pairs pairs =
        Pairs.measure(
            length.of(1, 5, 7),
            () -> lab.seconds(study),
            () -> bare.seconds(lab.notebook(), trials, perTransaction));
    LabBench.delete(lab.notebook());
    table.compared(
        "idle trials, on disk",
        Table.perSecond(trials / pairs.a()),
        String.format("bare inserts, %,d in a transaction", perTransaction),
        Table.perSecond(trials / pairs.b()),
        pairs.ratio(),
        pairs.spread());
  }

  /**
   * Busy trials, against a loop over them that stores nothing. A study of weeks is not slowed by
   * the compilation of the lab, so that is done before.
   */
  void speedUp() throws Exception {
    for (int i = 0; i < length.of(0, 30, 30); i++) {
      lab.seconds(LabBench.idle(60_000));
    }
    speedUp(1, length.of(100, 2_000, 15_000));
    speedUp(20, length.of(5, 100, 1_500));
    speedUp(1_000, length.of(1, 2, 15));
  }

  private void speedUp(int milliseconds, int trialsPerEngine) throws Exception {
    int trials = trialsPerEngine * lab.engines();
    Study study = LabBench.busy(milliseconds, trials);
    Pairs pairs =
        Pairs.measure(
            length.of(1, 3, 5), () -> lab.seconds(study), () -> LabBench.plainLoop(study));
    table.compared(
        trials + " busy trials of " + milliseconds + " ms: speed-up",
        Table.seconds(pairs.a()),
        "plain loop",
        Table.seconds(pairs.b()),
        pairs.ratio(),
        pairs.spread());
  }

  /** The same with other tools; what they do is measured as it is here. */
  void others(Path script) throws Exception {
    int idleTrials = length.of(200, 5_000, 20_000);
    int milliseconds = 20;
    int busyTrials = length.of(5, 50, 200) * lab.engines();
    Study idle = LabBench.idle(40L * idleTrials);
    Study busy = LabBench.busy(milliseconds, busyTrials);
    for (OtherLabs other : OtherLabs.ALL) {
      if (!other.isInstalled()) {
        table.skipped(other.library(), other.debianPackage() + " is not installed");
        continue;
      }
      OtherLabs.Achieved there;
      try {
        there = other.measure(script, lab.engines(), idleTrials, busyTrials, milliseconds);
      } catch (IOException failure) {
        table.skipped(other.library(), failure.getMessage());
        continue;
      }
      double idleHere = idle(idle);
      Pairs here =
          Pairs.measure(
              length.of(1, 3, 3), () -> lab.seconds(busy), () -> LabBench.plainLoop(busy));
      table.compared(
          "idle trials",
          Table.perSecond(idleHere),
          other.library() + ", which stores nothing",
          Table.perSecond(there.idlePerSecond()),
          idleHere / there.idlePerSecond(),
          "");
      table.compared(
          "busy trials of " + milliseconds + " ms: speed-up",
          String.format("%.2f", here.ratio()),
          other.library(),
          String.format("%.2f", there.speedUp()),
          here.ratio() / there.speedUp(),
          "");
    }
  }

  private double idle(Study study) throws Exception {
    lab.seconds(study);
    return new Trials(study).size()
        / Pairs.median(lab.seconds(study), lab.seconds(study), lab.seconds(study));
  }

  /** Time for each trial as studies grow by tens; it is to be flat. */
  void scale() throws Exception {
    lab.seconds(LabBench.idle(100_000));
    double before = Double.NaN;
    for (long trials = 1_000; trials <= length.of(10_000, 1_000_000, 10_000_000); trials *= 10) {
      String what = String.format("%,d idle trials: time for each", trials);
      if (Files.getFileStore(lab.folder()).getUsableSpace() < trials * BYTES_PER_TRIAL) {
        table.skipped(what, "not enough room in " + lab.folder());
        continue;
      }
      Study study = LabBench.idle(trials);
      double each =
          Pairs.median(lab.seconds(study), lab.seconds(study), lab.seconds(study)) / trials;
      if (Double.isNaN(before)) {
        table.alone(what, Table.microseconds(each), "");
      } else {
        table.compared(
            what,
            Table.microseconds(each),
            "a tenth of them",
            Table.microseconds(before),
            before / each,
            "");
      }
      before = each;
    }
  }

  /** Memory in use after a garbage collection, while a lab has a study in hand. */
  void memory() throws Exception {
    double small = heapWhileRunning(LabBench.idle(1_000).replicates(1_000_000)); // as many trials
    Study huge =
        Study.of(new Idle())
            .with("x", Range.linspace(0, 1, 1_000))
            .with("y", Range.linspace(0, 1, 1_000))
            .with("z", Range.linspace(0, 1, 1_000))
            .seed(1);
    double large = heapWhileRunning(huge);
    table.compared(
        "heap with a study of 1,000,000,000 points",
        megabytes(large),
        "with one of 1,000",
        megabytes(small),
        small / large,
        "");
  }

  private double heapWhileRunning(Study study) throws Exception {
    Path notebook = lab.notebook();
    try (Lab opened = Lab.builder().notebook(notebook).engines(lab.engines()).open()) {
      Run run = opened.submit(LabBench.TAG, study);
      double least = Double.POSITIVE_INFINITY;
      for (int look = 0; look < length.of(1, 5, 5); look++) {
        if (run.await(Duration.ofSeconds(length.of(1, 1, 6))).isPresent()) {
          throw new IllegalStateException("the study ended before its memory was measured");
        }
        System.gc();
        least =
            Math.min(
                least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
      }
      run.cancel();
      Progress unused = run.awaitEnd();
      return least;
    } finally {
      LabBench.delete(notebook);
    }
  }

  /** What every trial goes through, measured by JMH in virtual machines of its own. */
  void pieces() throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(HotPieces.class.getName())
        .forks(length.of(1, 1, 3))
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true);
    if (length == Length.SMALLEST) {
      options.warmupIterations(0).measurementIterations(1);
      options.measurementTime(TimeValue.milliseconds(50));
    }
    for (RunResult result : new Runner(options).run()) {
      table.alone(
          "for each trial: " + result.getPrimaryResult().getLabel(),
          String.format("%.0f ns", result.getPrimaryResult().getScore()),
          String.format("± %.0f ns", result.getPrimaryResult().getScoreError()));
    }
  }

  private static String megabytes(double megabytes) {
    return String.format("%.1f MB", megabytes);
  }
}
