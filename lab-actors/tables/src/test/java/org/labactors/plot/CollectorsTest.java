package org.labactors.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.ScannedRow;

/** What becomes of the rows that a picture is made of. */
class CollectorsTest {

  private static final Variable BY =
      new Variable(new ColumnInfo(Kind.PARAMETER, "network", "network"), Variable.Content.TEXT, 2);

  private static <C extends Collector> C fed(C collector, ScannedRow... rows) {
    for (ScannedRow row : rows) {
      collector.add(row);
    }
    return collector;
  }

  private static ScannedRow row(Object... values) {
    return new ScannedRow() {
      @Override
      public double number(int column) {
        return ScannedRow.number(values[column]);
      }

      @Override
      public Object value(int column) {
        return values[column];
      }
    };
  }

  @Test
  void aLineHasTheMeanAtEachXInAscendingOrder() {
    LineSums sums =
        fed(new LineSums(null), row(2.0, 10.0), row(1L, 1L), row(2.0, 20.0), row(1.0, 3.0));

    assertThat(sums.lines()).hasSize(1);
    LineSums.Line line = sums.lines().get(0);
    assertThat(line.x()).containsExactly(1, 2);
    assertThat(line.mean()).containsExactly(2, 15);
    assertThat(line.count()).containsExactly(2, 2);
    assertThat(line.margin()[0]).isCloseTo(12.7062, within(1e-4));
    assertThat(sums.shown()).isEqualTo(4);
  }

  @Test
  void eachValueOfByIsALineOfItsOwn() {
    LineSums sums =
        fed(
            new LineSums(BY),
            row(1.0, 1.0, "ring"),
            row(1.0, 5.0, "lattice"),
            row(2.0, 6.0, "ring"));

    assertThat(sums.lines()).extracting(LineSums.Line::series).containsExactly("lattice", "ring");
    assertThat(sums.lines().get(1).mean()).containsExactly(1, 6);
  }

  @Test
  void numbersThatTellLinesApartAreInTheirOrder() {
    LineSums sums =
        fed(new LineSums(BY), row(1.0, 1.0, 128L), row(1.0, 1.0, 16L), row(1.0, 1.0, 8L));

    assertThat(sums.lines()).extracting(LineSums.Line::series).containsExactly(8L, 16L, 128L);
  }

