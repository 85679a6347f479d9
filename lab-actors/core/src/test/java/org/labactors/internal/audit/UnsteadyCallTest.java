package org.labactors.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.audit.UnsteadyCall.Kind;
import org.labactors.study.Study;

class UnsteadyCallTest {

  /** Takes all from its trial. */
  public record Steady() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("y", trial.random().nextDouble(), "z", new Random(trial.seed()).nextInt());
    }
  }

  /** Everything that it should not do, in a class that it uses. */
  public record Unsteady() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("y", Elsewhere.sum());
    }

    /** Called by nobody. */
    public static String never() {
      return System.getenv("HOME");
    }
  }

  private static final class Elsewhere {
    private static double sum() {
      Set<Object> set = new HashSet<>();
      set.add(new Object());
      return Math.random() + System.nanoTime() + set.iterator().next().hashCode();
    }
  }

  private static Study study(Experiment experiment) {
    return Study.of(experiment).with("x", 1L).seed(1);
  }

  @Test
  void whatTakesAllFromItsTrialHasNone() {
    assertThat(UnsteadyCall.of(study(new Steady()))).isEmpty();
  }

  @Test
  void eachKindIsFoundWithThePlaceAlsoInOtherClasses() {
    assertThat(UnsteadyCall.of(study(new Unsteady())))
        .extracting(UnsteadyCall::kind, UnsteadyCall::what)
        .containsExactlyInAnyOrder(
            tuple(Kind.RANDOM, "Math.random()"),
            tuple(Kind.CLOCK, "System.nanoTime()"),
            tuple(Kind.ORDER, "new HashSet"),
            tuple(Kind.ORDER, "Object.hashCode()"));
    assertThat(UnsteadyCall.of(study(new Unsteady())))
        .extracting(UnsteadyCall::calledAt)
        .allMatch(
            place ->
                place.matches(
                    "org.labactors.internal.audit.UnsteadyCallTest\\$Elsewhere.sum"
                        + "\\(UnsteadyCallTest.java:\\d+\\)"));
  }
}
