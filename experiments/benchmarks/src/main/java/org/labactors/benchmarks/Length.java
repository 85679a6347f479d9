package org.labactors.benchmarks;

/** How long it is measured, which decides how much the figures say. */
enum Length {
  /** To see that everything can be measured; the figures say nothing. */
  SMALLEST,
  /** Minutes. */
  QUICK,
  /** Most of an hour. */
  FULL;

  /** The one of these numbers that is for this length. */
  int of(int smallest, int quick, int full) {
    return switch (this) {
      case SMALLEST -> smallest;
      case QUICK -> quick;
      case FULL -> full;
    };
  }
}
