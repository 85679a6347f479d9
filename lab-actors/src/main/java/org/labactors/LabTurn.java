package org.labactors;

import org.labactors.node.Turn;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;

/**
 * Whether it is a lab's turn. While it is not, the lab leaves its notebook to others. When it takes
 * over, it waits until the other has let go of it; a lab that begins at once leaves it to who
 * submits a study to find out.
 */
final class LabTurn implements Turn {

  private final Notebook notebook;
  private volatile boolean atWork;

  /** Whether another lab may have been at work since this one was opened. */
  private volatile boolean takesOver;

  LabTurn(Notebook notebook) {
    this.notebook = notebook;
  }

  boolean isAtWork() {
    return atWork;
  }

  /** The cluster has given up the node of the lab, which comes back as the youngest. */
  void startsAnew() {
    takesOver = takesOver || atWork;
    atWork = false;
  }

  @Override
  public void standBy() {
    takesOver = true;
    notebook.letGo();
  }

  @Override
  public void begin() {
    if (takesOver) {
      claim();
    }
    atWork = true;
  }

  @Override
  public void claim() {
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
