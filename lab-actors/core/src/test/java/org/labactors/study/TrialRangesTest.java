package org.labactors.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrialRangesTest {

  private static final int TRIALS = 200;

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(60);
  }

  /** Every operation, in random order, against a set of bits. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aSetOfRangesIsASetOfTrials(long seed) {
    Random random = new Random(seed);
    TrialRanges set = new TrialRanges();
    BitSet model = new BitSet();
    for (int step = 0; step < 400; step++) {
      TrialRange range = range(random);
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          set.add(range);
          model.set((int) range.first(), (int) range.end());
        }
        case 2, 3 -> {
          set.remove(range);
          model.clear((int) range.first(), (int) range.end());
        }
        case 4 -> {
          TrialRange taken = set.takeFirst(range.size());
          assertThat(taken).as("seed %d, step %d", seed, step).isEqualTo(take(model, range.size()));
        }
        default -> {
          TrialRanges others = TrialRanges.of(List.of(range, range(random)));
          if (random.nextBoolean()) {
            set.addAll(others);
            model.or(bits(others));
          } else {
            set.removeAll(others);
            model.andNot(bits(others));
          }
        }
      }
      assertSame(set, model, range, "seed " + seed + ", step " + step);
    }
  }

  private static TrialRange range(Random random) {
    int first = random.nextInt(TRIALS);
    return new TrialRange(first, first + 1 + random.nextInt(20));
  }

  private static TrialRange take(BitSet model, long most) {
    int first = model.nextSetBit(0);
    if (first < 0) {
      return null;
    }
    int end = (int) Math.min(model.nextClearBit(first), first + most);
    model.clear(first, end);
    return new TrialRange(first, end);
  }

  private static BitSet bits(TrialRanges set) {
    BitSet bits = new BitSet();
    set.ranges().forEach(range -> bits.set((int) range.first(), (int) range.end()));
    return bits;
  }

  private static void assertSame(TrialRanges set, BitSet model, TrialRange probe, String where) {
    List<TrialRange> runs = new ArrayList<>();
    for (int first = model.nextSetBit(0); first >= 0; ) {
      int end = model.nextClearBit(first);
      runs.add(new TrialRange(first, end));
      first = model.nextSetBit(end);
    }
    assertThat(set.ranges()).as(where).isEqualTo(runs);
    assertThat(set.size()).as(where).isEqualTo(model.cardinality());
    assertThat(set.isEmpty()).as(where).isEqualTo(model.isEmpty());
    assertThat(set).as(where).isEqualTo(TrialRanges.of(runs)).hasSameHashCodeAs(set.copy());
    for (int trial = 0; trial < TRIALS + 25; trial += 7) {
      assertThat(set.contains(trial)).as("%s, trial %d", where, trial).isEqualTo(model.get(trial));
    }
    BitSet inside = model.get((int) probe.first(), (int) probe.end());
    assertThat(set.containsAll(probe)).as(where).isEqualTo(inside.cardinality() == probe.size());
    assertThat(bits(TrialRanges.of(set.within(probe))))
        .as("%s, within %s", where, probe)
        .isEqualTo(within(model, probe));
  }

  private static BitSet within(BitSet model, TrialRange range) {
    BitSet part = (BitSet) model.clone();
    part.clear(0, (int) range.first());
    part.clear((int) range.end(), Math.max((int) range.end(), part.length()));
    return part;
  }

  @Test
  void aCopyIsIndependent() {
    TrialRanges set = TrialRanges.upTo(10);
    TrialRanges copy = set.copy();

    copy.remove(new TrialRange(2, 4));

    assertThat(set).hasToString("[0–9]");
    assertThat(copy).hasToString("[0–1, 4–9]");
  }

  @Test
  void aBillionTrialsAreOneRange() {
    TrialRanges set = TrialRanges.upTo(1_000_000_000);

    assertThat(set.takeFirst(5)).isEqualTo(new TrialRange(0, 5));
    assertThat(set.ranges()).containsExactly(new TrialRange(5, 1_000_000_000));
    assertThat(set.size()).isEqualTo(999_999_995);
    assertThat(TrialRanges.upTo(0).isEmpty()).isTrue();
  }

  @Test
  void aRangeWithoutTrialsIsRefused() {
    assertThatThrownBy(() -> new TrialRange(5, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no trials from 5 to before 5");
    assertThatThrownBy(() -> new TrialRange(-1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no trials from -1 to before 5");
  }

  @Test
  void rangesKnowWhatIsInThem() {
    TrialRange range = new TrialRange(3, 6);

    assertThat(range.size()).isEqualTo(3);
    assertThat(List.of(2L, 3L, 5L, 6L)).filteredOn(range::contains).containsExactly(3L, 5L);
    assertThat(range.overlaps(new TrialRange(5, 9))).isTrue();
    assertThat(range.overlaps(new TrialRange(6, 9))).isFalse();
    assertThat(TrialRange.of(7)).hasToString("7");
  }
}
