package org.labactors.internal.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.notebook.Row;

/**
 * What came of a trial that was run again with the same parameters and the same seed.
 *
 * @param recorded the rows in the notebook
 * @param again the rows of now
 */
public record Replay(List<Row> recorded, List<Row> again) {

  /**
   * Whether the trial came to the same: as many rows, of each the status, the parameters and the
   * results, and of a failure what was thrown. When and where it ran, how long it took and what it
   * noted beside its results may differ.
   */
  public boolean isEqual() {
    if (recorded.size() != again.size()) {
      return false;
    }
    for (int i = 0; i < again.size(); i++) {
      if (!isEqual(recorded.get(i), again.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEqual(Row one, Row other) {
    return one.status() == other.status()
        && known(one.parameters()).equals(known(other.parameters()))
        && known(one.results()).equals(known(other.results()))
        && Objects.equals(thrown(one), thrown(other));
  }

  /** The values there are: a name without one may be missing, or be there for other rows. */
  private static Map<String, Object> known(Map<String, @Nullable Object> values) {
    Map<String, Object> known = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (value != null) {
            known.put(name, value);
          }
        });
    return known;
  }

  /** What was thrown; the text of a trial whose time was up says how long it took. */
  private static @Nullable String thrown(Row row) {
    Result.Failure failure = row.failure();
    return failure == null || row.status() == Status.TIMED_OUT ? null : failure.exception();
  }
}
