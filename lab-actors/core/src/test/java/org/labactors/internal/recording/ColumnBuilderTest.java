package org.labactors.internal.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ColumnBuilderTest {

  private static Column column(Object... values) {
    ColumnBuilder builder = new ColumnBuilder("c");
    for (Object value : values) {
      builder.add(value);
    }
    return builder.build();
  }

  @Test
  void theArrayIsTheNarrowestThatHoldsAllValues() {
    assertThat(column(1L, null, 2L)).isInstanceOf(Column.Longs.class);
    assertThat(column(null, 1.5)).isInstanceOf(Column.Doubles.class);
    assertThat(column(1L, 1.5)).isInstanceOf(Column.Mixed.class);
    assertThat(column("a", 1L)).isInstanceOf(Column.Mixed.class);
    assertThat(column((Object) null)).isInstanceOf(Column.Mixed.class);
  }

  @Test
  @Timeout(30)
  void aColumnOfTwoTypesIsFilledAsFastAsOneOfOne() {
    ColumnBuilder builder = new ColumnBuilder("c");

    for (long i = 0; i < 400_000; i++) {
      builder.add(i % 2 == 0 ? (Object) i : (Object) 0.5);
    }

    assertThat(builder.build().get(399_998)).isEqualTo(399_998L);
  }

  @Test
  void aMissingValueIsNotNaN() {
    Column column = column(null, Double.NaN, -0.0);

    assertThat(column.get(0)).isNull();
    assertThat(column.get(1)).isEqualTo(Double.NaN);
    assertThat(((Double) column.get(2)).equals(-0.0)).isTrue();
  }

  @Test
  void everyValueComesBackInWhateverOrderTheTypesCome() {
    List<Object> pool =
        Arrays.asList(null, 1L, Long.MIN_VALUE, 0.5, Double.NaN, "a", true, List.of());
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<Object> some = pool.subList(0, 1 + random.nextInt(pool.size()));
      List<Object> values = new ArrayList<>();
      ColumnBuilder builder = new ColumnBuilder("c");
      for (int i = random.nextInt(200); i > 0; i--) {
        if (random.nextInt(10) == 0) {
          int gap = random.nextInt(100);
          builder.padTo(values.size() + gap);
          values.addAll(java.util.Collections.nCopies(gap, null));
        }
        Object value = some.get(random.nextInt(some.size()));
        values.add(value);
        builder.add(value);
      }

      Column column = builder.build();

      List<Object> read = new ArrayList<>();
      for (int i = 0; i < column.size(); i++) {
        read.add(column.get(i));
      }
      assertThat(read).as("seed %d", seed).isEqualTo(values);
    }
  }
}
