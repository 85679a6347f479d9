package org.labactors.combinator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** Experiments for tests of combinators. */
public final class Samples {

  private Samples() {}

  /** A normally distributed value around the parameter {@code mu}. */
  public record Gauss() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("z", trial.getDouble("mu") + trial.random().nextGaussian());
    }
  }

  /** Fails when a whole number drawn below {@code n} is 0. */
  public record FailingNowAndThen(int n) implements Experiment {
    @Override
    public Values run(Trial trial) {
      int drawn = trial.random().nextInt(n);
      if (drawn == 0) {
        throw new IllegalStateException("drew 0");
      }
      return Values.of("z", drawn);
    }
  }

  /** Returns listed values, one after the other. */
  static final class Listed implements Experiment {
    private final List<Values> values;
    private int next;

    Listed(Values... values) {
      this.values = List.of(values);
    }

    @Override
    public Values run(Trial trial) {
      return values.get(next++);
    }
  }

  /** Notes what is done with it. */
  static final class Diary implements Experiment {
    final List<String> entries = new ArrayList<>();
    private final int failing;
    private int setUps;

    /**
     * A diary.
     *
     * @param failing the run that fails, −1 if none does
     */
    Diary(int failing) {
      this.failing = failing;
    }

    @Override
    public void setUp(Trial trial) {
      entries.add("setUp");
      trial.derive("own", setUps);
      trial.derive("same", "for all");
      trial.metadata("seed", trial.seed());
    }

    @Override
    public Values run(Trial trial) {
      entries.add("run");
      if (setUps++ == failing) {
        throw new IllegalStateException("as was asked for");
      }
      return Values.rows(List.of(Map.of("step", 0), Map.of("step", 1)));
    }

    @Override
    public void tearDown(Trial trial) {
      entries.add("tearDown");
    }
  }
}
