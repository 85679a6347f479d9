package org.labactors.internal.recording;

import org.jspecify.annotations.Nullable;

/**
 * The values of one name in a {@link Batch}, in an array of the narrowest type that holds them all.
 * The arrays belong to the batch and are not changed any more.
 */
@SuppressWarnings("ArrayRecordComponent") // they are arrays: that is the point of a column
public sealed interface Column {

  String name();

  /** How many values, missing ones included. */
  int size();

  /** A canonical value; null where it is missing or was null. */
  @Nullable Object get(int index);

  /** A column of numbers; where {@code missing} has its bit set there is no value. */
  record Doubles(String name, double[] values, long @Nullable [] missing) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public @Nullable Object get(int index) {
      return isMissing(index) ? null : values[index];
    }

    public boolean isMissing(int index) {
      return isSet(missing, index);
    }
  }

  /** A column of whole numbers; where {@code missing} has its bit set there is no value. */
  record Longs(String name, long[] values, long @Nullable [] missing) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public @Nullable Object get(int index) {
      return isMissing(index) ? null : values[index];
    }

    public boolean isMissing(int index) {
      return isSet(missing, index);
    }
  }

  /** A column of anything: strings, booleans, structured values, or a mixture. */
  record Mixed(String name, @Nullable Object[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public @Nullable Object get(int index) {
      return values[index];
    }
  }

  private static boolean isSet(long @Nullable [] bits, int index) {
    return bits != null && (bits[index >> 6] & (1L << index)) != 0;
  }
}
