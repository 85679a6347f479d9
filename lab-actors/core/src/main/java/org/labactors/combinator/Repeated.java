package org.labactors.combinator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Point;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * Runs an experiment several times, one after the other, in one trial. The trial has the rows of
 * all of them; metadata of each row say of how many repetitions it is which one: {@code
 * repetitions} and {@code repetition}, from 0. Around another {@code Repeated} these are called
 * {@code repetitions_2} and {@code repetition_2}, and so on outwards.
 *
 * <p>Each repetition is set up, run and torn down. All take their random numbers from the trial's
 * one generator, in order, so they differ from each other and are the same in every run of the
 * study. What a repetition derives or notes stands in its own rows. A repetition that throws fails
 * the trial, and those after it are not run; inside a {@link Summary} it is left out and counted.
 *
 * <p>The replicates of a study do the same in parallel, each as a trial of its own that is
 * recorded, timed and resumed by itself, and may fail by itself. So prefer replicates; repeat where
 * one run is too short to be worth a trial, where a row for each would be too many and a {@link
 * Summary} is enough, or where repetitions belong together in one trial.
 *
 * @param experiment what is repeated
 * @param n how often, at least 1
 */
public record Repeated(Experiment experiment, int n) implements Resident {

  private static final String REPETITIONS = "repetitions";
  private static final String REPETITION = "repetition";

  public Repeated {
    if (experiment == null) {
      throw new IllegalArgumentException("experiment is null; give the one to be repeated");
    }
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + "; it must be at least 1");
    }
  }

  @Override
  public void check(Point point) {
    experiment.check(point);
  }

  @Override
  public void ready() throws Exception {
    Resident.ready(experiment);
  }

  @Override
  public void close() {
    Resident.close(experiment);
  }

  @Override
  public Values run(Trial trial) throws Exception {
    List<Values> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Repetition repetition = repetition(trial, i);
      Throwable failure = repetition.failure();
      if (failure != null) {
        throw new RepetitionException("repetition " + i + " of " + n + ": " + failure, failure);
      }
      all.add(repetition.values());
    }
    return Values.joined(all);
  }

  /** Runs all, failed ones included. */
  List<Repetition> repetitions(Trial trial) throws Exception {
    List<Repetition> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.add(repetition(trial, i));
    }
    return all;
  }

  private Repetition repetition(Trial trial, int index) throws Exception {
    if (trial.isCancelled()) {
      throw new CancellationException("called off before repetition " + index + " of " + n);
    }
    Trial part = trial.part();
    Repetition repetition = Repetition.of(experiment, part);
    Trial about = trial.part();
    about.metadata(named(REPETITIONS), n);
    about.metadata(named(REPETITION), index);
    return new Repetition(repetition.values().notedIn(about), repetition.failure());
  }

  private String named(String word) {
    int depth = depth();
    return depth == 1 ? word : word + "_" + depth;
  }

  private int depth() {
    return experiment instanceof Repeated inner ? inner.depth() + 1 : 1;
  }
}
