package org.labactors.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The numbers in here were computed once and must come out on every Java release, for ever. */
class TrialSeedTest {

  private static final Point POINT =
      Point.of(Map.of("x", 0.1, "n", 3, "method", "euler", "on", true, "w", List.of(1, 2.5)));

  @Test
  void aSeedIsTheSameOnEveryMachineAndJavaRelease() {
    assertThat(TrialSeed.of(42, POINT, 0).asLong()).isEqualTo(3301960536276722187L);
    assertThat(TrialSeed.of(42, Point.of(Map.of()), 0).asLong()).isEqualTo(-8215731260807848943L);
  }

  @Test
  void aGeneratorGivesTheSameNumbersOnEveryMachineAndJavaRelease() {
    RandomGenerator random = TrialSeed.of(42, POINT, 0).generator();

    assertThat(LongStream.generate(random::nextLong).limit(3))
        .containsExactly(7799056021936118062L, 1368256976127666326L, 3209478082084087870L);
    assertThat(random.nextDouble()).isEqualTo(0.7971105926428018);
    assertThat(random.nextGaussian()).isEqualTo(-2.1107424645675614);
    assertThat(random.nextInt(1000)).isEqualTo(292);
  }

  @Test
  void seedReplicateNamesAndValuesAllMatter() {
    Set<Long> seeds = new HashSet<>();

    for (long studySeed : new long[] {0, 1, -1, Long.MAX_VALUE}) {
      for (int replicate : new int[] {0, 1, 1000}) {
        for (Object value : new Object[] {1, 1.0, "1", true, List.of(1), List.of(), Map.of()}) {
          seeds.add(TrialSeed.of(studySeed, Point.of(Map.of("x", value)), replicate).asLong());
          seeds.add(TrialSeed.of(studySeed, Point.of(Map.of("y", value)), replicate).asLong());
        }
      }
    }

    assertThat(seeds).hasSize(4 * 3 * 7 * 2);
  }

  @Test
  void partsThatLookAlikeWhenJoinedAreDifferent() {
    assertThat(
            Set.of(
                TrialSeed.of(0, Point.of(Map.of("ab", "c")), 0).asLong(),
                TrialSeed.of(0, Point.of(Map.of("a", "bc")), 0).asLong(),
                TrialSeed.of(0, Point.of(Map.of("a", "b", "c", "d")), 0).asLong(),
                TrialSeed.of(0, Point.of(Map.of("a", List.of("b", "c"))), 0).asLong(),
                TrialSeed.of(0, Point.of(Map.of("a", List.of(List.of("b"), "c"))), 0).asLong()))
        .hasSize(5);
  }

  @Test
  void theOrderInWhichParametersAndKeysAreGivenDoesNotMatter() {
    Map<String, Object> forwards = new LinkedHashMap<>();
    forwards.put("a", 1);
    forwards.put("b", 2);
    Map<String, Object> backwards = new LinkedHashMap<>();
    backwards.put("b", 2);
    backwards.put("a", 1);

    assertThat(TrialSeed.of(7, Point.of(forwards), 0).asLong())
        .isEqualTo(TrialSeed.of(7, Point.of(backwards), 0).asLong());
    assertThat(TrialSeed.of(7, Point.of(Map.of("m", forwards)), 0).asLong())
        .isEqualTo(TrialSeed.of(7, Point.of(Map.of("m", backwards)), 0).asLong());
  }

  @Test
  void whatIsEqualAsANumberOfAnyWidthIsTheSameValue() {
    assertThat(TrialSeed.of(7, Point.of(Map.of("x", 3)), 0).asLong())
        .isEqualTo(TrialSeed.of(7, Point.of(Map.of("x", 3L)), 0).asLong());
  }

  @Test
  void theTrialsOfOnePointAreNotCorrelated() {
    long same = 0;
    long[] first = draws(0);
    long[] second = draws(1);
    for (int i = 0; i < first.length; i++) {
      same += Long.SIZE - Long.bitCount(first[i] ^ second[i]);
    }

    assertThat(same / (double) (first.length * Long.SIZE)).isBetween(0.49, 0.51);
  }

  private static long[] draws(int replicate) {
    RandomGenerator random = TrialSeed.of(42, POINT, replicate).generator();
    return LongStream.generate(random::nextLong).limit(10_000).toArray();
  }
}
