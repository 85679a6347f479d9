package org.labactors.design;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;

/** The values of one parameter, in order, computed from an index where they follow a rule. */
public sealed interface Range {

  /** How many values, at least 1. */
  long size();

  /**
   * The value at an index, in canonical form.
   *
   * @param index from 0 to {@code size() - 1}
   */
  Object value(long index);

  /**
   * These values: numbers, strings, booleans or arrays.
   *
   * @throws IllegalArgumentException if there are none, or one is null or of another type
   */
  static Range of(Object... values) {
    return new Listed(Arrays.asList(values));
  }

  /** As {@link #of(Object...)}, from a list. */
  static Range listed(List<?> values) {
    return new Listed(new ArrayList<>(values));
  }

  /**
   * Evenly spaced numbers, both ends included.
   *
   * @param points how many, at least 1; with 1 it is {@code from} alone
   */
  static Range linspace(double from, double to, long points) {
    return new Linear(from, to, points);
  }

  /**
   * Numbers spaced evenly on a logarithmic scale, both ends included; the ends are the numbers
   * themselves, not their exponents.
   *
   * @param from more than 0
   * @param to more than 0
   * @param points how many, at least 1; with 1 it is {@code from} alone
   */
  static Range logspace(double from, double to, long points) {
    return new Logarithmic(from, to, points);
  }

  /**
   * Numbers a fixed step apart, from {@code from} as far as {@code to}, which is included if a
   * whole number of steps leads to it. Computed in decimal, so that 0 to 1 in steps of 0.1 has the
   * eleven values one would write down.
   *
   * @param step not 0; negative if and only if {@code to} is less than {@code from}
   */
  static Range stepped(double from, double to, double step) {
    return new Stepped(from, to, step);
  }

  /** As {@link #stepped(double, double, double)}, of whole numbers. */
  static Range stepped(long from, long to, long step) {
    return new WholeStepped(from, to, step);
  }

  /** Values one by one. */
  record Listed(List<Object> values) implements Range {
    public Listed {
      if (values.isEmpty()) {
        throw new IllegalArgumentException("the list of values is empty; give at least one");
      }
      values = values.stream().map(CanonicalValue::required).toList();
    }

    @Override
    public long size() {
      return values.size();
    }

    @Override
    public Object value(long index) {
      return values.get(Math.toIntExact(index));
    }
  }

  /** Evenly spaced numbers. */
  record Linear(double from, double to, long points) implements Range {
    public Linear {
      Ranges.checkEnds(from, to);
      Ranges.checkPoints(points);
    }

    @Override
    public long size() {
      return points;
    }

    @Override
    public Object value(long index) {
      return Ranges.between(from, to, index, points);
    }
  }

  /** Numbers evenly spaced on a logarithmic scale, the same on every machine. */
  record Logarithmic(double from, double to, long points) implements Range {
    public Logarithmic {
      Ranges.checkEnds(from, to);
      Ranges.checkPoints(points);
      if (from <= 0 || to <= 0) {
        throw new IllegalArgumentException(
            "a logarithmic scale from " + from + " to " + to + "; both must be more than 0");
      }
    }

    @Override
    public long size() {
      return points;
    }

    @Override
    public Object value(long index) {
      if (index == 0) {
        return from;
      }
      return index == points - 1
          ? to
          : StrictMath.pow(
              10, Ranges.between(StrictMath.log10(from), StrictMath.log10(to), index, points));
    }
  }

  /** Numbers a fixed step apart, held as whole multiples of a power of ten. */
  final class Stepped implements Range {

    /** The largest whole number below which every one is a floating-point number too. */
    private static final long EXACT = 1L << 53;

    /** The largest power of ten that is a floating-point number. */
    private static final int EXACT_SCALE = 22;

    private final double from;
    private final double to;
    private final double step;
    private final long size;
    private final BigDecimal first;
    private final BigDecimal increment;
    private final double unit;
    private final long firstUnits;
    private final long incrementUnits;

    /**
     * Numbers a fixed step apart.
     *
     * @throws IllegalArgumentException if they are none, or too many to number
     */
    public Stepped(double from, double to, double step) {
      Ranges.checkEnds(from, to);
      if (!Double.isFinite(step)) {
        throw new IllegalArgumentException("the step is " + step + "; it must be finite and not 0");
      }
      this.from = from;
      this.to = to;
      this.step = step;
      this.first = Ranges.decimal(from);
      this.increment = Ranges.decimal(step);
      this.size = Ranges.steps(first, Ranges.decimal(to), increment);
      int scale = Math.max(0, Math.max(first.scale(), increment.scale()));
      BigDecimal largest =
          first.abs().max(Ranges.decimal(to).abs()).max(increment.abs()).movePointRight(scale);
      boolean quick = scale <= EXACT_SCALE && largest.compareTo(BigDecimal.valueOf(EXACT)) < 0;
      this.unit = quick ? BigDecimal.ONE.scaleByPowerOfTen(scale).doubleValue() : 0;
      this.firstUnits = quick ? first.movePointRight(scale).longValueExact() : 0;
      this.incrementUnits = quick ? increment.movePointRight(scale).longValueExact() : 0;
    }

    /** The first value. */
    public double from() {
      return from;
    }

    /** Where the values end, at the latest. */
    public double to() {
      return to;
    }

    /** From each value to the next. */
    public double step() {
      return step;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public Object value(long index) {
      return unit > 0
          ? (firstUnits + index * incrementUnits) / unit
          : increment.multiply(BigDecimal.valueOf(index)).add(first).doubleValue();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Stepped range
          && Double.compare(from, range.from) == 0
          && Double.compare(to, range.to) == 0
          && Double.compare(step, range.step) == 0;
    }

    @Override
    public int hashCode() {
      return Objects.hash(from, to, step);
    }

    @Override
    public String toString() {
      return "Stepped[from=" + from + ", to=" + to + ", step=" + step + "]";
    }
  }

  /** Whole numbers a fixed step apart. */
  record WholeStepped(long from, long to, long step) implements Range {
    public WholeStepped {
      Ranges.steps(BigDecimal.valueOf(from), BigDecimal.valueOf(to), BigDecimal.valueOf(step));
    }

    @Override
    public long size() {
      return step > 0
          ? Long.divideUnsigned(to - from, step) + 1
          : Long.divideUnsigned(from - to, -step) + 1;
    }

    @Override
    public Object value(long index) {
      return from + index * step;
    }
  }
}
