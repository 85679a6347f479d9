package org.labactors.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.labactors.command.Attachment;
import org.labactors.command.Command;
import org.labactors.command.Output;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.program.Python;
import org.labactors.study.Study;

/** Trials in other languages: programs that are started for each, and functions in Python. */
final class ProgramSections {

  private static final String PYTHON = "/usr/bin/python3";

  private final Table table;
  private final LabBench lab;
  private final Length length;
  private final Path scripts;

  ProgramSections(Table table, LabBench lab, Length length, Path scripts) {
    this.table = table;
    this.lab = lab;
    this.length = length;
    this.scripts = scripts;
  }

  /** All of it. */
  void programs() throws Exception {
    started();
    if (!Files.isExecutable(Path.of(PYTHON))) {
      table.skipped("functions in Python", "there is no " + PYTHON);
      return;
    }
    double idle = idle();
    double oneMillisecond = speedUp(1, length.of(20, 2_000, 10_000));
    double twentyMilliseconds = speedUp(20, length.of(5, 300, 500)); // or it is mostly start
    for (OtherLabs other : OtherLabs.ALL) {
      if (!other.isInstalled()) {
        table.skipped(other.library(), other.debianPackage() + " is not installed");
        continue;
      }
      try {
        compare(other, idle, oneMillisecond, twentyMilliseconds);
      } catch (IOException failure) {
        table.skipped(other.library(), failure.getMessage());
      }
    }
    model();
  }

  private static Study study(Experiment experiment, long trials) {
    return Study.of(experiment).with("i", Range.stepped(0L, trials - 1, 1L)).seed(1);
  }

  /** Programs that do nothing, each in a process of its own. */
  private void started() throws Exception {
    int trials = length.of(20, 3_000, 10_000);
    Study study = study(new Command("sh", "-c", "echo y={i}").output(Output.LINES), trials);
    String engines = Integer.toString(lab.engines());
    List<List<String>> others =
        List.of(
            List.of("xargs", "-P" + engines, "-n1", "sh", "-c", "echo y=$0"),
            List.of("parallel", "-j" + engines, "echo y={}"));
    for (List<String> other : others) {
      String what = other.get(0).equals("parallel") ? "GNU parallel" : "xargs -P" + engines;
      if (!isThere(other.get(0))) {
        table.skipped(what, "it is not installed");
        continue;
      }
      Pairs pairs =
          Pairs.measure(
              length.of(1, 3, 5), () -> lab.seconds(study), () -> secondsOf(other, trials));
      table.compared(
          "programs that are started for each trial",
          Table.perSecond(trials / pairs.a()),
          what + ", which stores nothing",
          Table.perSecond(trials / pairs.b()),
          pairs.ratio(),
          pairs.spread());
    }
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /** Seconds that a command takes that reads a number for each trial. */
  private double secondsOf(List<String> command, int trials) throws Exception {
    Path input = Files.createTempFile(lab.folder(), "numbers", ".txt");
    Path output = Files.createTempFile(lab.folder(), "output", ".txt");
    try {
      Files.writeString(
          input, IntStream.range(0, trials).mapToObj(i -> i + "\n").collect(Collectors.joining()));
      long start = System.nanoTime();
      new ProcessBuilder(command)
          .redirectInput(input.toFile())
          .redirectOutput(output.toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return (System.nanoTime() - start) / 1e9;
    } finally {
      Files.delete(input);
      Files.delete(output);
    }
  }

  private Python function(String file, String name) {
    return new Python(Attachment.of(scripts.resolve(file)), name, List.of(), PYTHON);
  }

  /** Trials per second of a function that does nothing. */
  private double idle() throws Exception {
    int trials = length.of(200, 400_000, 2_000_000);
    Study study = study(function("trials.py", "idle"), trials);
    double rate = trials / Pairs.median(lab.seconds(study), lab.seconds(study), lab.seconds(study));
    table.alone("a function in Python that does nothing, on disk", Table.perSecond(rate), "");
    return rate;
  }

  private double speedUp(int milliseconds, int trialsPerEngine) throws Exception {
    int trials = trialsPerEngine * lab.engines();
    Study study =
        study(function("trials.py", "busy"), trials).with("milliseconds", (long) milliseconds);
    Pairs pairs =
        Pairs.measure(
            length.of(1, 3, 5), () -> lab.seconds(study), () -> plainLoop(trials, milliseconds));
    table.compared(
        trials + " trials of " + milliseconds + " ms in Python: speed-up",
        Table.seconds(pairs.a()),
        "plain loop",
        Table.seconds(pairs.b()),
        pairs.ratio(),
        pairs.spread());
    return pairs.ratio();
  }

  private double plainLoop(int trials, int milliseconds) throws Exception {
    Process loop =
        new ProcessBuilder(
                PYTHON,
                scripts.resolve("trials.py").toString(),
                Integer.toString(trials),
                Integer.toString(milliseconds))
            .start();
    return Double.parseDouble(
        new String(loop.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
  }

  private void compare(
      OtherLabs other, double idle, double oneMillisecond, double twentyMilliseconds)
      throws IOException, InterruptedException {
    Path script = scripts.resolve("others.py");
    int idleTrials = length.of(200, 5_000, 20_000);
    OtherLabs.Achieved one =
        other.measure(
            script, lab.engines(), idleTrials, length.of(5, 500, 2_000) * lab.engines(), 1);
    OtherLabs.Achieved twenty =
        other.measure(script, lab.engines(), idleTrials, length.of(5, 50, 200) * lab.engines(), 20);
    table.compared(
        "a function in Python that does nothing",
        Table.perSecond(idle),
        other.library() + ", which stores nothing",
        Table.perSecond(one.idlePerSecond()),
        idle / one.idlePerSecond(),
        "");
    speedUp(1, oneMillisecond, other, one);
    speedUp(20, twentyMilliseconds, other, twenty);
  }

  private void speedUp(int milliseconds, double here, OtherLabs other, OtherLabs.Achieved there) {
    table.compared(
        "trials of " + milliseconds + " ms in Python: speed-up",
        String.format("%.2f", here),
        other.library(),
        String.format("%.2f", there.speedUp()),
        here / there.speedUp(),
        "");
  }

  /** A model that imports numpy: as a function, started for each trial, and with joblib. */
  private void model() throws Exception {
    String what = "a model with numpy, 5 ms: trials per second";
    if (!new OtherLabs("numpy", "numpy", "python3-numpy").isInstalled()) {
      table.skipped(what, "python3-numpy is not installed");
      return;
    }
    int functions = length.of(10, 2_000, 2_000);
    int programs = length.of(4, 50, 2_000);
    Command started =
        new Command(PYTHON, "model.py")
            .environment(Map.of("I", "{i}"))
            .files(Attachment.of(scripts.resolve("model.py")));
    double here = functions / lab.seconds(study(function("model.py", "simulate"), functions));
    double before = programs / lab.seconds(study(started, programs));
    table.compared(
        what,
        Table.perSecond(here),
        "started for each",
        Table.perSecond(before),
        here / before,
        "");
    OtherLabs joblib = OtherLabs.JOBLIB;
    if (!joblib.isInstalled()) {
      table.skipped(what, joblib.debianPackage() + " is not installed");
      return;
    }
    double there = joblib.modelPerSecond(scripts.resolve("others.py"), lab.engines(), functions);
    table.compared(
        what,
        Table.perSecond(here),
        joblib.library() + ", which stores nothing",
        Table.perSecond(there),
        here / there,
        "");
  }
}
