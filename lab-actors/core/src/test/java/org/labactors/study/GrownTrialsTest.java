package org.labactors.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.design.Factorial;
import org.labactors.design.Order;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Points;
import org.labactors.design.Range;
import org.labactors.experiment.Point;
import org.labactors.experiment.Trial;

class GrownTrialsTest {

  /** What a trial is, apart from its number. */
  private record Identity(Point point, int replicate, long seed) {

    static Identity of(Trial trial) {
      return new Identity(trial.point(), trial.replicate(), trial.seed());
    }
  }

  private static final Study STUDY = Study.of(new Samples.Plain()).seed(7);

  private static Map<Long, Identity> trials(Study study) {
    Trials trials = new Trials(study);
    Map<Long, Identity> all = new TreeMap<>();
    LongStream.range(0, trials.size())
        .forEach(number -> all.put(number, Identity.of(trials.trial(number, () -> false))));
    return all;
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Values, replicates and parameters come at random, in several steps. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aGrownStudyHasTheTrialsOfTheOneRunAtOnceAndKeepsItsNumbers(long seed) {
    Random random = new Random(seed);
    Map<String, List<Object>> values = new TreeMap<>(Map.of("a", List.of(0.5), "b", List.of("x")));
    Study study = sized(STUDY, values, random);
    for (int step = 0; step < 4; step++) {
      final Study before = study;
      if (random.nextInt(4) == 0) {
        values.put("new" + step, List.of(0L));
        study = study.assume("new" + step, 0L);
      }
      values.replaceAll((name, some) -> more(some, random));
      study = sized(study, values, random).grownFrom(before);

      Map<Long, Identity> earlier = trials(before);
      Map<Long, Identity> now = trials(study);

      assertThat(now.values()).doesNotHaveDuplicates();
      assertThat(now.values()).containsExactlyInAnyOrderElementsOf(atOnce(study));
      Map<String, Object> assumed = study.assumed();
      earlier.forEach(
          (number, trial) -> {
            Map<String, Object> completed = new TreeMap<>(assumed);
            completed.putAll(trial.point().asMap());
            assertThat(now.get(number))
                .isEqualTo(new Identity(Point.of(completed), trial.replicate(), trial.seed()));
          });
      Trials numbers = new Trials(study);
      now.forEach(
          (number, trial) ->
              assertThat(numbers.pointAt(numbers.pointIndex(number))).isEqualTo(trial.point()));
      assertThat(now.keySet().stream().mapToLong(numbers::pointIndex).distinct().count())
          .isEqualTo(numbers.points());
    }
  }

  private static List<Identity> atOnce(Study study) {
    return List.copyOf(trials(study.grownFrom(null)).values());
  }

  private static Study sized(Study study, Map<String, List<Object>> values, Random random) {
    Map<String, Range> ranges = new TreeMap<>();
    values.forEach((name, some) -> ranges.put(name, Range.listed(some)));
    return study
        .space(new ParameterSpace(ranges))
        .replicates(study.replicates() + random.nextInt(3))
        .order(random.nextBoolean() ? Order.RANDOM : Order.SEQUENTIAL);
  }

  private static List<Object> more(List<Object> values, Random random) {
    List<Object> more = new ArrayList<>(values);
    for (int i = random.nextInt(3); i > 0; i--) {
      more.add(more.size() * 1.5);
    }
    Collections.shuffle(more, random);
    return more;
  }

  @Test
  void aListOfPointsGrowsByThoseItHasMore() {
    Study before = STUDY.design(new Points(List.of("x"), List.of(List.of(1), List.of(2))));
    Study grown =
        before
            .design(
                new Points(List.of("x"), List.of(List.of(3), List.of(2), List.of(2), List.of(1))))
            .grownFrom(before);

    assertThat(trials(grown)).containsAllEntriesOf(trials(before));
    assertThat(trials(grown).values())
        .extracting(trial -> trial.point().get("x"))
        .containsExactlyInAnyOrder(1L, 2L, 3L, 2L);
  }

  @Test
  void aFactorialDesignMayBecomeAListThatContainsIt() {
    Study before = STUDY.with("x", 1, 2);
    Study grown =
        before
            .space(ParameterSpace.EMPTY)
            .design(new Points(List.of("x"), List.of(List.of(9), List.of(2), List.of(1))))
            .grownFrom(before);

    assertThat(trials(grown)).containsAllEntriesOf(trials(before)).hasSize(3);
  }

  @Test
  void theTrialsOfAVeryLargeGrownStudyAreComputed() {
    Study before =
        STUDY.with("a", Range.stepped(1, 1_000_000_000L, 1)).with("b", Range.linspace(0, 1, 3));
    Study grown = before.with("a", Range.stepped(1, 1_100_000_000L, 1)).grownFrom(before);

    Trials trials = new Trials(grown);

    assertThat(trials.size()).isEqualTo(3_300_000_000L);
    assertThat(trials.point(2_999_999_999L)).isEqualTo(new Trials(before).point(2_999_999_999L));
    assertThat((Long) trials.point(3_299_999_999L).get("a")).isGreaterThan(1_000_000_000L);
  }

  @Test
  void whatDoesNotContainTheEarlierStudyIsRefused() {
    Study before = STUDY.with("x", 1, 2).with("y", 0.5).replicates(2);

    refused(before.with("x", 1, 3), before, "2 is none of the values of x any more");
    refused(before.with("x", 1.0, 2.0), before, "is none of the values of x any more");
    refused(before.replicates(1), before, "there are 1 replicates, and there were 2");
    refused(before.with("z", 4), before, "the parameter 'z' is new; say which value it had before");
    refused(before.with("z", 4).assume("z", 5), before, "5 is none of the values of z any more");
    refused(STUDY.with("x", 1, 2).replicates(2), before, "'y' is no parameter any more");
    refused(
        before.design(new Points(List.of("z"), List.of(List.of(1)))).space(ParameterSpace.EMPTY),
        before.design(new Factorial()),
        "is none of the points any more");
  }

  private static void refused(Study grown, Study before, String why) {
    assertThatThrownBy(() -> new Trials(grown.grownFrom(before)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aValueIsAssumedOfAParameterOnly() {
    assertThatThrownBy(() -> new Trials(STUDY.with("x", 1).assume("y", 2)))
        .hasMessage("assume 'y': there is no such parameter; there is x");
  }
}
