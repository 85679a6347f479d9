package org.labactors.internal.merge;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.labactors.internal.recording.TrialOutcome;
import org.labactors.internal.recording.TrialRows;
import org.labactors.notebook.Row;
import org.labactors.study.TrialRanges;

/** Goes through the trials of several parts at once, in their order, and gives each once. */
final class MergedTrials implements Iterator<List<Row>> {

  /**
   * A part that is gone through.
   *
   * @param of the part
   * @param rows its rows
   * @param open what is pending or cancelled in it
   */
  record Reading(Part of, TrialRows rows, TrialRanges open) {}

  private record Found(Part of, List<Row> rows, boolean isOpen) {}

  private final List<Reading> parts;
  private final Optional<String> winner;
  private final Consumer<Conflict> conflicts;

  /**
   * Begins at the first trial.
   *
   * @param winner the location of the part whose results are taken where results differ
   * @param conflicts is given what differs and nobody wins
   */
  MergedTrials(List<Reading> parts, Optional<String> winner, Consumer<Conflict> conflicts) {
    this.parts = parts;
    this.winner = winner;
    this.conflicts = conflicts;
  }

  @Override
  public boolean hasNext() {
    return parts.stream().anyMatch(part -> part.rows().hasNext());
  }

  @Override
  public List<Row> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    long trial = parts.stream().mapToLong(part -> part.rows().nextTrial()).min().orElseThrow();
    List<Found> found = new ArrayList<>();
    for (Reading part : parts) {
      if (part.rows().hasNext() && part.rows().nextTrial() == trial) {
        found.add(new Found(part.of(), part.rows().next(), part.open().contains(trial)));
      }
    }
    return chosen(found).rows();
  }

  private Found chosen(List<Found> found) {
    List<Found> valid = found.stream().filter(each -> !each.isOpen()).toList();
    if (valid.isEmpty()) {
      return found.get(0); // It runs again, whatever came of it.
    }
    Optional<Found> wins =
        valid.stream().filter(each -> winner.equals(Optional.of(each.of().location()))).findFirst();
    if (wins.isPresent()) {
      return wins.get();
    }
    Found first = valid.get(0);
    for (Found other : valid.subList(1, valid.size())) {
      new TrialOutcome(first.rows())
          .differenceTo(new TrialOutcome(other.rows()))
          .ifPresent(
              difference ->
                  conflicts.accept(
                      new Conflict(
                          first.rows().get(0),
                          difference,
                          first.of().location(),
                          other.of().location())));
    }
    return first;
  }
}
