package org.labactors.cli.internal.notebook;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Table;
import org.labactors.cli.internal.terminal.VisibleWriter;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.internal.replay.RecordedTrial;
import org.labactors.internal.replay.Replay;
import org.labactors.notebook.Row;

/** A trial as it was recorded, and as it came out again, side by side. */
final class ReplayReport {

  private static final String NOTHING = "-";

  private static final int WIDEST = 60;

  private final RecordedTrial recorded;
  private final Replay replay;

  ReplayReport(RecordedTrial recorded, Replay replay) {
    this.recorded = recorded;
    this.replay = replay;
  }

  void print(Console console) {
    PrintWriter out = console.out();
    Trial trial = recorded.trial();
    out.println(
        "trial %s of %s: replicate %d, seed %d"
            .formatted(
                Wording.count(trial.number()), recorded.tag(), trial.replicate(), trial.seed()));
    Map<String, Object> parameters = new TreeMap<>();
    trial
        .parameters()
        .forEach((name, value) -> parameters.put(name, value == null ? NOTHING : value));
    if (!parameters.isEmpty()) {
      out.println("  at " + VisibleWriter.line(Wording.values(parameters)));
    }
    int rows = Math.max(replay.recorded().size(), replay.again().size());
    for (int i = 0; i < rows; i++) {
      out.println(rows == 1 ? "" : "\nrow " + i);
      table(at(replay.recorded(), i), at(replay.again(), i)).forEach(out::println);
    }
    out.println();
    out.println(replay.isEqual() ? "equal" : "not equal; a * is before what differs");
    printed().forEach(out::println);
    failure().forEach(out::println);
    out.flush();
  }

  private static @Nullable Row at(List<Row> rows, int index) {
    return index < rows.size() ? rows.get(index) : null;
  }

  private static List<String> table(@Nullable Row recorded, @Nullable Row again) {
    Table table = new Table(Set.of());
    table.row(" ", "", "recorded", "again");
    line(table, true, "status", recorded, again, row -> row.status().label());
    boolean inTime =
        recorded == null || recorded.status() != Status.TIMED_OUT; // else it says how long it took
    line(
        table, inTime, "exception", recorded, again, row -> failed(row, Result.Failure::exception));
    for (String name : names(recorded, again, Row::parameters)) {
      line(table, true, name, recorded, again, row -> row.parameters().get(name));
    }
    for (String name : names(recorded, again, Row::results)) {
      line(table, true, name, recorded, again, row -> row.results().get(name));
    }
    for (String name : names(recorded, again, Row::metadata)) {
      line(table, false, name, recorded, again, row -> row.metadata().get(name));
    }
    line(table, false, "started", recorded, again, row -> time(row.timing().start()));
    line(table, false, "seconds", recorded, again, row -> seconds(row.timing().elapsed()));
    line(table, false, "engine", recorded, again, Row::engine);
    return table.lines();
  }

  private static Set<String> names(
      @Nullable Row one, @Nullable Row other, Function<Row, Map<String, @Nullable Object>> of) {
    Set<String> names = new TreeSet<>();
    for (Row row : new Row[] {one, other}) {
      if (row != null) {
        names.addAll(of.apply(row).keySet());
      }
    }
    return names;
  }

  private static void line(
      Table table,
      boolean compared,
      String name,
      @Nullable Row one,
      @Nullable Row other,
      Function<Row, @Nullable Object> value) {
    Object recorded = one == null ? null : value.apply(one);
    Object again = other == null ? null : value.apply(other);
    if (recorded == null && again == null) {
      return;
    }
    if (Objects.equals(recorded, again) || !compared) {
      table.row(" ", VisibleWriter.line(name), text(recorded), text(again));
    } else if (recorded instanceof List<?> list && again instanceof List<?> others) {
      elements(table, name, list, others);
    } else {
      table.row("*", VisibleWriter.line(name), text(recorded), text(again));
    }
  }

  /** Of two lists the first elements that differ, since all may be many. */
  private static void elements(Table table, String name, List<?> recorded, List<?> again) {
    int i = 0;
    while (i < Math.min(recorded.size(), again.size())
        && Objects.equals(recorded.get(i), again.get(i))) {
      i++;
    }
    table.row(
        "*",
        VisibleWriter.line(name + "[" + i + "]"),
        i < recorded.size() ? text(recorded.get(i)) : NOTHING,
        i < again.size() ? text(again.get(i)) : NOTHING);
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return NOTHING;
    }
    String text =
        VisibleWriter.line(value instanceof List<?> list ? Wording.value(list) : value + "");
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }

  private static String time(double seconds) {
    return Double.isNaN(seconds)
        ? NOTHING
        : Instant.ofEpochMilli((long) (seconds * 1e3)).toString();
  }

  private static String seconds(double seconds) {
    return Double.isNaN(seconds) ? NOTHING : String.format(Locale.ROOT, "%.6f", seconds);
  }

  private static @Nullable Object failed(Row row, Function<Result.Failure, Object> of) {
    Result.Failure failure = row.failure();
    return failure == null ? null : of.apply(failure);
  }

  /** The whole of what a program printed now beside its results. */
  private List<String> printed() {
    Object output = replay.again().get(0).metadata().get(Resident.OUTPUT);
    return output == null ? List.of() : under("printed:", output.toString());
  }

  private static List<String> under(String heading, String text) {
    List<String> lines = new ArrayList<>(List.of("", heading));
    text.lines().map(VisibleWriter::line).forEach(lines::add);
    return lines;
  }

  /** Where the trial failed now. */
  private List<String> failure() {
    Result.Failure failure = replay.again().get(0).failure();
    return failure == null || failure.traceback().isBlank()
        ? List.of()
        : under("failed now by:", failure.traceback().strip());
  }
}
