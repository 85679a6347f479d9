package org.labactors.cli.internal.notebook;

import org.labactors.notebook.Notebook;
import org.labactors.notebook.ResultSet;

/** Whether a notebook has the results of a result set twice. */
final class Copies {

  private Copies() {}

  /** Whether there is another result set of the same study with as many results at least. */
  static boolean has(Notebook notebook, ResultSet original) {
    return notebook.resultSets().stream()
        .filter(other -> !other.tag().equals(original.tag()))
        .filter(other -> other.digest().equals(original.digest()))
        .anyMatch(
            other ->
                other.tally().ok() >= original.tally().ok()
                    && other.pending().ranges().stream()
                        .allMatch(range -> original.pending().containsAll(range)));
  }
}
