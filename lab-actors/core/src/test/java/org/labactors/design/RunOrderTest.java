package org.labactors.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOrderTest {

  @Test
  void aRandomOrderIsAPermutationOfEverySize() {
    for (int size = 1; size <= 700; size++) {
      assertPermutation(size, size * 31L);
    }
    for (int size : new int[] {1023, 1024, 1025, 4095, 4096, 4097, 100_000, 1 << 20}) {
      assertPermutation(size, -size);
    }
  }

  private static void assertPermutation(int size, long seed) {
    RunOrder order = RunOrder.random(size, seed);
    BitSet places = new BitSet(size);
    for (int i = 0; i < size; i++) {
      places.set(Math.toIntExact(order.place(i)));
    }
    assertThat(places.cardinality()).as("places of size %d, seed %d", size, seed).isEqualTo(size);
    assertThat(places.length()).as("size %d, seed %d", size, seed).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 40, (1L << 62) + 1, Long.MAX_VALUE})
  void aLargeRandomOrderStaysInsideAndMeetsNoPlaceTwice(long size) {
    RunOrder order = RunOrder.random(size, 7);
    Set<Long> places = new HashSet<>();

    for (long i = 0; i < 50_000; i++) {
      places.add(order.place(i));
      places.add(order.place(size - 1 - i));
    }

    assertThat(places).hasSize(100_000).allMatch(place -> 0 <= place && place < size);
  }

  @Test
  void theSeedDecidesTheOrder() {
    assertThat(first(1_000, 1)).isEqualTo(first(1_000, 1)).isNotEqualTo(first(1_000, 2));
  }

  /** Computed once; a notebook holds trials by their number in this order. */
  @Test
  void aRandomOrderIsTheSameOnEveryJavaRelease() {
    assertThat(first(10_000, 42)).containsExactly(9258, 5647, 169, 6817, 814);
    assertThat(first(1_000_000_000_000L, -1))
        .containsExactly(482647565895L, 786548061725L, 730717823327L, 868177557183L, 482522491955L);
    assertThat(first(3, 42)).containsExactly(1, 0, 2);
  }

  private static long[] first(long size, long seed) {
    RunOrder order = RunOrder.random(size, seed);
    return LongStream.range(0, Math.min(5, size)).map(order::place).toArray();
  }

  /** Chi-squared; the bound is ten standard deviations above its mean. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7, 10, 16, 17, 100})
  void everyPlaceIsAsLikelyAsTheOthersAtEveryPosition(int size) {
    int draws = 2_000 * size;
    Random seeds = new Random(size);
    for (int position : new int[] {0, size / 2, size - 1}) {
      long[] counts = new long[size];
      for (int i = 0; i < draws; i++) {
        counts[Math.toIntExact(RunOrder.random(size, seeds.nextLong()).place(position))]++;
      }
      double expected = draws / (double) size;
      double chiSquared =
          Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
      assertThat(chiSquared)
          .as("size %d, position %d: %s", size, position, Arrays.toString(counts))
          .isLessThan(size - 1 + 10 * Math.sqrt(2.0 * (size - 1)));
    }
  }

  @Test
  void theFirstTrialsAreAFairSampleOfAll() {
    int size = 10_000;
    RunOrder order = RunOrder.random(size, 3);
    int[] inTenth = new int[10];

    for (int i = 0; i < 1_000; i++) {
      inTenth[Math.toIntExact(order.place(i) * 10 / size)]++;
    }

    assertThat(Arrays.stream(inTenth).boxed()).allMatch(count -> 60 < count && count < 140);
  }

  @Test
  void theSequentialOrderIsStandardOrder() {
    RunOrder order = RunOrder.sequential(5);

    assertThat(order.size()).isEqualTo(5);
    assertThat(LongStream.range(0, 5).map(order::place)).containsExactly(0L, 1L, 2L, 3L, 4L);
  }
}
