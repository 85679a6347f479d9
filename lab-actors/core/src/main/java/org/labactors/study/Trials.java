package org.labactors.study;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.labactors.design.Order;
import org.labactors.design.RunOrder;
import org.labactors.experiment.Point;
import org.labactors.experiment.Trial;

/**
 * The trials of a study, computed from their numbers. Trial numbers go through the pairs of point
 * and replicate in run order. Safe for use by several threads.
 */
public final class Trials {

  private final Study study;
  private final long seed;
  private final long points;
  private final long size;
  private final RunOrder order;

  /**
   * The trials of a study.
   *
   * @throws IllegalArgumentException if the study has no seed yet, its design does not fit its
   *     space, or its trials are too many to number
   */
  public Trials(Study study) {
    this.study = study;
    this.seed =
        study.seed().orElseThrow(() -> new IllegalArgumentException("the study has no seed yet"));
    this.points = study.design().size(study.space());
    this.size = count(points, study.replicates());
    this.order =
        study.order() == Order.SEQUENTIAL ? RunOrder.sequential(size) : RunOrder.random(size, seed);
  }

  private static long count(long points, int replicates) {
    try {
      return Math.multiplyExact(points, replicates);
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException(
          points
              + " points with "
              + replicates
              + " replicates each are more than "
              + Long.MAX_VALUE
              + " trials; that many cannot be numbered",
          overflow);
    }
  }

  /** The number of trials, points times replicates. */
  public long size() {
    return size;
  }

  /** The number of points. */
  public long points() {
    return points;
  }

  /**
   * The names of the parameters, in alphabetical order: those of the space and of the first point.
   * A design may give other points others.
   */
  public List<String> parameters() {
    Set<String> names = new TreeSet<>(study.space().names());
    if (points > 0) {
      try {
        names.addAll(study.design().point(study.space(), 0).names());
      } catch (RuntimeException | LinkageError noSuchPoint) {
        // A design of the user's may fail at a point; running the trial will say so.
      }
    }
    return List.copyOf(names);
  }

  /** The index of a trial's point, in standard order. */
  public long pointIndex(long trial) {
    return order.place(trial) / study.replicates();
  }

  /** Which repetition at its point a trial is, from 0. */
  public int replicate(long trial) {
    return (int) (order.place(trial) % study.replicates());
  }

  /** The point of a trial. */
  public Point point(long trial) {
    return study.design().point(study.space(), pointIndex(trial));
  }

  /** A trial, ready to run. */
  public Trial trial(long number, BooleanSupplier cancelled) {
    long place = order.place(number);
    return new Trial(
        number,
        study.design().point(study.space(), place / study.replicates()),
        (int) (place % study.replicates()),
        seed,
        cancelled);
  }
}
