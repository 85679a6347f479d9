package org.labactors.design;

/** The order in which trials run: a permutation of 0 … size−1 that is computed, not stored. */
public sealed interface RunOrder permits RunOrder.Sequential, FeistelPermutation {

  /** In standard order. */
  static RunOrder sequential(long size) {
    return new Sequential(size);
  }

  /** In a random order that follows from the seed. */
  static RunOrder random(long size, long seed) {
    return new FeistelPermutation(size, seed);
  }

  /** How many there are. */
  long size();

  /**
   * What runs at a position of the order.
   *
   * @param position from 0 to {@code size() - 1}
   * @return its place in standard order, from 0 to {@code size() - 1}
   */
  long place(long position);

  /** Standard order itself. */
  record Sequential(long size) implements RunOrder {
    @Override
    public long place(long position) {
      return position;
    }
  }
}
