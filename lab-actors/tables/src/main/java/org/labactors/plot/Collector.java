package org.labactors.plot;

import org.labactors.notebook.ScannedRow;

/** Takes up the rows of a result set one by one and keeps no more of them than a picture needs. */
interface Collector {

  /**
   * Takes up a row.
   *
   * @param row has the columns of {@link Picture#columns}, in that order; not kept
   */
  void add(ScannedRow row);

  /** How many rows were taken up. */
  long shown();

  /** How many rows were left out because a value is missing or no finite number. */
  long leftOut();
}
