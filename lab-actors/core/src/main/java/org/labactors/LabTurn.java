package org.labactors;

import org.jspecify.annotations.Nullable;
import org.labactors.internal.membership.Turn;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.NotebookException;

/**
 * Whether it is a lab's turn. While it is not, the lab leaves its notebook to others. When it takes
 * over, it waits until the other has let go of it; a lab that begins at once leaves it to who
 * submits a study to find out.
 */
final class LabTurn {

  private final WritableNotebook notebook;
  private volatile boolean atWork;

  /** Whether another lab may have been at work since this one was opened. */
  private boolean takesOver;

  private @Nullable Turn latest;

  LabTurn(WritableNotebook notebook) {
    this.notebook = notebook;
  }

  boolean isAtWork() {
    return atWork;
  }

  /**
   * The turn of the lab's first actor system, or of the one that follows it since the cluster has
   * given up the lab's node, which comes back as the youngest. What a system before it has still
   * under way means nothing any more.
   */
  synchronized Turn ofNextSystem() {
    takesOver = takesOver || atWork;
    atWork = false;
    Turn next = new OfSystem();
    latest = next;
    return next;
  }

  private final class OfSystem implements Turn {

    @Override
    public void standBy() {
      synchronized (LabTurn.this) {
        if (latest == this) {
          takesOver = true;
          notebook.letGo();
        }
      }
    }

    @Override
    public void begin() {
      synchronized (LabTurn.this) {
        if (takesOver) {
          claim();
        }
        requireLatest();
        atWork = true;
      }
    }

    @Override
    public void claim() {
      synchronized (LabTurn.this) {
        requireLatest();
        try {
          notebook.claim();
        } catch (NotebookException refusal) {
          if (refusal.isOccupied() || refusal.isTemporary()) {
            throw refusal;
          }
          // Whoever submits a study gets to know.
        }
      }
    }

    private void requireLatest() {
      if (latest != this) {
        throw new IllegalStateException("the lab has started anew");
      }
    }
  }
}
