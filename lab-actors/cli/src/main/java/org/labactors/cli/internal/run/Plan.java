package org.labactors.cli.internal.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Table;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.design.Design;
import org.labactors.design.Order;
import org.labactors.design.Range;
import org.labactors.internal.json.StudyDifference;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.recording.CodeChanges;
import org.labactors.internal.recording.Continuation;
import org.labactors.internal.recording.Growth;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.runfile.Repeats;
import org.labactors.runfile.RunFile;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.Trials;

/**
 * What a run file would do. Everything is computed from the study's numbers, so a plan of 10⁹
 * points takes no longer than one of ten.
 *
 * @param tag the tag of the result set
 * @param description what it is, in the user's words
 * @param notebook where the results go
 * @param study the study, with the recorded seed if it gives none itself
 * @param seedIsRecorded whether the seed is that recorded one
 * @param recorded what the notebook has under the tag, if anything
 * @param growth what the study has more than the recorded one, if it contains that
 * @param differences what keeps the study from going on with the recorded results, in words
 * @param warnings what one should know about its points, and about going on with them, in words
 */
record Plan(
    String tag,
    String description,
    String notebook,
    Study study,
    boolean seedIsRecorded,
    Optional<Tally> recorded,
    Optional<Growth> growth,
    List<String> differences,
    List<String> warnings) {

  private static final int FIRST_TRIALS = 5;

  /** The plan of a run file, given what is recorded under its tag. */
  static Plan of(RunFile file, Optional<ResultSet> recorded) {
    OptionalLong recordedSeed =
        file.study().seed().isEmpty() && recorded.isPresent()
            ? StudyJson.seedOf(recorded.get().studyJson())
            : OptionalLong.empty();
    Study study =
        recordedSeed.isPresent() ? file.study().seed(recordedSeed.getAsLong()) : file.study();
    Optional<Continuation.Recorded> there =
        recorded.filter(results -> study.seed().isPresent()).map(Continuation.Recorded::of);
    Optional<Study> same = there.flatMap(found -> Continuation.same(study, found));
    Optional<Growth> growth =
        there
            .filter(found -> !found.finished())
            .flatMap(found -> Continuation.growth(study, found));
    return new Plan(
        file.tag(),
        file.description(),
        file.notebook(),
        same.or(() -> growth.map(Growth::study)).orElse(study),
        recordedSeed.isPresent(),
        recorded.map(ResultSet::tally),
        growth,
        recorded
            .filter(results -> same.isEmpty() && growth.isEmpty())
            .map(results -> StudyDifference.between(results.studyJson(), file.study()))
            .orElse(List.of()),
        warnings(file, recorded));
  }

  private static List<String> warnings(RunFile file, Optional<ResultSet> recorded) {
    List<String> warnings = new ArrayList<>(Repeats.warnings(file.study()));
    recorded.ifPresent(results -> warnings.addAll(warnings(file, results)));
    return warnings;
  }

  private static List<String> warnings(RunFile file, ResultSet recorded) {
    List<String> warnings = new ArrayList<>();
    Continuation.otherTimeLimit(file.study(), recorded.studyJson(), recorded.tally().recorded())
        .ifPresent(warnings::add);
    warnings.addAll(CodeChanges.warnings(recorded, file.study(), RecordOptions.of(file)));
    return warnings;
  }

  void print(Console console) {
    PrintWriter out = console.out();
    out.println(console.bold(tag));
    description.lines().forEach(line -> out.println("  " + line));
    out.println();
    facts().forEach(out::println);
    out.println();
    firstTrials().forEach(out::println);
    out.println();
    printRecorded(out);
    out.flush();
  }

  private List<String> facts() {
    long points = study.design().size(study.space());
    // Counts the trials whatever the seed is, and refuses too many.
    long trials = new Trials(study.seed(study.seed().orElse(0))).size();
    Table table = new Table(Set.of());
    table.row("experiment", study.experiment().getClass().getName());
    String heading = "parameters";
    for (Map.Entry<String, Range> parameter : study.space().parameters().entrySet()) {
      table.row(heading, parameter.getKey() + ": " + values(parameter.getValue()));
      heading = "";
    }
    table.row("design", name(study.design()) + ", " + Wording.count(points, "point"));
    table.row("replicates", Wording.count(study.replicates()));
    table.row("trials", Wording.count(trials));
    table.row("order", study.order() == Order.RANDOM ? "random" : "sequential");
    table.row("seed", seed());
    Duration timeout = study.timeout();
    table.row("timeout", timeout == null ? "none" : Wording.time(timeout) + " for each trial");
    return table.lines();
  }

  private static String values(Range range) {
    String first = Wording.value(range.value(0));
    return range.size() == 1
        ? first
        : Wording.count(range.size(), "value")
            + ", "
            + first
            + " … "
            + Wording.value(range.value(range.size() - 1));
  }

  /** A design in one word if it is one of the lab's own, else its class. */
  private static String name(Design design) {
    Class<?> type = design.getClass();
    return type.getPackage() == Design.class.getPackage()
        ? type.getSimpleName().toLowerCase(Locale.ROOT)
        : type.getName();
  }

  private String seed() {
    if (study.seed().isEmpty()) {
      return "drawn when it first runs";
    }
    return study.seed().getAsLong() + (seedIsRecorded ? ", as recorded" : "");
  }

  private List<String> firstTrials() {
    boolean known = study.seed().isPresent() || study.order() == Order.SEQUENTIAL;
    Study ordered = known ? study : study.order(Order.SEQUENTIAL);
    Trials trials = new Trials(ordered.seed(ordered.seed().orElse(0)));
    Table table = new Table(Set.of(1));
    long first = growth.isPresent() ? recorded.map(Tally::trials).orElse(0L) : 0;
    String heading = growth.isPresent() ? "new trials" : known ? "first trials" : "some trials";
    for (long trial = first; trial < Math.min(first + FIRST_TRIALS, trials.size()); trial++) {
      table.row(
          heading,
          known ? Long.toString(trial) : "",
          point(trials, trial)
              + (study.replicates() > 1 ? ", replicate " + trials.replicate(trial) : ""));
      heading = "";
    }
    return table.lines();
  }

  /** The values at a trial's point; a design of the user's own may fail to say. */
  private static String point(Trials trials, long trial) {
    try {
      return Wording.values(trials.point(trial).asMap());
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError failure) {
      return "cannot be computed: " + failure;
    }
  }

  private void printRecorded(PrintWriter out) {
    out.print("notebook      " + notebook + ": ");
    if (recorded.isEmpty()) {
      out.println("nothing under " + tag + " yet");
      printWarnings(out);
      return;
    }
    Tally tally = recorded.get();
    out.println(
        Wording.count(tally.recorded())
            + " of "
            + Wording.count(tally.trials(), "trial")
            + " recorded under "
            + tag
            + ", "
            + Wording.count(tally.failed())
            + " failed, "
            + Wording.count(tally.pending())
            + " to run");
    growth.ifPresent(
        grown -> {
          out.println("grown         " + grown.inWords(tally));
          out.println("              'lab run --extend' runs what is new");
        });
    if (differences.isEmpty()) {
      printWarnings(out);
    } else {
      out.println("refused       these are results of another study:");
      differences.forEach(difference -> out.println("                " + difference));
      out.println(
          "              Give this one another tag (--tag) or another notebook (--notebook).");
    }
  }

  private void printWarnings(PrintWriter out) {
    warnings.forEach(warning -> out.println("warning       " + warning));
  }
}
