package org.labactors.design;

/**
 * A pseudo-random permutation of 0 … size−1.
 *
 * <p>A balanced Feistel network (Luby and Rackoff, 1988) permutes the numbers of 2k bits, the
 * fewest that hold the size; a number that falls outside is sent through again until it falls
 * inside ("cycle walking": Black and Rogaway, 2002), which takes four passes at most on average
 * since the domain is no more than four times the size. Round function: the 64-bit finalizer of
 * MurmurHash3 in Stafford's variant 13.
 */
final class FeistelPermutation implements RunOrder {

  private static final int ROUNDS = 6;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final long size;
  private final int halfBits;
  private final long halfMask;
  private final long[] keys = new long[ROUNDS];

  FeistelPermutation(long size, long seed) {
    this.size = size;
    int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(Math.max(size - 1, 1)));
    this.halfBits = (bits + 1) / 2;
    this.halfMask = (1L << halfBits) - 1;
    long state = seed;
    for (int round = 0; round < ROUNDS; round++) {
      state += GOLDEN_RATIO;
      keys[round] = mix(state);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long place(long position) {
    long place = position;
    do {
      place = pass(place);
    } while (place < 0 || place >= size);
    return place;
  }

  private long pass(long number) {
    long left = number >>> halfBits;
    long right = number & halfMask;
    for (long key : keys) {
      long next = left ^ (mix(right ^ key) & halfMask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
