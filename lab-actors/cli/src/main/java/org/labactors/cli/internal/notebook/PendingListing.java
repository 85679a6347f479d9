package org.labactors.cli.internal.notebook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Listing;
import org.labactors.experiment.Point;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.export.RecordedStudy;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** The trials of a result set that are still to be recorded, as rows. */
final class PendingListing {

  private PendingListing() {}

  /** A row for each range of trials. */
  static Listing ofRanges(ResultSet resultSet) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (TrialRange range : resultSet.pending().ranges()) {
      rows.add(List.of(range.first(), range.end() - 1, range.size()));
    }
    return new Listing(List.of("first", "last", "trials"), rows);
  }

  /**
   * A row for each trial: its number, which replicate it is, and its parameters. They are computed
   * while they are printed.
   *
   * @throws NotebookException if the points cannot be computed for want of the design's class
   */
  static Listing ofTrials(ResultSet resultSet) {
    RecordedStudy study = RecordedStudy.of(resultSet);
    if (study.trials() == null) {
      throw NotebookException.refused(
          "the points of the result set '"
              + resultSet.tag()
              + "' cannot be computed, because the class of its design is not here; without"
              + " --parameters its trials are listed as ranges");
    }
    TreeSet<String> names = new TreeSet<>(study.parameters());
    resultSet.columns().stream()
        .filter(column -> column.kind() == Kind.PARAMETER)
        .map(ColumnInfo::name)
        .forEach(names::add);
    List<String> headings = new ArrayList<>(List.of("_trial", "_replicate"));
    headings.addAll(names);
    TrialRanges pending = resultSet.pending();
    return new Listing(headings, () -> new Rows(study, names, pending.ranges().iterator()));
  }

  /** The rows of trials, one at a time. */
  private static final class Rows implements Iterator<List<@Nullable Object>> {

    private final RecordedStudy study;
    private final Collection<String> names;
    private final Iterator<TrialRange> ranges;
    private long next;
    private long end;

    Rows(RecordedStudy study, Collection<String> names, Iterator<TrialRange> ranges) {
      this.study = study;
      this.names = names;
      this.ranges = ranges;
    }

    @Override
    public boolean hasNext() {
      return next < end || ranges.hasNext();
    }

    @Override
    public List<@Nullable Object> next() {
      if (next == end) {
        TrialRange range = ranges.next();
        next = range.first();
        end = range.end();
      }
      return row(study, names, next++);
    }
  }

  private static List<@Nullable Object> row(
      RecordedStudy study, Collection<String> names, long trial) {
    Point point = study.point(trial);
    List<@Nullable Object> row = new ArrayList<>();
    row.add(trial);
    row.add((long) study.replicate(trial));
    for (String name : names) {
      row.add(point == null ? null : point.asMap().get(name));
    }
    return row;
  }
}
