package org.labactors.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.labactors.experiment.Point;
import org.labactors.experiment.Trial;
import org.labactors.internal.growth.AddedPoints;

/**
 * The trials of a study, computed from their numbers. Trial numbers go through the pairs of point
 * and replicate in run order. Of a study that has grown, the numbers of before stay, and those of
 * the trials that are new follow; the same goes for the indexes of points. Safe for use by several
 * threads.
 */
public final class Trials {

  private final Study study;
  private final long seed;
  private final long points;
  private final long size;
  private final List<Stage> stages;
  private final Stage last;

  /**
   * The trials of a study.
   *
   * @throws IllegalArgumentException if the study has no seed yet, its design does not fit its
   *     space, its trials are too many to number, it does not contain the study that it has grown
   *     from, or a value is assumed of what is no parameter
   */
  public Trials(Study study) {
    this.study = study;
    this.seed =
        study.seed().orElseThrow(() -> new IllegalArgumentException("the study has no seed yet"));
    this.points = study.design().size(study.space());
    this.size = count(points, study.replicates());
    this.stages = stages(study, points);
    this.last = stages.get(stages.size() - 1);
    requireParameters(study.assumed().keySet());
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

  private static List<Stage> stages(Study study, long points) {
    Study earlier = study.grownFrom();
    if (earlier == null) {
      return List.of(Stage.after(0, 0, 0, study, new AllPoints(study, points)));
    }
    if (earlier.replicates() > study.replicates()) {
      throw new IllegalArgumentException(
          "there are %d replicates, and there were %d"
              .formatted(study.replicates(), earlier.replicates()));
    }
    boolean seeded = earlier.seed().equals(study.seed());
    Trials before = new Trials(seeded ? earlier : earlier.seed(study.seed().orElseThrow()));
    AddedPoints added = study.addedTo(earlier);
    List<Stage> stages = new ArrayList<>(before.stages);
    stages.add(Stage.after(before.size, before.points, earlier.replicates(), study, added));
    return List.copyOf(stages);
  }

  private void requireParameters(Set<String> assumed) {
    List<String> known = assumed.isEmpty() ? List.of() : parameters();
    for (String name : assumed) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "assume '"
                + name
                + "': there is no such parameter; there "
                + (known.isEmpty() ? "are none" : "is " + String.join(", ", known)));
      }
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

  /** The trials by which it grew each time, those it began with first; none of them is empty. */
  public List<TrialRange> stages() {
    return stages.stream()
        .filter(stage -> stage.order().size() > 0)
        .map(stage -> new TrialRange(stage.firstTrial(), stage.endTrial()))
        .toList();
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

  /**
   * The index of a trial's point: in standard order, and in a grown study after those of before.
   */
  public long pointIndex(long trial) {
    Stage stage = stageOf(trial);
    return stage.pointIndex(stage.order().place(trial - stage.firstTrial()));
  }

  /** Which repetition at its point a trial is, from 0. */
  public int replicate(long trial) {
    Stage stage = stageOf(trial);
    return stage.replicate(stage.order().place(trial - stage.firstTrial()));
  }

  /** The point of a trial. */
  public Point point(long trial) {
    return pointAt(pointIndex(trial));
  }

  /** The point at an index. */
  public Point pointAt(long index) {
    Stage stage = last;
    for (int i = stages.size() - 2; index < stage.firstPoint(); i--) {
      stage = stages.get(i);
    }
    return AddedPoints.completed(stage.points().point(index - stage.firstPoint()), study.assumed());
  }

  /** A trial, ready to run. */
  public Trial trial(long number, BooleanSupplier cancelled) {
    Stage stage = stageOf(number);
    long place = stage.order().place(number - stage.firstTrial());
    Point point = pointAt(stage.pointIndex(place));
    return new Trial(
        number,
        point,
        AddedPoints.withoutAssumed(point, study.assumed()),
        stage.replicate(place),
        seed,
        cancelled);
  }

  private Stage stageOf(long trial) {
    Stage stage = last;
    for (int i = stages.size() - 2; trial < stage.firstTrial(); i--) {
      stage = stages.get(i);
    }
    return stage;
  }

  /** All points of a study that has not grown. */
  private record AllPoints(Study study, long size) implements AddedPoints {

    @Override
    public Point point(long index) {
      return study.design().point(study.space(), index);
    }

    @Override
    public List<String> inWords() {
      return List.of();
    }
  }
}
