package org.labactors.notebook;

/** What becomes of results that other code made than that which runs now. */
public enum ChangedCode {
  /** They stay; the run has a warning, which says what has changed. */
  WARN,
  /** They stay, and the notebook notes that this is meant; nobody is warned of it again. */
  ACCEPT,
  /** They go into a table of old results, and their trials run again. */
  RERUN
}
