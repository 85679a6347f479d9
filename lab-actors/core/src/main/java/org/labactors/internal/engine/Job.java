package org.labactors.internal.engine;

import java.util.Optional;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.study.TrialRange;

/** An assignment on a {@link TrialThread}, which guards it, and how far it is. */
final class Job {

  final Assignment assignment;
  final PreparedStudy prepared;
  private long next;
  private long end;

  /** An assignment of which nothing is started. */
  Job(Assignment assignment, PreparedStudy prepared) {
    this(assignment, prepared, assignment.trials().first(), assignment.trials().end());
  }

  private Job(Assignment assignment, PreparedStudy prepared, long next, long end) {
    this.assignment = assignment;
    this.prepared = prepared;
    this.next = next;
    this.end = end;
  }

  /** The next trial to start, −1 if there is none. */
  long claim() {
    return next < end ? next++ : -1;
  }

  /** Takes back what has not been started, as far down as a trial. */
  void giveBack(long from) {
    end = Math.min(end, Math.max(from, next));
  }

  /** All that has been taken back. */
  Optional<TrialRange> givenBack() {
    long last = assignment.trials().end();
    return end < last ? Optional.of(new TrialRange(end, last)) : Optional.empty();
  }

  /** Whether there is something that has not been started. */
  boolean hasMore() {
    return next < end;
  }

  /** The trials that have not been started, from now on. */
  Optional<TrialRange> following() {
    return hasMore() ? Optional.of(new TrialRange(next, end)) : Optional.empty();
  }

  /** What has not been started, as a job of its own. */
  Job rest(PreparedStudy anew) {
    Job rest = new Job(assignment, anew, next, end);
    end = next;
    return rest;
  }
}