  @Test
  void tooManyLinesAreRefused() {
    LineSums sums = new LineSums(BY);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                sums.add(row(1.0, 1.0, "network " + i));
              }
            })
        .isInstanceOf(PlotException.class)
        .hasMessageContaining("'network' has more than 24 values")
        .hasMessageContaining("choose another one with --by");
  }

  @Test
  void whatIsNoFiniteNumberIsLeftOutAndCounted() {
    LineSums sums =
        fed(
            new LineSums(null),
            row(1.0, null),
            row(null, 1.0),
            row(1.0, Double.NaN),
            row(Double.POSITIVE_INFINITY, 1.0),
            row(1.0, "text"),
            row(1.0, true));

    assertThat(sums.leftOut()).isEqualTo(5);
    assertThat(sums.shown()).isEqualTo(1);
    assertThat(sums.lines().get(0).mean()).containsExactly(1);
  }

  @Test
  void aLineOfVeryManyXKeepsItsShapeAndLosesNoRow() {
    LineSums sums = new LineSums(null);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200_000; i++) {
      double x = random.nextDouble(-3, 7);
      sums.add(row(x, 2 * x + 1));
    }

    LineSums.Line line = sums.lines().get(0);

    assertThat(sums.isCoarse()).isTrue();
    assertThat(line.x()).hasSizeLessThanOrEqualTo(LineSums.MOST_PLACES).hasSizeGreaterThan(500);
    assertThat(Arrays.stream(line.count()).sum()).isEqualTo(200_000);
    for (int i = 0; i < line.x().length; i++) {
      assertThat(line.mean()[i]).isCloseTo(2 * line.x()[i] + 1, within(1e-9));
    }
  }

  @Test
  void aHeatMapHasTheMeanOfEachCellAndNothingWhereNothingIs() {
    HeatSums sums =
        fed(
            new HeatSums(),
            row(1.0, 10.0, 5.0),
            row(1.0, 10.0, 7.0),
            row(2.0, 10.0, 1.0),
            row(4.0, 30.0, 2.0));

    HeatSums.Heat heat = sums.heat();

    assertThat(heat.z()[0]).containsExactly(6, 1, Double.NaN);
    assertThat(heat.z()[1]).containsExactly(Double.NaN, Double.NaN, 2);
    assertThat(heat.xEdges()).containsExactly(0.5, 1.5, 3, 5);
    assertThat(heat.yEdges()).containsExactly(0, 20, 40);
  }

  @Test
  void aHeatMapOfVeryManyPlacesKeepsItsShape() {
    HeatSums sums = new HeatSums();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 300_000; i++) {
      double x = random.nextDouble(0, 1);
      sums.add(row(x, random.nextLong(3), 10 * x));
    }

    HeatSums.Heat heat = sums.heat();

    assertThat(heat.z()).hasDimensions(3, heat.xEdges().length - 1);
    assertThat(heat.xEdges()).hasSizeBetween(150, HeatSums.MOST_PLACES + 1);
    for (int i = 0; i < heat.z()[0].length; i++) {
      double middle = (heat.xEdges()[i] + heat.xEdges()[i + 1]) / 2;
      assertThat(heat.z()[0][i]).isCloseTo(10 * middle, within(0.05));
    }
  }

  @Test
  void aHistogramOfWholeNumbersHasBarsAroundThem() {
    BinCounts counts = fed(new BinCounts(null), row(1L), row(2L), row(2L), row(4.0), row(4L));

    assertThat(counts.bins()).hasSize(1);
    assertThat(counts.bins().get(0).edges()).containsExactly(0.5, 1.5, 2.5, 3.5, 4.5);
    assertThat(counts.bins().get(0).counts()).containsExactly(1, 2, 0, 2);
  }

  @Test
  void aHistogramOfOneValueIsOneBar() {
    BinCounts counts = fed(new BinCounts(null), row(0.3), row(0.3));

    BinCounts.Bins bins = counts.bins().get(0);

    assertThat(bins.counts()).containsExactly(2);
    assertThat(bins.edges()[0]).isLessThanOrEqualTo(0.3);
    assertThat(bins.edges()[1]).isGreaterThan(0.3);
  }

  @Test
  void aHistogramOfManyValuesLosesNoneAndIsFlatForEvenlySpreadOnes() {
    BinCounts counts = new BinCounts(BY);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 400_000; i++) {
      counts.add(row(random.nextDouble(0, 10), i % 2 == 0 ? "even" : "odd"));
    }

    List<BinCounts.Bins> bins = counts.bins();

    assertThat(bins).extracting(BinCounts.Bins::series).containsExactly("even", "odd");
    for (BinCounts.Bins each : bins) {
      assertThat(Arrays.stream(each.counts()).sum()).isEqualTo(200_000);
      double expected = 200_000 * (each.edges()[1] - each.edges()[0]) / 10;
      for (int i = 0; i + 1 < each.counts().length; i++) {
        assertThat((double) each.counts()[i]).isCloseTo(expected, within(6 * Math.sqrt(expected)));
      }
    }
  }

  @Test
  void aScatterPlotOfManyRowsIsAFairSample() {
    DotSample sample = new DotSample(null);
    for (int i = 0; i < 100_000; i++) {
      sample.add(row((double) i, 0.0));
    }

    double[] x = sample.dots().get(0).x();

    assertThat(sample.isSample()).isTrue();
    assertThat(x).hasSize(DotSample.MOST).doesNotHaveDuplicates();
    // The mean of so many evenly spread numbers is off by 408 on average.
    assertThat(Arrays.stream(x).average().orElseThrow()).isCloseTo(50_000, within(2_000.0));
  }

  @Test
  void axesOfExtremeValuesStayFinite() {
    LineSums sums = new LineSums(null);
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 10_000; i++) {
      sums.add(row(random.nextDouble(-1, 1) * Double.MAX_VALUE, 1.0));
    }

    assertThat(sums.lines().get(0).count()).hasSizeBetween(10, LineSums.MOST_PLACES);
    assertThat(Arrays.stream(sums.lines().get(0).count()).sum()).isEqualTo(10_000);
  }
}
