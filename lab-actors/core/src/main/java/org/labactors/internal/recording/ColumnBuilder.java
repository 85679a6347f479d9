package org.labactors.internal.recording;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the values of one name, in the narrowest array that holds those seen so far. */
public final class ColumnBuilder {

  private enum Type {
    UNKNOWN,
    LONG,
    DOUBLE,
    MIXED
  }

  private static final int INITIAL_CAPACITY = 16;

  private final String name;
  private Type type = Type.UNKNOWN;
  private int size;
  private int capacity;
  private long[] longs = {};
  private double[] doubles = {};
  private @Nullable Object[] objects = {};
  private long[] missing = {};
  private boolean anyMissing;

  /** An empty column of this name. */
  public ColumnBuilder(String name) {
    this.name = name;
  }

  /** How many values so far, missing ones included. */
  public int size() {
    return size;
  }

  /** Appends missing values until the column has this size. */
  public void padTo(int wanted) {
    while (size < wanted) {
      add(null);
    }
  }

  /** Appends a canonical value; null is a missing one. */
  public void add(@Nullable Object value) {
    ensureCapacity();
    Type wanted = typeOf(value);
    if (wanted != Type.UNKNOWN && wanted != type && type != Type.MIXED) {
      become(type == Type.UNKNOWN ? wanted : Type.MIXED);
    }
    if (value == null) {
      missing[size >> 6] |= 1L << size;
      anyMissing = true;
    } else if (type == Type.LONG) {
      longs[size] = (Long) value;
    } else if (type == Type.DOUBLE) {
      doubles[size] = (Double) value;
    } else {
      objects[size] = value;
    }
    size++;
  }

  /** The column of what was appended. */
  public Column build() {
    long[] bits = anyMissing ? Arrays.copyOf(missing, (size + 63) >> 6) : null;
    if (type == Type.LONG) {
      return new Column.Longs(name, Arrays.copyOf(longs, size), bits);
    }
    if (type == Type.DOUBLE) {
      return new Column.Doubles(name, Arrays.copyOf(doubles, size), bits);
    }
    return new Column.Mixed(name, Arrays.copyOf(objects, size));
  }

  private static Type typeOf(@Nullable Object value) {
    if (value == null) {
      return Type.UNKNOWN;
    }
    if (value instanceof Long) {
      return Type.LONG;
    }
    return value instanceof Double ? Type.DOUBLE : Type.MIXED;
  }

  /** From now on holds another type; what is there already is moved. */
  private void become(Type wanted) {
    if (wanted == Type.MIXED) {
      @Nullable Object[] moved = new @Nullable Object[capacity];
      for (int i = 0; i < size; i++) {
        moved[i] = valueAt(i);
      }
      objects = moved;
    }
    longs = wanted == Type.LONG ? new long[capacity] : new long[0];
    doubles = wanted == Type.DOUBLE ? new double[capacity] : new double[0];
    type = wanted;
  }

  private @Nullable Object valueAt(int index) {
    if ((missing[index >> 6] & (1L << index)) != 0) {
      return null;
    }
    return switch (type) {
      case LONG -> longs[index];
      case DOUBLE -> doubles[index];
      case MIXED -> objects[index];
      case UNKNOWN -> null;
    };
  }

  private void ensureCapacity() {
    if (size < capacity) {
      return;
    }
    capacity = capacity == 0 ? INITIAL_CAPACITY : capacity * 2;
    missing = Arrays.copyOf(missing, (capacity + 63) >> 6);
    switch (type) {
      case LONG -> longs = Arrays.copyOf(longs, capacity);
      case DOUBLE -> doubles = Arrays.copyOf(doubles, capacity);
      case MIXED, UNKNOWN -> objects = Arrays.copyOf(objects, capacity);
    }
  }
}
