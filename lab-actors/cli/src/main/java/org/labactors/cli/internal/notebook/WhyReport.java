package org.labactors.cli.internal.notebook;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Table;
import org.labactors.cli.internal.terminal.VisibleWriter;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.reach.CodeDifference;
import org.labactors.internal.reach.CodeParts;
import org.labactors.internal.reach.ReachedCode;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/** Where the results of trials come from, and what a run would do with them now. */
final class WhyReport {

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  /** So many trials are told of. */
  private static final int MOST_TRIALS = 10;

  /** So many trials that are not recorded are compared with the conditions. */
  private static final int MOST_COMPARED = 100_000;

  private static final int MOST_DIFFERENCES = 20;
  private static final int COMMIT_DIGITS = 10;

  private final ResultSet results;
  private final TrialRanges pending;
  private final TrialRanges cancelled;
  private final Map<Integer, List<String>> differences = new HashMap<>();
  private @Nullable Trials trials;
  private CodeParts now = CodeParts.NONE;
  private String notHere = "";

  /**
   * Reads what is the same for all trials.
   *
   * @param code where the code at hand is
   */
  WhyReport(ResultSet results, ClassLoader code) {
    this.results = results;
    this.pending = results.pending();
    this.cancelled = results.cancelled();
    try {
      Study study = StudyJson.read(results.studyJson(), code);
      trials = new Trials(study);
      now = ReachedCode.of(study);
    } catch (IllegalArgumentException missing) {
      notHere = String.valueOf(missing.getMessage()).lines().findFirst().orElse("");
    }
  }

  void print(Query query, Console console) {
    PrintWriter out = console.out();
    List<Row> asked = asked(query);
    if (asked.isEmpty()) {
      throw NotebookException.refused(
          query.trial().isPresent()
              ? "the result set '%s' has no trial %d; it has %s"
                  .formatted(
                      results.tag(),
                      query.trial().getAsLong(),
                      Wording.count(results.tally().trials(), "trial"))
              : "no trial of the result set '" + results.tag() + "' is like that");
    }
    for (Row row : asked.subList(0, Math.min(MOST_TRIALS, asked.size()))) {
      lines(row).forEach(out::println);
      out.println();
    }
    if (asked.size() > MOST_TRIALS) {
      out.println("there are more; say which with --trial or --where");
    }
    out.flush();
  }

  /**
   * One row of each trial, and one more than is told of. A trial without a result has no engine.
   */
  private List<Row> asked(Query query) {
    List<Row> asked = new ArrayList<>();
    try (Stream<Row> rows = results.rows(query)) {
      rows.filter(row -> row.row() == 0).limit(MOST_TRIALS + 1L).forEach(asked::add);
    }
    TrialRanges missing = pending.copy();
    missing.addAll(cancelled);
    asked.forEach(row -> missing.remove(TrialRange.of(row.trial())));
    int compared = 0;
    for (TrialRange range : missing.ranges()) {
      long first = query.trial().orElse(range.first());
      long end = query.trial().isPresent() ? first + 1 : range.end();
      for (long trial = first;
          trial < end
              && range.contains(trial)
              && asked.size() <= MOST_TRIALS
              && compared < MOST_COMPARED;
          trial++) {
        compared++;
        Optional.of(unrecorded(trial)).filter(query::matches).ifPresent(asked::add);
      }
    }
    return asked;
  }

  private Row unrecorded(long trial) {
    Map<String, @Nullable Object> parameters = new TreeMap<>();
    if (trials != null) {
      parameters.putAll(trials.point(trial).asMap());
    }
    return new Row(
        trial,
        0,
        0,
        trials == null ? 0 : trials.replicate(trial),
        Status.OK,
        "",
        0,
        new Result.Timing(Double.NaN, Double.NaN, Double.NaN, Double.NaN),
        null,
        parameters,
        Map.of(),
        Map.of());
  }

