package org.labactors.internal.recording;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.Row;

/** The rows of one trial after the other. */
public final class TrialRows implements Iterator<List<Row>> {

  private final Iterator<Row> rows;
  private @Nullable Row ahead;

  /**
   * Of these rows.
   *
   * @param rows those of a trial one after the other
   */
  public TrialRows(Iterator<Row> rows) {
    this.rows = rows;
    advance();
  }

  private void advance() {
    ahead = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  /** The number of the trial that comes next; the greatest there is if none does. */
  public long nextTrial() {
    return ahead == null ? Long.MAX_VALUE : ahead.trial();
  }

  @Override
  public List<Row> next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    long trial = ahead.trial();
    List<Row> next = new ArrayList<>();
    while (ahead != null && ahead.trial() == trial) {
      next.add(ahead);
      advance();
    }
    return next;
  }
}
