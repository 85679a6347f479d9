package org.labactors.internal.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.LifeCycle;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.settings.LabSettings;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;

/**
 * One trial of a study, run without a lab as an engine runs it: with an instance of the experiment
 * of its own, on a thread for trials, within the study's time limit.
 */
public final class SingleTrial {

  /** How often it is asked whether the trial's time is up. */
  private static final Duration LOOK = Duration.ofMillis(10);

  private SingleTrial() {}

  /**
   * Runs a trial and waits until it has ended. Interrupting this calls the trial off.
   *
   * @param engine the name that the results have
   * @return its results, or its failure
   * @throws IllegalArgumentException if the experiment cannot be made ready; the text says why
   */
  public static Batch run(Study study, long trial, String engine) throws InterruptedException {
    LabSettings settings = LabSettings.load();
    UnconfirmedBatches batches = UnconfirmedBatches.of(settings, System.nanoTime());
    Outbox outbox =
        new Outbox(
            engine,
            settings.batchRows(),
            settings.batchBytes(),
            settings.maxResultBytes(),
            batches,
            () -> {});
    End end = new End();
    TrialThreads threads =
        new TrialThreads(
            engine,
            new LifeCycle(Clock.systemUTC(), System::nanoTime),
            outbox,
            settings.interruptGrace(),
            end);
    RunId run = RunId.random();
    threads.add(run, study, PreparedStudy.of(study));
    try {
      threads.put(new Assignment(1, run, TrialRange.of(trial), 1, true));
      while (!end.hasCome()) {
        threads.checkTimeout(System.nanoTime());
        boolean unused = threads.giveUpIfStuck(System.nanoTime());
      }
    } finally {
      threads.stop();
      threads.forgetAll();
    }
    end.check();
    return outbox.takeOnly();
  }

  /** Waits for the end of the trial, and knows what has come in its way. */
  private static final class End implements TrialThread.Events {

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile @Nullable String refusal;
    private volatile @Nullable Throwable fault;

    boolean hasCome() throws InterruptedException {
      return finished.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void check() {
      if (fault != null) {
        throw new IllegalStateException("the thread of the trial has ended", fault);
      }
      if (refusal != null) {
        throw new IllegalArgumentException(refusal);
      }
    }

    @Override
    public void finished(Assignment assignment) {
      finished.countDown();
    }

    @Override
    public void ranOutOfMemory(Assignment assignment, long trial) {
      throw new AssertionError("it is the last attempt, whose result is recorded");
    }

    @Override
    public void cannotRun(RunId run, String why) {
      refusal = why;
      finished.countDown();
    }

    @Override
    public void broke(Throwable failure) {
      fault = failure;
      finished.countDown();
    }
  }
}
