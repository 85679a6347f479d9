package org.labactors.internal.growth;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The places in a sequence of elements that another sequence lacks. An element that comes several
 * times is there several times.
 */
final class AddedIndexes {

  /** So many elements are compared one by one; a sequence of more has to be a rule. */
  static final long MOST_COMPARED = 10_000_000;

  private final long first;
  private final long size;
  private final long[] listed;

  private AddedIndexes(long first, long size, long[] listed) {
    this.first = first;
    this.size = size;
    this.listed = listed;
  }

  /** All from a place on. */
  static AddedIndexes from(long first, long end) {
    return new AddedIndexes(first, end - first, new long[0]);
  }

  /**
   * Those of a sequence whose elements an earlier sequence lacks.
   *
   * @param earlier the earlier elements, by place; {@code earlierSize} of them
   * @param grown the elements now, by place; {@code grownSize} of them
   * @param what the elements are, for the refusal: {@code values of beta}, {@code points}
   * @throws IllegalArgumentException if an earlier element is none of those now, or they are too
   *     many to be compared
   */
  static AddedIndexes of(
      LongFunction<?> earlier,
      long earlierSize,
      LongFunction<?> grown,
      long grownSize,
      String what) {
    if (Math.max(earlierSize, grownSize) > MOST_COMPARED) {
      throw new IllegalArgumentException(
          "more than %d %s cannot be compared one by one; only a rule from the same value in the same steps can be made longer"
              .formatted(MOST_COMPARED, what));
    }
    Map<Object, Integer> left = new HashMap<>();
    for (long i = 0; i < earlierSize; i++) {
      left.merge(earlier.apply(i), 1, Integer::sum);
    }
    long[] added = new long[(int) grownSize];
    int size = 0;
    for (long i = 0; i < grownSize; i++) {
      Object element = grown.apply(i);
      Integer count = left.get(element);
      if (count == null) {
        added[size++] = i;
      } else if (count == 1) {
        left.remove(element);
      } else {
        left.put(element, count - 1);
      }
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          left.keySet().iterator().next() + " is none of the " + what + " any more");
    }
    return new AddedIndexes(0, size, Arrays.copyOf(added, size));
  }

  long size() {
    return size;
  }

  /** The place of an added element. */
  long get(long index) {
    return listed.length == 0 ? first + index : listed[Math.toIntExact(index)];
  }
}
