package org.labactors.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.labactors.experiment.LifeCycle;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/**
 * Runs trials on a thread, and goes on with another when that one is stuck. Each thread has
 * instances of the experiments of its own.
 */
final class TrialThreads implements TrialRunner {

  private final String engine;
  private final LifeCycle lifeCycle;
  private final Outbox outbox;
  private final Duration grace;
  private final TrialThread.Events events;
  private final Repertoire repertoire = new Repertoire();
  private TrialThread thread;
  private int threads;

  /**
   * A thread that waits for work.
   *
   * @param engine the name of the engine, which the threads get
   * @param grace how long a trial that was called off may take to return
   * @param events is told what happens, on the thread of the trials
   */
  TrialThreads(
      String engine,
      LifeCycle lifeCycle,
      Outbox outbox,
      Duration grace,
      TrialThread.Events events) {
    this.engine = engine;
    this.lifeCycle = lifeCycle;
    this.outbox = outbox;
    this.grace = grace;
    this.events = events;
    this.thread = next();
  }

  private TrialThread next() {
    threads++;
    String name = engine + (threads == 1 ? "" : "/" + threads);
    return new TrialThread(name, lifeCycle, outbox, events);
  }

  @Override
  public void add(RunId run, Study study, PreparedStudy prepared) {
    repertoire.add(run, study, prepared);
  }

  @Override
  public void forget(RunId run) {
    repertoire.remove(run);
  }

  /** Forgets all studies. */
  void forgetAll() {
    repertoire.removeAll();
  }

  @Override
  public void put(Assignment assignment) {
    thread.put(assignment, repertoire.prepared(assignment.run()));
  }

  @Override
  public List<Assignment> assignments() {
    return thread.assignments();
  }

  @Override
  public Optional<TrialThread.GivenBack> giveBack(long assignment, long from) {
    return thread.giveBack(assignment, from);
  }

  @Override
  public void drop(RunId run) {
    thread.drop(run);
  }

  @Override
  public void leaveOut(long fromNanos, long toNanos) {
    thread.leaveOut(fromNanos, toNanos);
  }

  @Override
  public void checkTimeout(long nanoTime) {
    thread.checkTimeout(nanoTime);
  }

  @Override
  public boolean giveUpIfStuck(long nanoTime) {
    TrialThread stuck = thread;
    if (!stuck.giveUpIfStuck(nanoTime, grace)) {
      return false;
    }
    thread = next();
    // The thread that is stuck keeps the instances of the experiments that it may be using.
    repertoire.renew();
    stuck.moveTo(thread, repertoire::prepared);
    return true;
  }

  @Override
  public void stop() {
    thread.stop();
  }
}
