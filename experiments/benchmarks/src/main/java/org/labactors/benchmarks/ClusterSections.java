package org.labactors.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.labactors.study.Study;

/** The parts of the table that are about engines in other JVMs, or about very many. */
final class ClusterSections {

  private final Table table;
  private final LabBench lab;
  private final Length length;

  ClusterSections(Table table, LabBench lab, Length length) {
    this.table = table;
    this.lab = lab;
    this.length = length;
  }

  /** Cost of a trial, and of an engine, as engines grow by tens; it is not to grow. */
  void crowd() throws Exception {
    Crowd.Cost before = null;
    for (int engines = 10; engines <= length.of(10, 1_000, 1_000); engines *= 10) {
      Path notebook = lab.notebook();
      Crowd.Cost cost = Crowd.measure(engines, Duration.ofSeconds(length.of(1, 10, 30)), notebook);
      LabBench.delete(notebook);
      String what = String.format("%,d simulated engines", engines);
      table.alone(
          what + ": assignments",
          Table.perSecond(cost.assignmentsPerSecond()),
          String.format(
              "%.2f cores, %.0f kB for each engine", cost.cores(), cost.bytesPerEngine() / 1e3));
      String processor = what + ": processor time for a trial";
      if (before == null) {
        table.alone(processor, Table.microseconds(cost.perTrial()), "");
      } else {
        table.compared(
            processor,
            Table.microseconds(cost.perTrial()),
            "a tenth of them",
            Table.microseconds(before.perTrial()),
            before.perTrial() / cost.perTrial(),
            "");
      }
      before = cost;
    }
    int assignments = length.of(20_000, 200_000, 1_000_000);
    double few = new LedgerCrowd(10).secondsForEach(assignments);
    for (int engines = 10; engines <= 10_000; engines *= 10) {
      double each = new LedgerCrowd(engines).secondsForEach(assignments);
      table.compared(
          String.format("ledger with %,d engines: an assignment", engines),
          Table.microseconds(each),
          "with 10 engines",
          Table.microseconds(few),
          few / each,
          "");
    }
  }

  /**
   * Trials per second and speed-up when all engines are in other JVMs of this machine, and what
   * encryption costs.
   */
  void remote(Path profile) throws Exception {
    long trials = length.of(2_000, 300_000, 2_000_000);
    Path sample = lab.notebook();
    lab.run(LabBench.idle(10_000), sample);
    BareInserts bare = BareInserts.like(sample, LabBench.TAG);
    try (Nodes nodes = new Nodes(lab.beside("nodes"), profile, 1, lab.engines())) {
      Study study = LabBench.idle(trials);
      Pairs pairs =
          Pairs.measure(
              length.of(1, 5, 7),
              () -> nodes.seconds(study),
              () -> bare.seconds(lab.notebook(), trials, BareInserts.USUAL_TRANSACTION));
      table.compared(
          "idle trials, engines in another JVM",
          Table.perSecond(trials / pairs.a()),
          String.format("bare inserts, %,d in a transaction", BareInserts.USUAL_TRANSACTION),
          Table.perSecond(trials / pairs.b()),
          pairs.ratio(),
          pairs.spread());
      againstPlainText(nodes, profile, trials);
    }
    LabBench.delete(lab.notebook());
    try (Nodes nodes = new Nodes(lab.beside("nodes"), profile, lab.engines(), 1)) {
      // Several JVMs share the cores with their compilers at first.
      for (int i = 0; i < length.of(0, 30, 300); i++) {
        nodes.seconds(LabBench.idle(60_000));
      }
      int busyTrials = length.of(5, 100, 3_000) * lab.engines();
      Study study = LabBench.busy(20, busyTrials);
      nodes.seconds(study);
      Pairs pairs =
          Pairs.measure(
              length.of(1, 3, 3), () -> nodes.seconds(study), () -> LabBench.plainLoop(study));
      table.compared(
          busyTrials + " busy trials of 20 ms, one engine per JVM: speed-up",
          Table.seconds(pairs.a()),
          "plain loop",
          Table.seconds(pairs.b()),
          pairs.ratio(),
          pairs.spread());
    }
  }

  /** What encryption costs, which a profile has unless it says otherwise. */
  private void againstPlainText(Nodes encrypted, Path profile, long trials) throws Exception {
    Study study = LabBench.idle(trials);
    try (Nodes plain =
        new Nodes(lab.beside("plain"), profile, 1, lab.engines(), "lab.node.encryption=none")) {
      Pairs pairs =
          Pairs.measure(
              length.of(1, 5, 7), () -> encrypted.seconds(study), () -> plain.seconds(study));
      table.compared(
          "idle trials, engines in another JVM, with TLS",
          Table.perSecond(trials / pairs.a()),
          "in plain text",
          Table.perSecond(trials / pairs.b()),
          pairs.ratio(),
          pairs.spread());
    }
  }

  /** Seconds from nothing to the first result, on disk here. */
  void start(Path home, Path profile) throws Exception {
    Path launcher = home.resolve("../../lab");
    Path runFile = home.resolve("../../config/studies/curve.conf");
    double alone = median(() -> Start.ofLab(launcher, runFile, lab.notebook(), List.of()));
    table.alone("start to first result on disk", Table.seconds(alone), "");
    List<String> cluster = List.of("--profile", profile.toString());
    double node = median(() -> Start.ofLab(launcher, runFile, lab.notebook(), cluster));
    String what = "start of a node and a lab to first result";
    OtherLabs ipyparallel = OtherLabs.IPYPARALLEL;
    if (ipyparallel.isInstalled()) {
      Path script = home.resolve("python/first.py");
      double there = median(() -> ipyparallel.start(script, lab.engines()));
      table.compared(
          what, Table.seconds(node), "ipcluster", Table.seconds(there), there / node, "");
    } else {
      table.alone(what, Table.seconds(node), ipyparallel.debianPackage() + " is not installed");
    }
  }

  private double median(Pairs.Timed timed) throws Exception {
    double[] seconds = new double[length.of(1, 3, 3)];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = timed.seconds();
    }
    return Pairs.median(seconds);
  }
}
