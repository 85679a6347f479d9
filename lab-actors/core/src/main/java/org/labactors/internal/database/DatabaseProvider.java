package org.labactors.internal.database;

import org.labactors.notebook.NotebookException;

/** A kind of database in which notebooks can be; found on the class path by its service file. */
public interface DatabaseProvider {

  /** Whether a location is one of this kind's: {@code jdbc:…}. */
  boolean knows(String location);

  /**
   * The database at a location, which need not exist yet.
   *
   * @throws NotebookException if it cannot be one
   */
  Database at(String location);
}
