package org.labactors;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.labactors.annotation.CheckReturnValue;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/** A study on its way through a lab. */
public interface Run {

  /** The tag of its result set. */
  String tag();

  /** The study, with its seed. */
  Study study();

  /**
   * What one should know about continuing the result set: that results in it come, or may come,
   * from other code than what runs now. Texts for the user; empty as a rule. More may come while it
   * runs, if its lab has to start anew.
   */
  List<String> warnings();

  /** How far it is, as of a moment ago. */
  Progress progress();

  /**
   * Waits until every trial is recorded.
   *
   * @return the progress at the end; trials that failed within the limit of the study are in {@link
   *     Progress#failed}
   * @throws RunCancelledException if the run was cancelled
   * @throws RunException if the run ended in another way without all of its trials recorded: it was
   *     refused, had too many failures, or could not go on
   * @throws IllegalStateException if the lab was stopped before the run had ended
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  Progress await() throws InterruptedException;

  /**
   * Waits until every trial is recorded, but not longer than this.
   *
   * @return the progress at the end; empty if the run is still going on
   * @throws RunException as {@link #await()} does
   * @throws IllegalStateException as {@link #await()} does
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  @CheckReturnValue
  Optional<Progress> await(Duration atMost) throws InterruptedException;

  /**
   * Waits until the run has ended, however it ended; its {@linkplain Progress#state state} says
   * how, and its {@linkplain Progress#trouble trouble} why.
   *
   * @throws IllegalStateException if the lab was stopped before the run had ended
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  @CheckReturnValue
  Progress awaitEnd() throws InterruptedException;

  /**
   * Waits until the run has ended, however it ended, but not longer than this.
   *
   * @return the progress at the end; empty if the run is still going on
   * @throws IllegalStateException if the lab was stopped before the run had ended
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  @CheckReturnValue
  Optional<Progress> awaitEnd(Duration atMost) throws InterruptedException;

  /**
   * Completed when the run has ended, however it ended, and all it measured is on disk: as {@link
   * #awaitEnd()}, without waiting. Look at the {@linkplain Progress#state state}. It fails only if
   * the lab was stopped before the run had ended.
   */
  @CheckReturnValue
  CompletionStage<Progress> end();

  /**
   * Cancels it: trials that are running are interrupted and not recorded. Whatever was measured
   * before is recorded, and submitting the same study again goes on from there.
   */
  void cancel();

  /**
   * Its result set, as far as it is recorded.
   *
   * @throws NotebookException if somebody has deleted or renamed it meanwhile
   */
  ResultSet results();
}
