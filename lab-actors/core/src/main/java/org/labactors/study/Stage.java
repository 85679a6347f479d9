package org.labactors.study;

import org.labactors.design.Order;
import org.labactors.design.RunOrder;
import org.labactors.internal.growth.AddedPoints;

/**
 * The trials by which a study grew once; those it began with are the first stage. In standard order
 * come first the further replicates of the points of before, and then all replicates of the points
 * that are new.
 *
 * @param firstTrial the number of the first trial
 * @param firstPoint the index of the first point that is new: so many there were before
 * @param earlierReplicates how many replicates the points of before have already
 * @param replicates how many replicates all points have then
 * @param points the points that are new
 * @param order the run order of these trials
 */
record Stage(
    long firstTrial,
    long firstPoint,
    int earlierReplicates,
    int replicates,
    AddedPoints points,
    RunOrder order) {

  /** The stage of so many trials before it. */
  static Stage after(
      long trials, long firstPoint, int earlierReplicates, Study study, AddedPoints points) {
    long size =
        firstPoint * (study.replicates() - earlierReplicates)
            + points.size() * (long) study.replicates();
    RunOrder order =
        study.order() == Order.SEQUENTIAL || size == 0
            ? RunOrder.sequential(size)
            : RunOrder.random(size, study.seed().orElseThrow());
    return new Stage(trials, firstPoint, earlierReplicates, study.replicates(), points, order);
  }

  /** The number after the last trial's. */
  long endTrial() {
    return firstTrial + order.size();
  }

  /** The index after the last new point's. */
  long endPoint() {
    return firstPoint + points.size();
  }

  /** The index of the point of a place in standard order. */
  long pointIndex(long place) {
    long further = further();
    return place < further
        ? place / (replicates - earlierReplicates)
        : firstPoint + (place - further) / replicates;
  }

  /** Which repetition at its point is at a place in standard order. */
  int replicate(long place) {
    long further = further();
    return (int)
        (place < further
            ? earlierReplicates + place % (replicates - earlierReplicates)
            : (place - further) % replicates);
  }

  private long further() {
    return firstPoint * (replicates - earlierReplicates);
  }
}
