package org.labactors.study;

import java.time.Duration;
import java.util.List;
import org.labactors.design.Design;
import org.labactors.design.ParameterSpace;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Point;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** Experiments and designs that tests name by their class. */
public final class Samples {

  private Samples() {}

  /** Without fields. */
  public record Plain() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  /** With fields, one of which it checks. */
  public record Lattice(int size, double occupation, String boundary) implements Experiment {
    public Lattice {
      if (size < 1) {
        throw new IllegalArgumentException("size is " + size + "; it must be at least 1");
      }
    }

    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  /** Around another experiment. */
  public record Repeated(Experiment inner, int times) implements Experiment {
    @Override
    public Values run(Trial trial) throws Exception {
      return inner.run(trial);
    }
  }

  /** A class with defaults and a buffer. */
  public static final class WithDefaults implements Experiment {
    private final int layers = 3;
    private int steps = 100;
    private List<Double> weights = List.of(0.5, 0.5);
    private Duration pause = Duration.ofMillis(5);
    private final transient double[] buffer = new double[10];

    @Override
    public Values run(Trial trial) {
      buffer[0] += layers;
      return Values.of("steps", steps, "weights", weights, "pause", pause.toMillis());
    }
  }

  /** A class of which only a program can say which constructor is meant. */
  public static final class Unnamed implements Experiment {
    private final Runnable action;

    public Unnamed(Runnable action) {
      this(action, 1);
    }

    public Unnamed(Runnable action, int times) {
      this.action = times > 0 ? action : () -> {};
    }

    @Override
    public Values run(Trial trial) {
      action.run();
      return Values.none();
    }
  }

  /** Not static. */
  @SuppressWarnings("ClassCanBeStatic")
  public final class Inner implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  /** Not to be created. */
  public abstract static class Unfinished implements Experiment {}

  /** A design of one's own: the first points of the first parameter. */
  public record FirstFew(int count) implements Design {
    @Override
    public long size(ParameterSpace space) {
      return count;
    }

    @Override
    public Point point(ParameterSpace space, long index) {
      return Point.ofSorted(space.names(), List.of(space.ranges().get(0).value(index)));
    }
  }
}
