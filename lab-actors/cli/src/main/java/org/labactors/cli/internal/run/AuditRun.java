package org.labactors.cli.internal.run;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.cli.internal.notebook.AuditCauses;
import org.labactors.cli.internal.notebook.AuditReport;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Display;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.cli.internal.terminal.Shell;
import org.labactors.internal.audit.AuditedTrials;
import org.labactors.internal.audit.SampleSize;
import org.labactors.internal.audit.Tolerances;
import org.labactors.internal.audit.UnsteadyCall;
import org.labactors.internal.recording.CodeChanges;
import org.labactors.notebook.Audit;
import org.labactors.notebook.ChangedCode;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** Runs a sample of recorded trials again in a lab, and notes in its notebook what differs. */
final class AuditRun {

  private static final int LARGEST_SEED = 1_000_000_000;

  /**
   * What is asked for.
   *
   * @param size of the sample
   * @param where what the trials must be like
   * @param seed by which they are drawn
   * @param tolerances by how much results may differ
   */
  record Wish(SampleSize size, Query where, long seed, Tolerances tolerances) {

    /** Any trials, drawn by a seed of chance, without tolerance. */
    static Wish of(SampleSize size) {
      return new Wish(size, Query.ALL, chance(), Tolerances.NONE);
    }

    /** A seed that is easy to write. */
    static long chance() {
      return 1 + (long) new SecureRandom().nextInt(LARGEST_SEED);
    }
  }

  private final Lab lab;
  private final ResultSet results;
  private final Study study;
  private final RecordOptions options;
  private final Wish wish;
  private final TrialRanges sample;
  private final AuditedTrials audited;
  private final Provenance provenance;

  private AuditRun(
      Lab lab,
      ResultSet results,
      Study study,
      RecordOptions options,
      Wish wish,
      TrialRanges sample) {
    this.lab = lab;
    this.results = results;
    this.study = study;
    this.options = options.withCodeOf(study);
    this.wish = wish;
    this.sample = sample;
    this.audited = new AuditedTrials(results, sample, wish.tolerances());
    this.provenance =
        Provenance.now(
            results.tally().ok() + results.tally().failed(), study, this.options.codeOf(study));
  }

  /**
   * Draws the trials.
   *
   * @param results in the notebook of the lab
   * @param study the recorded one
   * @param options with the code of the study
   * @throws NotebookException if no trial is recorded that is like what is asked for, or a
   *     tolerance is for what is no result
   * @throws IllegalArgumentException if there are too many
   */
  static AuditRun of(Lab lab, ResultSet results, Study study, RecordOptions options, Wish wish) {
    requireResults(results, wish.tolerances());
    TrialRanges recorded = recorded(results, wish.where());
    if (recorded.isEmpty()) {
      throw NotebookException.refused(
          "no trial of the result set '"
              + results.tag()
              + "' is recorded"
              + (wish.where().equals(Query.ALL) ? "" : " with these parameters"));
    }
    TrialRanges sample = wish.size().draw(recorded, wish.seed());
    return new AuditRun(lab, results, study, options, wish, sample);
  }

  private static void requireResults(ResultSet results, Tolerances tolerances) {
    List<String> known =
        results.columns().stream()
            .filter(column -> column.kind() == ResultSet.Kind.RESULT)
            .map(ResultSet.ColumnInfo::name)
            .toList();
    for (String name : tolerances.byName().keySet()) {
      if (!known.contains(name)) {
        throw NotebookException.refused(
            "--tolerance: the result set '"
                + results.tag()
                + "' has no result '"
                + name
                + "'; it has "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }

  private static TrialRanges recorded(ResultSet results, Query where) {
    TrialRanges recorded;
    if (where.equals(Query.ALL)) {
      recorded = TrialRanges.upTo(results.tally().trials());
      recorded.removeAll(results.cancelled());
    } else {
      recorded = new TrialRanges();
      try (Stream<Row> rows = results.rows(where)) {
        rows.forEach(row -> recorded.add(TrialRange.of(row.trial())));
      }
    }
    recorded.removeAll(results.pending());
    return recorded;
  }

  /** What the user should know before; empty as a rule. */
  List<String> warnings() {
    String now = options.codeNow(study).parts().digest();
    boolean same =
        results.codes().keySet().stream().allMatch(code -> code.digest().equals(now))
            && CodeChanges.warnings(results, study, options.changedCode(ChangedCode.WARN))
                .isEmpty();
    return same
        ? List.of()
        : List.of(
            "the code of now is not that of all recorded results; what differs may come from that");
  }

  /** Starts it. */
  Run submit() {
    return lab.submit(results.tag(), study, options.maxFailures(FailureLimit.NONE).rerun(audited));
  }

  /**
   * Follows it to its end, notes what came of it, and prints that.
   *
   * @param quiet whether only what differs is wanted
   * @return the exit code
   */
  int follow(Run run, Console console, boolean quiet, Interruption interruption)
      throws InterruptedException {
    Warnings warnings = new Warnings(warning -> console.say("warning: " + warning));
    Progress end;
    try (Display display = quiet ? Display.NONE : Display.on(console, "audit of " + run.tag())) {
      end = new RunWatch(display, new LeftOut(console), warnings, interruption).follow(run);
    }
    if (end.state() != Progress.State.COMPLETED) {
      return notDone(end, console);
    }
    Audit audit = note();
    if (!quiet || audit.findings().differing() > 0) {
      print(audit, console);
    }
    return audit.findings().differing() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
  }

  private int notDone(Progress end, Console console) {
    String how =
        end.state() == Progress.State.CANCELLED
            ? "interrupted"
            : "not done: " + end.trouble().orElse("no reason given");
    console.say("the audit of " + results.tag() + " was " + how + "; nothing is noted");
    return switch (end.state()) {
      case CANCELLED -> ExitCode.INTERRUPTED;
      case REFUSED -> ExitCode.WRONG_INPUT;
      default -> ExitCode.UNFINISHED;
    };
  }

  private Audit note() {
    Audit audit =
        new Audit(
            provenance,
            new Audit.Sample(
                wish.size().text(), wish.where().parameters(), wish.seed(), sample.ranges()),
            wish.tolerances().byName(),
            audited.findings());
    lab.notebook().edits().add(results.tag(), audit);
    return audit;
  }

  private void print(Audit audit, Console console) {
    AuditReport report = new AuditReport(audit);
    console.out().println("audit of " + console.bold(results.tag()) + ": " + report.summary());
    report.lines().forEach(console.out()::println);
    if (audit.findings().differing() > 0) {
      console
          .out()
          .println(
              "  the experiment " + study.experiment().getClass().getName() + " may depend on");
      AuditCauses.lines(audit, UnsteadyCall.of(study))
          .forEach(line -> console.out().println("    - " + line));
      if (!lab.notebook().location().equals(Lab.MEMORY)) {
        console.out().println("  to look at one: " + replay(audit));
      }
    }
    console.out().flush();
  }

  private String replay(Audit audit) {
    String trial =
        audit.findings().mismatches().stream()
            .limit(1)
            .map(each -> Long.toString(each.trial()))
            .collect(Collectors.joining());
    List<String> command = new ArrayList<>(List.of(Shell.lab(), "replay"));
    command.addAll(List.of(lab.notebook().location(), results.tag(), "--trial", trial));
    options.code().forEach(jar -> command.addAll(List.of("--code", jar.toString())));
    return Shell.line(command);
  }
}