  private List<String> lines(Row row) {
    Map<String, Object> parameters = new TreeMap<>();
    row.parameters().forEach((name, value) -> parameters.put(name, value == null ? "-" : value));
    boolean isRecorded = !row.engine().isEmpty();
    Optional<RecordedCode> code = isRecorded ? results.codeOf(row.trial()) : Optional.empty();
    Table table = new Table(Set.of());
    table.row("  recorded", isRecorded ? recorded(row) : "no");
    if (isRecorded) {
      table.row("  code", code.map(WhyReport::text).orElse("not noted, by an older lab"));
      List<String> comparison = comparison(code);
      table.row("  at hand", comparison.get(0));
      comparison.stream().skip(1).forEach(line -> table.row("", line));
    }
    if (trials != null) {
      table.row("  seed", Long.toString(trials.trial(row.trial(), () -> false).seed()));
    }
    table.row("  a run now", decision(row, isRecorded, code));
    List<String> lines = new ArrayList<>();
    lines.add(
        VisibleWriter.line(
            "trial %d of %s: %sreplicate %d"
                .formatted(
                    row.trial(),
                    results.tag(),
                    parameters.isEmpty() ? "" : Wording.values(parameters) + ", ",
                    row.replicate())));
    table.lines().forEach(line -> lines.add(VisibleWriter.line(line)));
    return lines;
  }

  private static String recorded(Row row) {
    double start = row.timing().start();
    return row.status().label()
        + (Double.isNaN(start)
            ? ""
            : ", began " + SECOND.format(Instant.ofEpochMilli((long) (start * 1e3))))
        + ", by "
        + row.engine()
        + ", attempt "
        + row.attempt();
  }

  private static String text(RecordedCode code) {
    Map<String, String> facts = code.facts();
    String commit = facts.getOrDefault("git", "");
    List<String> parts = new ArrayList<>();
    parts.add(code.number() + ", first used " + SECOND.format(code.since()));
    if (facts.containsKey("host")) {
      parts.add("on " + facts.get("host"));
    }
    parts.add("Java " + facts.getOrDefault("java", "unknown"));
    parts.add("lab " + facts.getOrDefault("lab-actors", "unknown"));
    if (facts.containsKey("programs")) {
      parts.add(String.valueOf(facts.get("programs")));
    }
    if (!commit.isEmpty()) {
      parts.add(
          "git "
              + commit.substring(0, Math.min(COMMIT_DIGITS, commit.length()))
              + ("yes".equals(facts.get("git-clean")) ? "" : " with changes"));
    }
    code.jars().forEach(jar -> parts.add(jar.name()));
    return String.join(", ", parts);
  }

  private List<String> comparison(Optional<RecordedCode> code) {
    if (!notHere.isEmpty()) {
      return List.of("not here: " + notHere);
    }
    if (code.isEmpty()) {
      return List.of("cannot be compared");
    }
    List<String> changes = changes(code.get());
    if (changes.isEmpty()) {
      return List.of("the same code");
    }
    List<String> lines = new ArrayList<>();
    lines.add("other code; changed since:");
    changes.stream().limit(MOST_DIFFERENCES).forEach(change -> lines.add("  " + change));
    if (changes.size() > MOST_DIFFERENCES) {
      lines.add("  and " + (changes.size() - MOST_DIFFERENCES) + " more");
    }
    return lines;
  }

  private List<String> changes(RecordedCode code) {
    return differences.computeIfAbsent(
        code.number(), number -> CodeDifference.between(code.parts(), now));
  }

  private String decision(Row row, boolean isRecorded, Optional<RecordedCode> code) {
    if (cancelled.contains(row.trial())) {
      return "does not run it: the result set is finished, and it was cancelled then";
    }
    if (!isRecorded) {
      return "runs it: it is not recorded";
    }
    if (pending.contains(row.trial())) {
      return "runs it again: it failed, and --retry-failed has asked for that";
    }
    if (results.isFinished()) {
      return "keeps it: the result set is finished";
    }
    List<String> choices = new ArrayList<>();
    if (row.status() != Status.OK) {
      choices.add("it failed, and --retry-failed would run it again");
    }
    if (code.isEmpty()) {
      choices.add("its code is not noted, so --rerun-changed would run it again");
    } else if (notHere.isEmpty() && !changes(code.get()).isEmpty()) {
      choices.add("other code made it, and --rerun-changed would run it again");
    }
    return choices.isEmpty()
        ? "keeps it: it is recorded"
        : "keeps it; " + String.join("; ", choices);
  }
}
