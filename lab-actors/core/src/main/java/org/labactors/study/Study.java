package org.labactors.study;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.annotation.CheckReturnValue;
import org.labactors.design.Design;
import org.labactors.design.Factorial;
import org.labactors.design.Order;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Range;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Experiment;
import org.labactors.internal.growth.AddedPoints;
import org.labactors.internal.text.TimeText;

/**
 * An experiment, the points at which it runs, and how: everything that decides the results. An
 * immutable value; every method that changes something returns a copy.
 *
 * <pre>{@code
 * Study study = Study.of(new Curve())
 *     .with("x", Range.linspace(-6.28, 6.28, 100))
 *     .with("y", Range.linspace(-6.28, 6.28, 100))
 *     .replicates(10)
 *     .seed(42);
 * }</pre>
 */
@CheckReturnValue
public final class Study {

  private final Experiment experiment;
  private final ParameterSpace space;
  private final Design design;
  private final int replicates;
  private final OptionalLong seed;
  private final @Nullable Duration timeout;
  private final Order order;
  private final SortedMap<String, Object> assumed;
  private final @Nullable Study grownFrom;

  /** The points that the study it has grown from lacks, once somebody has asked. */
  private @Nullable AddedPoints added;

  private Study(
      Experiment experiment,
      ParameterSpace space,
      Design design,
      int replicates,
      OptionalLong seed,
      @Nullable Duration timeout,
      Order order,
      SortedMap<String, Object> assumed,
      @Nullable Study grownFrom) {
    this.experiment = experiment;
    this.space = space;
    this.design = design;
    this.replicates = replicates;
    this.seed = seed;
    this.timeout = timeout;
    this.order = order;
    this.assumed = assumed;
    this.grownFrom = grownFrom;
  }

  /**
   * A study of an experiment without parameters, factorial, of one replicate, in random order, with
   * no time limit and a seed still to be drawn.
   */
  public static Study of(Experiment experiment) {
    return new Study(
        experiment,
        ParameterSpace.EMPTY,
        new Factorial(),
        1,
        OptionalLong.empty(),
        null,
        Order.RANDOM,
        Collections.emptySortedMap(),
        null);
  }

  /** With a parameter, or other values for one. */
  public Study with(String parameter, Range values) {
    return space(space.with(parameter, values));
  }

  /**
   * With a parameter that has these values, or this one. An array or a list by itself stands for
   * its elements; for a parameter whose one value is an array, say {@code Range.of(array)}.
   *
   * @param values numbers, strings, booleans or arrays; at least one
   */
  public Study with(String parameter, Object... values) {
    boolean single = values.length == 1;
    return single && CanonicalValue.required(values[0]) instanceof List<?> elements
        ? with(parameter, Range.listed(elements))
        : with(parameter, Range.of(values));
  }

  /** With another parameter space. */
  public Study space(ParameterSpace space) {
    return new Study(
        experiment, space, design, replicates, seed, timeout, order, assumed, grownFrom);
  }

  /** With another design. */
  public Study design(Design design) {
    return new Study(
        experiment, space, design, replicates, seed, timeout, order, assumed, grownFrom);
  }

  /**
   * With another number of replicates at each point.
   *
   * @param replicates at least 1
   */
  public Study replicates(int replicates) {
    if (replicates < 1) {
      throw new IllegalArgumentException("replicates is " + replicates + "; at least 1");
    }
    return new Study(
        experiment, space, design, replicates, seed, timeout, order, assumed, grownFrom);
  }

  /** With a seed; without one, the lab draws it and records it in the notebook. */
  public Study seed(long seed) {
    return new Study(
        experiment,
        space,
        design,
        replicates,
        OptionalLong.of(seed),
        timeout,
        order,
        assumed,
        grownFrom);
  }

