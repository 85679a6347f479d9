package org.labactors.cli.internal.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.labactors.cli.internal.notebook.FailureReport;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.Shell;
import org.labactors.cli.internal.terminal.Table;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.study.Progress;

/**
 * What a run came to, and what may be done next.
 *
 * @param tag the tag of its result set
 * @param notebook where its results are
 * @param end how it ended
 * @param elapsed how long it took, from the start of the command on
 * @param columns the columns of its result set
 * @param failures in which ways trials failed
 * @param command the command line that goes on with it, as a list of arguments
 */
public record Summary(
    String tag,
    String notebook,
    Progress end,
    Duration elapsed,
    List<ColumnInfo> columns,
    FailureReport failures,
    List<String> command) {

  private static final int MOST_COLUMNS = 8;
  private static final Set<String> KEYWORDS =
      Set.of(
          "all",
          "and",
          "as",
          "between",
          "by",
          "case",
          "check",
          "default",
          "distinct",
          "else",
          "end",
          "exists",
          "from",
          "group",
          "having",
          "in",
          "index",
          "is",
          "join",
          "limit",
          "not",
          "null",
          "on",
          "or",
          "order",
          "select",
          "set",
          "table",
          "then",
          "to",
          "union",
          "unique",
          "update",
          "using",
          "values",
          "when",
          "where",
          "with");

  /** The exit code of the command. */
  int exitCode() {
    return switch (end.state()) {
      case COMPLETED -> end.failed() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
      case CANCELLED -> ExitCode.INTERRUPTED;
      case STOPPED -> ExitCode.TOO_MANY_FAILED;
      case REFUSED -> ExitCode.WRONG_INPUT;
      case BROKEN, RUNNING -> ExitCode.UNFINISHED;
    };
  }

  /**
   * Prints it: what was done to standard output, what was not done to standard error.
   *
   * @param quiet whether only the latter is wanted
   */
  void print(Console console, boolean quiet) {
    switch (end.state()) {
      case COMPLETED -> {
        if (!quiet) {
          printCompleted(console);
        }
      }
      case CANCELLED -> printStopped(console.err(), "interrupted", command);
      case STOPPED -> {
        printStopped(console.err(), "stopped: " + reason(), goOnAnyway());
        console
            .err()
            .println(
                "  To run the failed ones again when the cause is mended: "
                    + Shell.line(command)
                    + " --retry-failed");
      }
      case REFUSED ->
          console.err().println("lab: " + tag + " refused: " + reason() + "\n  Nothing was run.");
      case BROKEN, RUNNING ->
          printStopped(console.err(), "could not be finished: " + reason(), command);
    }
    if (end.abandoned() > 0) {
      console
          .err()
          .println(
              "lab: "
                  + Wording.count(end.abandoned(), "trial")
                  + " did not stop when told to; see Trial.isCancelled()");
    }
    console.out().flush();
    console.err().flush();
  }

  private void printCompleted(Console console) {
    long now = end.recorded() - end.reused();
    PrintWriter out = console.out();
    out.println(console.bold(tag) + recorded() + " recorded in " + notebook);
    Table table = new Table(Set.of());
    table.row("  now", Wording.count(now) + " in " + Wording.time(elapsed) + onEngines(now));
    table.row("  reused", Wording.count(end.reused()) + " recorded before");
    String failed = Wording.count(end.failed());
    table.row("  failed", end.failed() == 0 ? failed : console.red(failed));
    look().ifPresent(look -> table.row("  look", look));
    if (end.failed() > 0) {
      if (!notebook.equals("memory")) {
        table.row("  why", Shell.line(List.of(Shell.lab(), "notebook", "failures", notebook, tag)));
      }
      table.row("  retry", Shell.line(command) + " --retry-failed");
    }
    for (String line : table.lines()) {
      out.println(line);
      if (line.startsWith("  failed")) {
        failureLines(" ".repeat(10)).forEach(out::println);
      }
    }
  }

  private String recorded() {
    if (end.recorded() < end.trials()) {
      return ": its part is complete; %s of %s are"
          .formatted(Wording.count(end.recorded()), Wording.count(end.trials(), "trial"));
    }
    return end.trials() == 1
        ? ": its trial is"
        : ": all " + Wording.count(end.trials(), "trial") + " are";
  }

  private List<String> failureLines(String indent) {
    return failures.lines(FailureReport.FEW, indent);
  }

  private String onEngines(long now) {
    int engines = end.engines().size();
    return now == 0 || engines == 0 ? "" : " on " + Wording.count(engines, "engine");
  }

  private String reason() {
    return end.trouble().orElse("no reason given");
  }

  /** The command line that goes on whatever fails. */
  private List<String> goOnAnyway() {
    List<String> anyway = new ArrayList<>();
    for (Iterator<String> each = command.iterator(); each.hasNext(); ) {
      String argument = each.next();
      if (argument.equals("--max-failures") && each.hasNext()) {
        each.next();
      } else if (!argument.startsWith("--max-failures=")) {
        anyway.add(argument);
      }
    }
    anyway.addAll(List.of("--max-failures", "none"));
    return anyway;
  }

  private void printStopped(PrintWriter err, String how, List<String> goOn) {
    err.println(
        "lab: "
            + tag
            + " "
            + how
            + "\n  "
            + Wording.count(end.recorded())
            + " of "
            + Wording.count(end.trials(), "trial")
            + " recorded in "
            + notebook
            + ", "
            + Wording.count(end.failed())
            + " failed");
    failureLines("    ").forEach(err::println);
    err.println("  To go on: " + Shell.line(goOn));
  }

  /** The one command to look at the results; empty if they are gone with this process. */
  private Optional<String> look() {
    if (notebook.equals("memory")) {
      return Optional.empty();
    }
    boolean isDatabase = notebook.startsWith("jdbc:");
    // Only a plain address means the same to psql.
    boolean direct = !isDatabase || (notebook.contains("://") && notebook.indexOf('?') < 0);
    String client = isDatabase ? "psql" : "sqlite3";
    if (!direct || !Shell.has(client)) {
      return Optional.of(Shell.line(List.of(Shell.lab(), "notebook", "show", notebook)));
    }
    String query = "SELECT " + columnList() + " FROM " + identifier(tag) + " LIMIT 10";
    return Optional.of(
        isDatabase
            ? "psql " + Shell.quoted(notebook.substring(5)) + " -c " + Shell.quoted(query)
            : "sqlite3 " + Shell.quoted(notebook) + " " + Shell.quoted(query));
  }

  private String columnList() {
    List<String> names = new ArrayList<>();
    for (Kind kind : new Kind[] {Kind.PARAMETER, Kind.DERIVED, Kind.RESULT}) {
      columns.stream()
          .filter(column -> column.kind() == kind)
          .map(ColumnInfo::column)
          .forEach(names::add);
    }
    return names.isEmpty() || names.size() > MOST_COLUMNS
        ? "*"
        : names.stream().map(this::identifier).collect(Collectors.joining(", "));
  }

  /** A name in SQL, in double quotes if it needs them. */
  private String identifier(String name) {
    // PostgreSQL takes capital letters for small ones outside of quotes.
    String pattern = notebook.startsWith("jdbc:") ? "[a-z_][a-z0-9_]*" : "[A-Za-z_][A-Za-z0-9_]*";
    boolean plain = name.matches(pattern) && !KEYWORDS.contains(name.toLowerCase(Locale.ROOT));
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
