package org.labactors.combinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.labactors.combinator.Samples.Diary;
import org.labactors.combinator.Samples.Gauss;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Notes;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

class RepeatedTest {

  private static Trial trial() {
    return Trial.at(Map.of("mu", 0));
  }

  private static Result result(Experiment experiment) {
    return new LifeCycle(InstantSource.system(), System::nanoTime).run(experiment, trial());
  }

  @Test
  void eachRowSaysOfHowManyRepetitionsItIsWhichOne() {
    Result result = result(new Repeated(new Gauss(), 3));

    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(result.rows()).hasSize(3).doesNotHaveDuplicates();
    assertThat(result.notes())
        .extracting(Notes::metadata)
        .containsExactly(
            Map.of("repetitions", 3L, "repetition", 0L),
            Map.of("repetitions", 3L, "repetition", 1L),
            Map.of("repetitions", 3L, "repetition", 2L));
  }

  @Test
  void repetitionsTakeTheirNumbersFromTheTrialsGeneratorInOrder() {
    Trial alone = trial();

    Result result = result(new Repeated(new Gauss(), 3));

    for (Map<String, ?> row : result.rows()) {
      assertThat(row.get("z")).isEqualTo(alone.random().nextGaussian());
    }
  }

  @Test
  void eachRepetitionHasALifeOfItsOwnAndKeepsItsNotesWithItsRows() {
    Diary diary = new Diary(-1);

    Result result = result(new Repeated(diary, 2));

    assertThat(diary.entries)
        .containsExactly("setUp", "run", "tearDown", "setUp", "run", "tearDown");
    assertThat(result.rows()).extracting(row -> row.get("step")).containsExactly(0L, 1L, 0L, 1L);
    assertThat(result.notes())
        .extracting(notes -> notes.derived().get("own"))
        .containsExactly(0L, 0L, 1L, 1L);
    assertThat(result.notes())
        .extracting(notes -> notes.metadata().get("repetition"))
        .containsExactly(0L, 0L, 1L, 1L);
    assertThat(result.notes().get(0).metadata().get("seed"))
        .isNotEqualTo(result.notes().get(2).metadata().get("seed"));
    assertThat(result.derived()).isEmpty();
  }

  @Test
  void repetitionsOfRepetitionsAreCountedFromInsideOut() {
    Result result = result(new Repeated(new Repeated(new Gauss(), 2), 3));

    assertThat(result.rows()).hasSize(6);
    assertThat(result.notes().get(5).metadata())
        .isEqualTo(
            Map.of("repetitions", 2L, "repetition", 1L, "repetitions_2", 3L, "repetition_2", 2L));
  }

  @Test
  void aRepetitionThatThrowsFailsTheTrialAndIsTornDown() {
    Diary diary = new Diary(1);

    Result result = result(new Repeated(diary, 3));

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.failure().exception())
        .isEqualTo(
            "org.labactors.combinator.RepetitionException: repetition 1 of 3:"
                + " java.lang.IllegalStateException: as was asked for");
    assertThat(result.failure().traceback()).contains("Samples$Diary.run");
    assertThat(diary.entries)
        .containsExactly("setUp", "run", "tearDown", "setUp", "run", "tearDown");
  }

  @Test
  void aTrialThatIsCalledOffBeginsNoOtherRepetition() {
    AtomicInteger runs = new AtomicInteger();
    Trial trial = new Trial(0, Point.of(Map.of()), 0, 0, () -> runs.get() == 2);
    Repeated repeated = new Repeated(each -> Values.of("run", runs.incrementAndGet()), 100);

    assertThatThrownBy(() -> repeated.run(trial))
        .isInstanceOf(CancellationException.class)
        .hasMessage("called off before repetition 2 of 100");
    assertThat(runs).hasValue(2);
  }

  @Test
  void anInterruptIsPassedOnAsItIs() {
    Experiment interrupted =
        trial -> {
          throw new InterruptedException("stop");
        };

    assertThatThrownBy(() -> new Summary(new Repeated(interrupted, 3)).run(trial()))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void theThreadHasTheClassesOfTheExperimentInside() throws Exception {
    ClassLoader around = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader own = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
      Experiment foreign =
          (Experiment)
              Proxy.newProxyInstance(
                  own,
                  new Class<?>[] {Experiment.class},
                  (self, method, arguments) ->
                      method.getName().equals("run")
                          ? Values.of("own", Thread.currentThread().getContextClassLoader() == own)
                          : null);

      assertThat(new Repeated(foreign, 2).run(trial()).rows())
          .containsExactly(Map.of("own", true), Map.of("own", true));
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(around);
  }

  @Test
  void aNumberBelowOneIsRefused() {
    assertThatThrownBy(() -> new Repeated(new Gauss(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("n is 0; it must be at least 1");
  }

  @Test
  void theCheckOfTheExperimentInsideIsMade() {
    Experiment strict =
        new Experiment() {
          @Override
          public void check(Point point) {
            throw new IllegalArgumentException("not at " + point.names());
          }

          @Override
          public Values run(Trial trial) {
            return Values.none();
          }
        };

    List<Experiment> around = List.of(new Repeated(strict, 2), new Summary(strict));

    for (Experiment each : around) {
      assertThatThrownBy(() -> each.check(Point.of(Map.of("x", 1)))).hasMessage("not at [x]");
    }
  }
}
