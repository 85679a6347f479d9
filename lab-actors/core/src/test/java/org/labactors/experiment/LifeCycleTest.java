package org.labactors.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifeCycleTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00.250Z");

  private final List<String> calls = new ArrayList<>();
  private long nanos;

  private final LifeCycle lifeCycle = new LifeCycle(InstantSource.fixed(START), () -> nanos);

  /** An experiment that takes 1, 2 and 4 seconds and fails where it is told to. */
  private final class Scripted implements Experiment {
    private final Map<String, Throwable> failures;

    Scripted(Map<String, Throwable> failures) {
      this.failures = failures;
    }

    @Override
    public void setUp(Trial trial) throws Exception {
      trial.derive("twice", 2 * trial.getLong("x"));
      pass("setUp", 1);
    }

    @Override
    public Values run(Trial trial) throws Exception {
      trial.metadata("note", "in run");
      pass("run", 2);
      return Values.of("y", trial.getLong("twice"));
    }

    @Override
    public void tearDown(Trial trial) throws Exception {
      pass("tearDown", 4);
    }

    private void pass(String phase, int seconds) throws Exception {
      calls.add(phase);
      nanos += seconds * 1_000_000_000L;
      Throwable failure = failures.get(phase);
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (Exception) failure;
      }
    }
  }

  private Result run(Map<String, Throwable> failures) {
    return lifeCycle.run(new Scripted(failures), Trial.at(Map.of("x", 3)));
  }

  @Test
  void aTrialIsSetUpRunAndTornDown() {
    Result result = run(Map.of());

    assertThat(calls).containsExactly("setUp", "run", "tearDown");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(result.failure()).isNull();
    assertThat(result.rows()).containsExactly(Map.of("y", 6L));
    assertThat(result.derived()).isEqualTo(Map.of("twice", 6L));
    assertThat(result.metadata()).isEqualTo(Map.of("note", "in run"));
  }

  @Test
  void everyPhaseIsTimedInSeconds() {
    Result.Timing timing = run(Map.of()).timing();

    assertThat(timing.setUp()).isEqualTo(1);
    assertThat(timing.experiment()).isEqualTo(2);
    assertThat(timing.tearDown()).isEqualTo(4);
    assertThat(timing.elapsed()).isEqualTo(7);
    assertThat(timing.start()).isCloseTo(START.toEpochMilli() / 1e3, within(1e-6));
    assertThat(timing.end()).isCloseTo(START.toEpochMilli() / 1e3 + 7, within(1e-6));
  }

  @Test
  void aTrialThatThrowsInSetUpIsNeitherRunNorTornDown() {
    Result result = run(Map.of("setUp", new IllegalStateException("no disk")));

    assertThat(calls).containsExactly("setUp");
    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.failure().exception()).isEqualTo("java.lang.IllegalStateException: no disk");
    assertThat(result.rows()).containsExactly(Map.of());
    assertThat(result.timing().setUp()).isEqualTo(1);
    assertThat(result.timing().elapsed()).isEqualTo(1);
  }

  @Test
  void aTrialThatThrowsIsTornDownAndKeepsItsMetadata() {
    Result result = run(Map.of("run", new java.io.IOException("gone")));

    assertThat(calls).containsExactly("setUp", "run", "tearDown");
    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.failure().exception()).isEqualTo("java.io.IOException: gone");
    assertThat(result.failure().traceback()).contains("java.io.IOException: gone", "LifeCycleTest");
    assertThat(result.metadata()).isEqualTo(Map.of("note", "in run"));
    assertThat(result.derived()).isEqualTo(Map.of("twice", 6L));
    assertThat(result.timing().elapsed()).isEqualTo(7);
  }

  @Test
  void aTrialThatThrowsInTearDownHasFailedButKeepsItsValues() {
    Result result = run(Map.of("tearDown", new IllegalStateException("left over")));

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.failure().exception())
        .isEqualTo("java.lang.IllegalStateException: left over");
    assertThat(result.rows()).containsExactly(Map.of("y", 6L));
  }

  @Test
  void aFailureInTearDownNeverHidesTheFirstOne() {
    Result result =
        run(
            Map.of(
                "run", new IllegalStateException("first"),
                "tearDown", new IllegalStateException("second")));

    assertThat(result.failure().exception()).isEqualTo("java.lang.IllegalStateException: first");
    assertThat(result.failure().traceback())
        .contains("Suppressed: java.lang.IllegalStateException: second");
  }

  @Test
  void theSameExceptionThrownTwiceIsNotItsOwnSuppressedOne() {
    IllegalStateException same = new IllegalStateException("same");

    Result result = run(Map.of("run", same, "tearDown", same));

    assertThat(result.failure().exception()).isEqualTo("java.lang.IllegalStateException: same");
  }

  @Test
  void anErrorIsAFailureLikeAnyOther() {
    Result result = run(Map.of("run", new OutOfMemoryError("Java heap space")));

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.failure().exception())
        .isEqualTo("java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void aStackThatOverflowsIsAFailureWithATraceThatFitsInto64KiB() {
    Result result = lifeCycle.run(LifeCycleTest::endless, Trial.at(Map.of()));

    assertThat(result.failure().exception()).isEqualTo("java.lang.StackOverflowError");
    assertThat(result.failure().traceback().length()).isLessThanOrEqualTo(64 * 1024 + 100);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static Values endless(Trial trial) {
    return endless(trial).with("x", 1);
  }

  @Test
  void aTrialThatReturnsNullHasFailed() {
    Result result = lifeCycle.run(trial -> null, Trial.at(Map.of()));

    assertThat(result.failure().exception())
        .isEqualTo(
            "java.lang.IllegalStateException: run returned null; an experiment without values to"
                + " report returns Values.none()");
  }

  @Test
  void anExceptionThatCannotBePrintedIsAFailureStill() {
    Result result =
        lifeCycle.run(
            trial -> {
              throw new Unprintable();
            },
            Trial.at(Map.of()));

    assertThat(result.failure().exception()).isEqualTo(Unprintable.class.getName());
    assertThat(result.failure().traceback()).contains("its stack trace cannot be printed");
  }

  private static final class Unprintable extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("not even this");
    }
  }

  @Test
  void aTrialMayMeasureNothingOrSeveralRows() {
    List<Map<String, Object>> steps = List.of(Map.of("t", 0), Map.of("t", 1, "y", Double.NaN));

    assertThat(lifeCycle.run(t -> Values.none(), Trial.at(Map.of())).rows())
        .containsExactly(Map.of());
    assertThat(lifeCycle.run(t -> Values.rows(steps), Trial.at(Map.of())).rows())
        .containsExactly(Map.of("t", 0L), Map.of("t", 1L, "y", Double.NaN));
  }
}
