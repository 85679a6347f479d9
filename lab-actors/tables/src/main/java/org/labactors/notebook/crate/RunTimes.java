package org.labactors.notebook.crate;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;

/**
 * When the runs of a result set ended, which a notebook does not have as such: a run ends with the
 * last of the trials that started after it began and before the next run did. A run without trials
 * ends when it begins.
 */
final class RunTimes {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final NavigableMap<Instant, Instant> ends = new TreeMap<>();

  private RunTimes(List<Provenance> runs) {
    runs.forEach(run -> ends.put(run.began(), run.began()));
  }

  /** Those of runs of a result set, of which there is one at least; all rows are read. */
  static RunTimes of(ResultSet resultSet, List<Provenance> runs) {
    RunTimes times = new RunTimes(runs);
    try (Stream<Row> rows = resultSet.rows(Query.ALL)) {
      rows.forEach(times::add);
    }
    return times;
  }

  private void add(Row row) {
    double start = row.timing().start();
    double end = row.timing().end();
    if (!Double.isFinite(start) || !Double.isFinite(end)) {
      return;
    }
    Instant run = ends.floorKey(instant(start));
    ends.merge(
        run == null ? ends.firstKey() : run,
        instant(end),
        (one, other) -> one.isAfter(other) ? one : other);
  }

  private static Instant instant(double seconds) {
    double whole = Math.floor(seconds);
    return Instant.ofEpochSecond((long) whole, Math.round((seconds - whole) * 1e9));
  }

  /** When a run ended. */
  Instant end(Provenance run) {
    return ends.getOrDefault(run.began(), run.began());
  }

  /** When the last of them ended. */
  Instant last() {
    return ends.values().stream().max(Instant::compareTo).orElseThrow();
  }

  /** A time as the profiles want it. */
  static String text(Instant time) {
    return FORMAT.format(time);
  }
}
