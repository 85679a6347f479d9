package org.labactors.internal.growth;

import org.labactors.design.Range;

/**
 * The values of a parameter that it did not have before.
 *
 * @param range all its values
 * @param indexes which of them
 */
record AddedValues(Range range, AddedIndexes indexes) {

  /**
   * Those that an earlier range lacks.
   *
   * @throws IllegalArgumentException if it has a value that the range now lacks; the text names it
   */
  static AddedValues of(String name, Range earlier, Range grown) {
    AddedIndexes indexes =
        isLonger(earlier, grown)
            ? AddedIndexes.from(earlier.size(), grown.size())
            : AddedIndexes.of(
                earlier::value, earlier.size(), grown::value, grown.size(), "values of " + name);
    return new AddedValues(grown, indexes);
  }

  /** Whether a range is the same rule, from the same value, and not shorter. */
  private static boolean isLonger(Range earlier, Range grown) {
    if (earlier.equals(grown)) {
      return true;
    }
    boolean sameRule = false;
    if (earlier instanceof Range.WholeStepped one && grown instanceof Range.WholeStepped other) {
      sameRule = one.from() == other.from() && one.step() == other.step();
    } else if (earlier instanceof Range.Stepped one && grown instanceof Range.Stepped other) {
      sameRule =
          Double.compare(one.from(), other.from()) == 0
              && Double.compare(one.step(), other.step()) == 0;
    }
    return sameRule && earlier.size() <= grown.size();
  }

  long size() {
    return indexes.size();
  }

  Object value(long index) {
    return range.value(indexes.get(index));
  }
}
