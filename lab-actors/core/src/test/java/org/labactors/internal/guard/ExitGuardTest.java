package org.labactors.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Runs in a JVM that was started with the agent; without it, these tests would end that JVM. */
class ExitGuardTest {

  @Test
  void systemExitInATrialThrows() throws Exception {
    ThreadGroup trials = new ThreadGroup(ExitGuard.TRIALS);

    Throwable thrown = thrownIn(trials, () -> System.exit(3));

    assertThat(thrown)
        .isInstanceOf(SecurityException.class)
        .hasMessage("an experiment called System.exit(3); it ends the trial, not the JVM");
  }

  @Test
  void haltInATrialThrows() throws Exception {
    ThreadGroup trials = new ThreadGroup(ExitGuard.TRIALS);

    Throwable thrown = thrownIn(trials, () -> Runtime.getRuntime().halt(-4));

    assertThat(thrown)
        .isInstanceOf(SecurityException.class)
        .hasMessage("an experiment called halt(-4); it ends the trial, not the JVM");
  }

  @Test
  void aThreadInAGroupOfTheExperimentsOwnIsGuardedAsWell() throws Exception {
    ThreadGroup trials = new ThreadGroup(ExitGuard.TRIALS);
    ThreadGroup inner = new ThreadGroup(new ThreadGroup(trials, "pool"), "workers");

    Throwable thrown = thrownIn(inner, () -> Runtime.getRuntime().exit(5));

    assertThat(thrown).hasMessageStartingWith("an experiment called System.exit(5)");
  }

  private static Throwable thrownIn(ThreadGroup group, Runnable code) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            group,
            () -> {
              try {
                code.run();
              } catch (SecurityException refusal) {
                thrown.set(refusal);
              }
            });
    thread.start();
    thread.join();
    return thrown.get();
  }
}
