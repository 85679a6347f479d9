package org.labactors.cli.internal.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.cli.internal.notebook.Condition;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.internal.audit.SampleSize;
import org.labactors.internal.audit.Tolerances;
import org.labactors.internal.code.CodeLoader;
import org.labactors.internal.code.CodePath;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.node.NodeSettings;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.study.FailureLimit;
import org.labactors.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab audit}: some recorded trials, run again and compared. */
@Command(
    name = "audit",
    description = {
      "Run a sample of recorded trials again, with the same parameters and the same seeds, compare what"
          + " comes out with what is recorded, and note in the notebook which trials ran again and what"
          + " differs. Results stay as they are."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all are equal; times and what was noted beside results may differ",
      "3:some differ; the text says in what",
      "2:there is no such result set, an option is wrong, or code is missing; nothing was started",
      "1:it could not be finished; nothing is noted",
      "130:interrupted; nothing is noted"
    },
    footer = {
      "",
      "Example:",
      "  lab audit sir.db sir --sample 1%",
      "  lab audit sir.db sir --sample 500 --seed 7 --tolerance peak=1e-9"
    })
public final class AuditCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NOTEBOOK",
      description = "The notebook: a file, or jdbc:postgresql://host:port/database.")
  private String location;

  @Parameters(index = "1", paramLabel = "TAG", description = "The tag of the result set.")
  private String tag;

  @Option(
      names = "--sample",
      paramLabel = "P%|N",
      required = true,
      description = "How many of the recorded trials: a percentage such as 1%%, or a number.")
  private String sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which ones follows from this; otherwise it is drawn, and printed.")
  private @Nullable Long seed;

  @Option(
      names = "--where",
      paramLabel = "name=value",
      arity = "1",
      description = "Only trials at which a parameter has this value; may be repeated.")
  private List<String> conditions = new ArrayList<>();

  @Option(
      names = "--tolerance",
      paramLabel = "name=T",
      arity = "1",
      description =
          "Hold two numbers a and b of a result to be equal if they differ by no more than T times the"
              + " greatest of 1, |a| and |b|; may be repeated.")
  private List<String> tolerances = new ArrayList<>();

  @Option(
      names = "--code",
      paramLabel = "JAR",
      arity = "1",
      description = "A jar with experiments of your own; may be repeated.")
  private List<Path> code = new ArrayList<>();

  @Option(
      names = "--engines",
      paramLabel = "N",
      description = "How many trials run at once: 0 one for each core, -N all cores but N, or N.")
  private @Nullable Integer engines;

  @Option(
      names = "--profile",
      paramLabel = "FILE_OR_NAME",
      description = "Run them on a cluster: one of config/profiles/, such as cluster, or a file.")
  private @Nullable String profile;

  @Option(names = "--quiet", description = "Print nothing but what differs and what goes wrong.")
  private boolean quiet;

  public AuditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    AuditRun.Wish wish = wish();
    try (Notebook notebook = Reading.open(location)) {
      ResultSet unused = Reading.resultSet(notebook, tag);
    }
    Interruption interruption =
        Interruption.ofThisProcess(
            console.err(), PATIENCE, "Nothing of an audit that is stopped is noted", () -> {});
    Optional<NodeSettings> node =
        Optional.ofNullable(profile).map(name -> ProfileArguments.read(name, List.of()));
    try (CodeLoader loader = CodePath.open(code);
        Lab lab = open(node)) {
      while (!lab.isAtWork() && lab.isOpen() && !interruption.requested()) {
        Thread.sleep(INTERVAL.toMillis());
      }
      if (!lab.isAtWork() && interruption.requested()) {
        return ExitCode.INTERRUPTED;
      }
      WritableNotebook.of(lab.notebook()).claim();
      return audited(lab, node, loader, wish, interruption);
    }
  }

  private int audited(
      Lab lab,
      Optional<NodeSettings> node,
      ClassLoader loader,
      AuditRun.Wish wish,
      Interruption interruption)
      throws InterruptedException {
    ResultSet results = Reading.resultSet(lab.notebook(), tag);
    AuditRun audit;
    Run run;
    try {
      Study study = StudyJson.read(results.studyJson(), loader);
      audit = AuditRun.of(lab, results, study, options(), wish);
      audit.warnings().forEach(warning -> console.say("warning: " + warning));
      run = audit.submit();
    } catch (IllegalArgumentException refusal) {
      throw refused("trials of '" + tag + "' cannot be run again: " + refusal.getMessage());
    }
    if (node.isPresent() && node.get().isCluster()) {
      new EngineWatch(console, quiet, interruption).awaitEngines(lab, run, node.get());
    }
    return audit.follow(run, console, quiet, interruption);
  }

  private AuditRun.Wish wish() {
    try {
      code.forEach(CodePath::check);
    } catch (IllegalArgumentException refusal) {
      throw refused("--code: " + refusal.getMessage());
    }
    Query where;
    try {
      where = Condition.all(conditions, Query.ALL);
    } catch (IllegalArgumentException refusal) {
      throw refused(refusal.getMessage());
    }
    return new AuditRun.Wish(
        size("--sample", sample, spec),
        where,
        seed == null ? AuditRun.Wish.chance() : seed,
        tolerances());
  }

  /** The size that an option gives. */
  static SampleSize size(String option, String text, CommandSpec spec) {
    try {
      return SampleSize.parse(text);
    } catch (IllegalArgumentException refusal) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + refusal.getMessage(), refusal);
    }
  }

  private Tolerances tolerances() {
    try {
      return Tolerances.parse(tolerances);
    } catch (IllegalArgumentException refusal) {
      throw refused("--tolerance: " + refusal.getMessage());
    }
  }

  /** The jars that are given, and no other code; the limit of failures is for the first run. */
  private RecordOptions options() {
    return new RecordOptions("", false, code).withoutClassPath().maxFailures(FailureLimit.NONE);
  }

  private Lab open(Optional<NodeSettings> node) {
    if (node.isPresent() && engines != null) {
      throw refused(
          "--engines goes with one machine; with --profile the profile's lab.engines says how many each"
              + " node has");
    }
    try {
      return node.map(
              settings -> Lab.builder().notebook(location).node(settings).log(console::say).open())
          .orElseGet(() -> LocalLab.of(location, engines == null ? 0 : engines).open());
    } catch (IllegalArgumentException refusal) {
      throw refused(refusal.getMessage());
    }
  }

  private ParameterException refused(@Nullable String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
