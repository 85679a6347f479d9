package org.labactors.internal.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.experiment.Point;
import org.labactors.experiment.Status;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;
import org.labactors.study.Trials;

/**
 * What a batch leaves out because it follows from the numbers of its n trials.
 *
 * @param point the index of each trial's point in standard order (n)
 * @param replicate which repetition at its point each trial is (n)
 * @param parameters the parameters of the points (n), null where a point cannot be computed
 */
@SuppressWarnings("ArrayRecordComponent") // they stand beside the columns of a batch
public record BatchPoints(long[] point, int[] replicate, List<Column> parameters) {

  /**
   * Computes them for the trials of a batch. The parameters of a failed trial are missing where the
   * design cannot compute its point; that is what it failed of.
   */
  public static BatchPoints of(Study study, Trials trials, Batch batch) {
    TrialRange range = batch.trials();
    int n = Math.toIntExact(range.size());
    long[] index = new long[n];
    int[] replicate = new int[n];
    List<String> names = List.of();
    List<ColumnBuilder> aligned = List.of();
    Map<String, ColumnBuilder> columns = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      long trial = range.first() + i;
      index[i] = trials.pointIndex(trial);
      replicate[i] = study.replicates() == 1 ? 0 : trials.replicate(trial);
      Optional<Point> computed = point(trials, index[i], batch.status()[i]);
      if (computed.isEmpty()) {
        continue;
      }
      Point point = computed.get();
      if (!point.names().equals(names)) {
        names = point.names();
        aligned =
            names.stream().map(name -> columns.computeIfAbsent(name, ColumnBuilder::new)).toList();
      }
      for (int j = 0; j < aligned.size(); j++) {
        ColumnBuilder column = aligned.get(j);
        column.padTo(i);
        column.add(point.values().get(j));
      }
    }
    List<Column> parameters = new ArrayList<>(columns.size());
    for (ColumnBuilder column : columns.values()) {
      column.padTo(n);
      parameters.add(column.build());
    }
    return new BatchPoints(index, replicate, parameters);
  }

  private static Optional<Point> point(Trials trials, long index, Status status) {
    try {
      return Optional.of(trials.pointAt(index));
    } catch (RuntimeException | Error failure) {
      if (status == Status.OK) {
        throw failure;
      }
      return Optional.empty();
    }
  }
}
