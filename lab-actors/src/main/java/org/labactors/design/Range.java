package org.labactors.design;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Numbers evenly spaced on a logarithmic scale. */
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
          : Math.pow(10, Ranges.between(Math.log10(from), Math.log10(to), index, points));
    }
  }

  /** Numbers a fixed step apart. */
  record Stepped(double from, double to, double step) implements Range {
    public Stepped {
      Ranges.checkEnds(from, to);
      Ranges.checkStep(BigDecimal.valueOf(from), BigDecimal.valueOf(to), step);
    }

    @Override
    public long size() {
      return Ranges.steps(
          BigDecimal.valueOf(from), BigDecimal.valueOf(to), BigDecimal.valueOf(step));
    }

    @Override
    public Object value(long index) {
      return BigDecimal.valueOf(step)
          .multiply(BigDecimal.valueOf(index))
          .add(BigDecimal.valueOf(from))
          .doubleValue();
    }
  }

  /** Whole numbers a fixed step apart. */
  record WholeStepped(long from, long to, long step) implements Range {
    public WholeStepped {
      Ranges.checkStep(BigDecimal.valueOf(from), BigDecimal.valueOf(to), (double) step);
    }

    @Override
    public long size() {
      return Ranges.steps(
          BigDecimal.valueOf(from), BigDecimal.valueOf(to), BigDecimal.valueOf(step));
    }

    @Override
    public Object value(long index) {
      return from + index * step;
    }
  }
}