  /**
   * With a time limit for each trial.
   *
   * @param timeout more than zero
   */
  public Study timeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "timeout is " + TimeText.of(timeout) + "; it must be more than zero");
    }
    return new Study(
        experiment, space, design, replicates, seed, timeout, order, assumed, grownFrom);
  }

  /** With another run order. */
  public Study order(Order order) {
    return new Study(
        experiment, space, design, replicates, seed, timeout, order, assumed, grownFrom);
  }

  /**
   * With a value that a parameter is said to have had before it was one: random numbers at points
   * where it has this value are those of the study without the parameter. So a recorded study can
   * be extended by the parameter, and what is recorded stays what it is.
   *
   * @param value a number, a string, a boolean or an array
   */
  public Study assume(String parameter, Object value) {
    SortedMap<String, Object> more = new TreeMap<>(assumed);
    more.put(parameter, CanonicalValue.required(value));
    return assume(more);
  }

  /** With these assumed values and no others. */
  public Study assume(Map<String, ?> values) {
    SortedMap<String, Object> all = new TreeMap<>();
    values.forEach((name, value) -> all.put(name, CanonicalValue.required(value)));
    return new Study(
        experiment,
        space,
        design,
        replicates,
        seed,
        timeout,
        order,
        Collections.unmodifiableSortedMap(all),
        grownFrom);
  }

  /**
   * As one that has grown from another study: trials of that one keep their numbers, and the others
   * follow. The notebook does this when a recorded study is extended.
   *
   * @param earlier a study whose points are points of this one, with no more replicates; null for a
   *     study that has not grown
   */
  public Study grownFrom(@Nullable Study earlier) {
    return new Study(experiment, space, design, replicates, seed, timeout, order, assumed, earlier);
  }

  /** What is run at each point. */
  public Experiment experiment() {
    return experiment;
  }

  /** The parameters and their values. */
  public ParameterSpace space() {
    return space;
  }

  /** Which points of the space are run. */
  public Design design() {
    return design;
  }

  /** How many trials there are of each point, at least 1. */
  public int replicates() {
    return replicates;
  }

  /** The seed, if it is given or has been drawn. */
  public OptionalLong seed() {
    return seed;
  }

  /** The time limit for each trial, null if there is none. */
  public @Nullable Duration timeout() {
    return timeout;
  }

  /** The order in which the trials are run. */
  public Order order() {
    return order;
  }

  /** The values that parameters are said to have had before they were parameters, by name. */
  public SortedMap<String, Object> assumed() {
    return assumed;
  }

  /** The study that this one has grown from, null if it has not grown. */
  public @Nullable Study grownFrom() {
    return grownFrom;
  }

  /**
   * The points that the study it has grown from lacks; computed once, for all engines.
   *
   * @throws IllegalArgumentException if it does not contain that one
   */
  synchronized AddedPoints addedTo(Study earlier) {
    AddedPoints computed = added;
    if (computed == null) {
      computed = AddedPoints.of(earlier.space, earlier.design, space, design, assumed);
      added = computed;
    }
    return computed;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Study study
        && experiment.equals(study.experiment)
        && space.equals(study.space)
        && design.equals(study.design)
        && replicates == study.replicates
        && seed.equals(study.seed)
        && Objects.equals(timeout, study.timeout)
        && order == study.order
        && assumed.equals(study.assumed)
        && Objects.equals(grownFrom, study.grownFrom);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        experiment, space, design, replicates, seed, timeout, order, assumed, grownFrom);
  }

  @Override
  public String toString() {
    return "study of "
        + experiment
        + ", "
        + design
        + " over "
        + space
        + ", replicates "
        + replicates
        + ", "
        + (seed.isPresent() ? "seed " + seed.getAsLong() : "no seed yet")
        + (timeout == null ? "" : ", timeout " + timeout)
        + ", order "
        + order
        + (assumed.isEmpty() ? "" : ", assumed " + assumed)
        + (grownFrom == null ? "" : ", grown from (" + grownFrom + ")");
  }
}
