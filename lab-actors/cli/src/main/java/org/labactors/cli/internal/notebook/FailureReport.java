package org.labactors.cli.internal.notebook;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.Run;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Listing;
import org.labactors.cli.internal.terminal.VisibleWriter;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.FailureSummary;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Progress;
import org.labactors.study.Tally;

/** In which ways trials failed, for people and for programs. */
public final class FailureReport {

  /** So many ways are enough at the end of a run. */
  public static final int FEW = 5;

  /** So many failures are read at the end of a run; more would take a while. */
  private static final long MOST_READ = 100_000;

  private static final int WIDEST = 100;

  private final FailureSummary failures;

  public FailureReport(FailureSummary failures) {
    this.failures = failures;
  }

  /** The report on a run that has ended. */
  public static FailureReport of(Run run, Progress end) {
    return new FailureReport(
        end.failed() == 0 ? FailureSummary.NONE : FailureSummary.of(run.results(), MOST_READ));
  }

  /** Prints all failures of a result set. */
  static void print(ResultSet resultSet, Listing.Format format, Console console) {
    FailureReport report = new FailureReport(FailureSummary.of(resultSet, Long.MAX_VALUE));
    if (format != Listing.Format.table) {
      report.listing().print(format, console);
      return;
    }
    Tally tally = resultSet.tally();
    PrintWriter out = console.out();
    out.println(
        console.bold(resultSet.tag())
            + ": "
            + Wording.count(tally.failed())
            + " of "
            + Wording.count(tally.recorded(), "recorded trial")
            + " failed");
    report.lines(Integer.MAX_VALUE, "  ").forEach(out::println);
    out.flush();
  }

  /**
   * A line or two for each way: how many, what was thrown, where, and the first parameters.
   *
   * @param most the most ways that are described
   * @param indent what each line begins with
   */
  public List<String> lines(int most, String indent) {
    List<FailureSummary.Group> shown =
        failures.groups().subList(0, Math.min(most, failures.groups().size()));
    int width =
        shown.stream().mapToInt(each -> Wording.count(each.trials()).length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (FailureSummary.Group group : shown) {
      String count = Wording.count(group.trials());
      lines.add(indent + " ".repeat(width - count.length()) + count + "  " + text(group));
      String further = indent + " ".repeat(width + 2);
      if (!group.kind().where().isEmpty()) {
        lines.add(further + "at " + group.kind().where());
      }
      lines.add(
          further
              + (group.trials() == 1 ? "trial " : "first: trial ")
              + Wording.count(group.trial())
              + at(group.parameters()));
    }
    long rest = failures.trials() - shown.stream().mapToLong(FailureSummary.Group::trials).sum();
    if (rest > 0) {
      lines.add(indent + Wording.count(rest) + (rest == 1 ? " fails" : " fail") + " in other ways");
    }
    if (!failures.isWhole()) {
      lines.add(indent + "of the first " + Wording.count(failures.trials()) + " that failed");
    }
    return lines;
  }

  private static String text(FailureSummary.Group group) {
    String text = VisibleWriter.line(group.exception().strip());
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }

  private static String at(Map<String, @Nullable Object> parameters) {
    Map<String, Object> known = new TreeMap<>();
    parameters.forEach(
        (name, value) -> {
          if (value != null) {
            known.put(name, value);
          }
        });
    return known.isEmpty() ? "" : ", at " + VisibleWriter.line(Wording.values(known));
  }

  /** A row for each way. */
  private Listing listing() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FailureSummary.Group group : failures.groups()) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(group.trials());
      row.add(group.exception());
      row.add(group.kind().where().isEmpty() ? null : group.kind().where());
      row.add(group.trial());
      row.add(group.parameters());
      rows.add(row);
    }
    return new Listing(List.of("trials", "exception", "where", "first_trial", "parameters"), rows);
  }
}
