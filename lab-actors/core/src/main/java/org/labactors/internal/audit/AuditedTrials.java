package org.labactors.internal.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.recording.TrialOutcome;
import org.labactors.notebook.Audit;
import org.labactors.notebook.Query;
import org.labactors.notebook.Rerun;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * Recorded trials that run again: what comes of each is compared with what is recorded, and only
 * what differs is kept.
 */
public final class AuditedTrials implements Rerun {

  /** How many single differences are kept. */
  public static final int MOST_MISMATCHES = 100;

  private static final int LONGEST_TEXT = 100;

  private final ResultSet recorded;
  private final TrialRanges pending;
  private final Tolerances tolerances;
  private final Hosts before;
  private final Hosts now;
  private final Map<String, Long> names = new TreeMap<>();
  private final List<Audit.Mismatch> mismatches = new ArrayList<>();

  private final Suspects hosts = new Suspects();
  private final Suspects nodes = new Suspects();
  private long differing;
  private long onOtherEngines;
  private long onOtherHosts;

  /**
   * Trials that have not run again yet.
   *
   * @param recorded has these trials
   */
  public AuditedTrials(ResultSet recorded, TrialRanges trials, Tolerances tolerances) {
    this(recorded, trials, tolerances, Hosts.here());
  }

  AuditedTrials(ResultSet recorded, TrialRanges trials, Tolerances tolerances, Hosts now) {
    this.recorded = recorded;
    this.pending = trials.copy();
    this.tolerances = tolerances;
    this.before = Hosts.of(recorded.provenance());
    this.now = now;
  }

  @Override
  public synchronized TrialRanges pending() {
    return pending.copy();
  }

  @Override
  public synchronized void came(List<Row> again) {
    long trial = again.get(0).trial();
    List<Row> then;
    try (Stream<Row> rows = recorded.rows(Query.ALL.ofTrial(trial))) {
      then = rows.toList();
    }
    String recordedBy = then.isEmpty() ? "" : then.get(0).engine();
    String againBy = again.get(0).engine();
    List<TrialOutcome.Difference> differences =
        new TrialOutcome(then).differencesTo(new TrialOutcome(again), tolerances);
    boolean differs = !differences.isEmpty();
    onOtherEngines += recordedBy.equals(againBy) ? 0 : 1;
    onOtherHosts += moved(hosts, before.of(recordedBy), now.of(againBy), differs) ? 1 : 0;
    boolean unused = moved(nodes, Hosts.node(recordedBy), Hosts.node(againBy), differs);
    differing += differs ? 1 : 0;
    differences.forEach(each -> keep(trial, each, recordedBy, againBy));
    pending.remove(TrialRange.of(trial));
  }

  private static boolean moved(
      Suspects places, Optional<String> from, Optional<String> to, boolean differs) {
    if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
      places.stayed(differs);
      return false;
    }
    places.moved(from.get(), to.get(), differs);
    return true;
  }

  private void keep(
      long trial, TrialOutcome.Difference difference, String recordedBy, String againBy) {
    names.merge(difference.what(), 1L, Long::sum);
    if (mismatches.size() < MOST_MISMATCHES) {
      Place place = Place.of(difference, tolerances);
      mismatches.add(
          new Audit.Mismatch(
              trial,
              place.name,
              shortened(place.one),
              shortened(place.other),
              recordedBy,
              againBy));
    }
  }

  /** Where two values differ: of lists the first elements that do, since all may be many. */
  private record Place(String name, @Nullable Object one, @Nullable Object other) {

    static Place of(TrialOutcome.Difference difference, Tolerances tolerances) {
      Place place = new Place(difference.what(), difference.one(), difference.other());
      while (place.one instanceof List<?> list && place.other instanceof List<?> others) {
        int i = 0;
        while (i < Math.min(list.size(), others.size())
            && tolerances.holds(difference.what(), list.get(i), others.get(i))) {
          i++;
        }
        place =
            new Place(
                place.name + "[" + i + "]",
                i < list.size() ? list.get(i) : null,
                i < others.size() ? others.get(i) : null);
      }
      return place;
    }
  }

  private static @Nullable Object shortened(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    String text = value.toString();
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }

  /** What differs among the trials that have run again so far. */
  public synchronized Audit.Findings findings() {
    return new Audit.Findings(
        differing, onOtherEngines, onOtherHosts, new HashMap<>(names), mismatches, suspects());
  }

  /**
   * Hosts; else the one node of them, for of two trials that ran in two processes it may be any.
   */
  private List<String> suspects() {
    List<String> found = hosts.found();
    if (found.isEmpty() && nodes.found().size() == 1) {
      found = nodes.found();
    }
    return found;
  }
}
