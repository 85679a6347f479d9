package org.labactors.notebook;

import org.jspecify.annotations.Nullable;

/**
 * Changes of a notebook beside recording. Each is done as a whole or not at all, and is there for
 * good when its method returns.
 *
 * <p>Every method throws {@link NotebookException} if there is no result set of the tag, if it or
 * the notebook is finished, if another process writes the notebook, or if it cannot be written.
 */
public interface Edits {

  /** Says what the notebook is, in the user's words; empty for nothing. */
  void describe(String description);

  /** Says what a result set is, in the user's words; empty for nothing. */
  void describe(String tag, String description);

  /**
   * Gives the notebook an attribute, or another value for the one it has.
   *
   * @param name anything that is not empty
   * @param value what a parameter may be; null takes the attribute away
   */
  void setAttribute(String name, @Nullable Object value);

  /** Gives a result set an attribute, as {@link #setAttribute(String, Object)} does. */
  void setAttribute(String tag, String name, @Nullable Object value);

  /** Gives a result set another tag. It must not be recorded at the time. */
  void rename(String tag, String newTag);

  /** Deletes a result set, with all its results. It must not be recorded at the time. */
  void delete(String tag);

  /**
   * Deletes the rows of a result set that were made by other code and have been run again since. It
   * must not be recorded at the time.
   *
   * @return of how many trials
   */
  long prune(String tag);

  /**
   * Copies a result set of this or another notebook with all that belongs to it: results, exactly
   * as they are, description, attributes, provenance, audits, and what is pending, cancelled or
   * finished.
   *
   * @param newTag the tag of the copy
   */
  void copy(ResultSet original, String newTag);

  /**
   * Notes what came of running trials of a result set again. It may be finished, and so may the
   * notebook, since nothing of what is recorded changes.
   */
  void add(String tag, Audit audit);

  /**
   * Finishes a result set for ever: what is pending is cancelled, and nothing of it is ever changed
   * again, though audits of it may be noted. It must not be recorded at the time. If it is finished
   * already, nothing happens.
   */
  void finish(String tag);

  /** Finishes all result sets and the notebook itself for ever. */
  void finish();
}
