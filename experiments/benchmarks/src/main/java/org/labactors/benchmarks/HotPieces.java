package org.labactors.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.labactors.design.Factorial;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Range;
import org.labactors.design.RunOrder;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.TrialSeed;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.Batch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done for every trial, piece by piece; nanoseconds for one trial. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HotPieces {

  private static final long TRIALS = 1_000_000_000;
  private static final int BATCH = 1_000;

  private final RunOrder order = RunOrder.random(TRIALS, 1);
  private final Factorial factorial = new Factorial();
  private final ParameterSpace space =
      ParameterSpace.EMPTY
          .with("a", Range.linspace(0, 1, 1_000))
          .with("b", Range.stepped(0, 99.9, 0.1))
          .with("c", Range.stepped(1L, 100L, 1L))
          .with("d", Range.of("euler", "heun"));
  private final Point point = factorial.point(space, 123_456);
  private final List<Map<String, Object>> rows = List.of(Map.of("x", 1.5, "y", 2.5, "steps", 17L));
  private long trial;

  /** Which trial runs at a position of the random order. */
  @Benchmark
  public long runOrder() {
    trial = (trial + 1) % TRIALS;
    return order.place(trial);
  }

  /** The point at an index, of four parameters. */
  @Benchmark
  public Point pointByIndex() {
    trial = (trial + 7_919) % 100_000_000;
    return factorial.point(space, trial);
  }

  /** A trial's generator of random numbers, from the study's seed, the point and the replicate. */
  @Benchmark
  public RandomGenerator seed() {
    return TrialSeed.of(trial++, point, 3).generator();
  }

  /** A result of three values into a batch of 1,000. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Batch batch() {
    Batch.Builder builder = new Batch.Builder("engine-1", 1);
    for (int i = 0; i < BATCH; i++) {
      builder.add(
          new Result(
              i, Status.OK, rows, Map.of(), Map.of(), new Result.Timing(1, 0, 0.5, 0), null));
    }
    return builder.build();
  }

  /** Three measured values as an experiment hands them over. */
  @Benchmark
  public Values values() {
    return Values.of("x", 1.5, "y", 2.5, "steps", trial++);
  }
}
