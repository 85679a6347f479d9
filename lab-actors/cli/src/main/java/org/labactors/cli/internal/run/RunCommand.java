package org.labactors.cli.internal.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.cli.internal.notebook.FailureReport;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Display;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.Shell;
import org.labactors.internal.audit.SampleSize;
import org.labactors.node.NodeSettings;
import org.labactors.notebook.ChangedCode;
import org.labactors.notebook.RecordOptions;
import org.labactors.runfile.RunFile;
import org.labactors.study.Progress;
import org.labactors.study.StudyPart;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lab run}: runs the study of a run file, or goes on with it. */
@Command(
    name = "run",
    description = {
      "Run the study of a run file, or go on with it: what is recorded in the notebook is not run"
          + " again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every trial is recorded, none failed",
      "3:every trial is recorded, some failed, or came to something else in the audit",
      "4:too many trials failed, so it stopped; what was measured is kept, and the text says why",
      "2:a wrong run file, option or notebook, or code is missing; nothing was started",
      "1:it could not be finished",
      "130:interrupted; what was measured is kept"
    })
public final class RunCommand implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Console console;

  @Mixin private RunFileArguments runFile;
  @Spec private CommandSpec spec;

  @Option(
      names = "--engines",
      paramLabel = "N",
      description = "How many trials run at once: 0 one for each core, -N all cores but N, or N.")
  private @Nullable Integer engines;

  @Option(
      names = "--profile",
      paramLabel = "FILE_OR_NAME",
      description = {
        "Run it on a cluster: one of config/profiles/, such as cluster, or a file. Keys under lab and"
            + " akka that --set changes are those of the profile then."
      })
  private @Nullable String profile;

  @Option(
      names = "--retry-failed",
      description = "Run again the trials that are recorded as failed.")
  private boolean retryFailed;

  @ArgGroup private Changed changed = new Changed();

  /** What becomes of results that other code made. */
  private static final class Changed {
    @Option(
        names = "--accept-code",
        description = "Go on although other code made what is recorded, and note that.")
    private boolean accepted;

    @Option(
        names = "--rerun-changed",
        description = {
          "Run again what other code made. The old results stay in a table of their own until"
              + " 'lab notebook prune' deletes it."
        })
    private boolean rerun;

    private ChangedCode choice() {
      return rerun ? ChangedCode.RERUN : accepted ? ChangedCode.ACCEPT : ChangedCode.WARN;
    }
  }

  @Option(
      names = "--extend",
      description = {
        "Replace the recorded study by this one if this one contains it: with more values, points or"
            + " replicates, or a parameter for which 'assume' says what it was before. What is"
            + " recorded stays; 'lab plan' says what is new."
      })
  private boolean extend;

  @Option(
      names = "--part",
      paramLabel = "K/N",
      description =
          "Run the K-th of N parts of the study, with a notebook of its own; 'lab notebook merge' makes"
              + " one of all.")
  private @Nullable String part;

  @Option(
      names = "--audit",
      paramLabel = "P%|N",
      description =
          "When the run has ended, run a sample of its trials again and compare, as 'lab audit' does.")
  private @Nullable String audit;

  @Option(names = "--quiet", description = "Print nothing but what goes wrong.")
  private boolean quiet;

  public RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    Optional<StudyPart> wanted = part();
    Optional<SampleSize> sample =
        Optional.ofNullable(audit).map(text -> AuditCommand.size("--audit", text, spec));
    Interruption interruption = Interruption.ofThisProcess(console.err());
    @Nullable NodeSettings node =
        profile == null ? null : ProfileArguments.read(profile, runFile.ofProfile());
    boolean alone = node == null || !node.isCluster();
    try (RunFile file = node == null ? runFile.read() : runFile.readBesideProfile();
        Lab lab = open(alone ? complete(file) : file, node)) {
      if (!alone && Lab.checksCode()) {
        file.missing().ifPresent(text -> console.say("warning: engines may lack code: " + text));
      }
      if (!awaitTurn(lab, interruption)) {
        return interruptedBefore(file);
      }
      Run run = submit(lab, file, wanted);
      Warnings warnings =
          new Warnings(warning -> console.err().println("lab: warning: " + warning));
      warnings.tell(run); // before it waits for engines
      if (node != null && node.isCluster()) {
        new EngineWatch(console, quiet, interruption).awaitEngines(lab, run, node);
        began = System.nanoTime(); // nothing ran while there was no engine
      }
      Progress end;
      try (Display display = quiet ? Display.NONE : Display.on(console, file.tag())) {
        end = new RunWatch(display, new LeftOut(console), warnings, interruption).follow(run);
      }
      Summary summary =
          new Summary(
              file.tag(),
              file.notebook(),
              end,
              Duration.ofNanos(System.nanoTime() - began),
              run.results().columns(),
              FailureReport.of(run, end),
              sameCommand());
      summary.print(console, quiet);
      return sample.isPresent() && end.state() == Progress.State.COMPLETED && end.recorded() > 0
          ? audited(lab, file, run, sample.get(), summary.exitCode(), interruption)
          : summary.exitCode();
    }
  }

  /** Audits what is recorded; the exit code says what is worse of the two. */
  private int audited(
      Lab lab, RunFile file, Run run, SampleSize sample, int exitCode, Interruption interruption)
      throws InterruptedException {
    AuditRun again;
    Run running;
    try {
      again =
          AuditRun.of(
              lab, run.results(), run.study(), RecordOptions.of(file), AuditRun.Wish.of(sample));
      running = again.submit();
    } catch (IllegalArgumentException refusal) {
      throw new ParameterException(spec.commandLine(), "--audit: " + refusal.getMessage(), refusal);
    }
    int ofAudit = again.follow(running, console, quiet, interruption);
    return ofAudit == ExitCode.OK ? exitCode : ofAudit;
  }

  private static RunFile complete(RunFile file) {
    if (file.missing().isPresent() && Lab.checksCode()) {
      file.requireCode();
    }
    return file;
  }

  private Lab open(RunFile file, @Nullable NodeSettings node) {
    if (node != null && engines != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--engines goes with one machine; with --profile the profile's lab.engines says how many"
              + " each node has");
    }
    try {
      if (node != null) {
        return Lab.builder().notebook(file.notebook()).node(node).log(console::say).open();
      }
      return LocalLab.of(file.notebook(), engines == null ? file.engines() : engines).open();
    } catch (IllegalArgumentException refusal) {
      throw new ParameterException(spec.commandLine(), refusal.getMessage(), refusal);
    }
  }

  /** Whether the lab is at work in its cluster; it is not if asked to stop before. */
  private static boolean awaitTurn(Lab lab, Interruption interruption) throws InterruptedException {
    while (!lab.isAtWork() && lab.isOpen() && !interruption.requested()) {
      Thread.sleep(INTERVAL.toMillis());
    }
    return lab.isAtWork() || !interruption.requested();
  }

  private int interruptedBefore(RunFile file) {
    console.say(
        file.tag()
            + " interrupted before it began; nothing was run\n  To go on: "
            + Shell.line(sameCommand()));
    return ExitCode.INTERRUPTED;
  }

  private Optional<StudyPart> part() {
    try {
      return Optional.ofNullable(part).map(StudyPart::parse);
    } catch (IllegalArgumentException refusal) {
      throw new ParameterException(spec.commandLine(), "--part: " + refusal.getMessage(), refusal);
    }
  }

  private Run submit(Lab lab, RunFile file, Optional<StudyPart> wanted) {
    RecordOptions all = RecordOptions.of(file).changedCode(changed.choice());
    RecordOptions whole = extend ? all.extending() : all;
    RecordOptions options = wanted.map(whole::part).orElse(whole);
    try {
      return lab.submit(file.tag(), file.study(), retryFailed ? options.retryingFailed() : options);
    } catch (IllegalArgumentException refusal) {
      throw new ParameterException(spec.commandLine(), refusal.getMessage(), refusal);
    }
  }

  /** The command line that goes on with this run. */
  private List<String> sameCommand() {
    List<String> command = new ArrayList<>(List.of(Shell.lab()));
    command.addAll(spec.root().commandLine().getParseResult().originalArgs());
    command.removeAll(List.of("--retry-failed", "--rerun-changed"));
    return command;
  }
}
