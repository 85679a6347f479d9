package org.labactors;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
   * Waits until it has ended, one way or another; its {@linkplain Progress#state state} says which,
   * and its {@linkplain Progress#trouble trouble} why.
   *
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  Progress await() throws InterruptedException;

  /**
   * Waits until it has ended, but not longer than this.
   *
   * @return how it ended; empty if it is still going on
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  Optional<Progress> await(Duration atMost) throws InterruptedException;

  /**
   * Calls it off: trials that are running are interrupted and not recorded. Whatever was measured
   * before is recorded, and submitting the same study again goes on from there.
   */
  void cancel();

  /** Completed when the run has ended and all it measured is on disk. */
  CompletionStage<Progress> completion();

  /**
   * Its result set, as far as it is recorded.
   *
   * @throws NotebookException if somebody has deleted or renamed it meanwhile
   */
  ResultSet results();
}
