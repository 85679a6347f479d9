package org.labactors.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.labactors.Run;
import org.labactors.experiment.Values;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Progress;
import org.labactors.study.Progress.State;
import org.labactors.study.Study;

/** A run whose course is written down beforehand; each wait takes it one step further. */
public final class FakeRun implements Run {

  private final Deque<Progress> course;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private int cancelled;

  public FakeRun(Progress... course) {
    this.course = new ArrayDeque<>(List.of(course));
  }

  /** Progress of a run of 1,000 trials, none of them reused. */
  public static Progress progress(State state, long ok, long failed) {
    return progress(state, 0, ok, failed, Optional.empty());
  }

  /** Progress of a run of 1,000 trials at 50 a second. */
  public static Progress progress(
      State state, long reused, long ok, long failed, Optional<String> trouble) {
    return new Progress(
        state,
        1_000,
        reused,
        ok,
        failed,
        2,
        50,
        Optional.of(Duration.ofMillis(20 * (1_000 - ok - failed))),
        List.of(
            new Progress.EngineProgress("engine-1", ok, 1),
            new Progress.EngineProgress("engine-2", failed, 1)),
        0,
        trouble,
        List.of());
  }

  public int timesCancelled() {
    return cancelled;
  }

  @Override
  public Optional<Progress> awaitEnd(Duration atMost) {
    if (course.size() > 1) {
      course.removeFirst();
    }
    return course.getFirst().state() == State.RUNNING
        ? Optional.empty()
        : Optional.of(course.getFirst());
  }

  @Override
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** From now on there is a warning more. */
  public void warn(String warning) {
    warnings.add(warning);
  }

  @Override
  public Progress progress() {
    return course.getFirst();
  }

  @Override
  public void cancel() {
    cancelled++;
  }

  @Override
  public String tag() {
    return "curve";
  }

  @Override
  public Study study() {
    return Study.of(trial -> Values.none());
  }

  @Override
  public Progress await() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Progress> await(Duration atMost) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Progress awaitEnd() {
    return course.getLast();
  }

  @Override
  public CompletionStage<Progress> end() {
    return CompletableFuture.completedStage(course.getLast());
  }

  @Override
  public ResultSet results() {
    throw new UnsupportedOperationException();
  }
}
