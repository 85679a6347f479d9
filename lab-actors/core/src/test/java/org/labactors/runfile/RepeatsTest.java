package org.labactors.runfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.labactors.design.Design;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Points;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.experiment.Point;
import org.labactors.study.Samples.Plain;
import org.labactors.study.Study;

class RepeatsTest {

  private static final Study STUDY = Study.of(new Plain());

  @Test
  void valuesThatAreListedTwiceAreNamed() {
    assertThat(
            Repeats.warnings(
                STUDY.with("x", 1000, 7, 1000, 1000).with("y", "a", "b", "a").with("z", 1, 1.0)))
        .containsExactly(
            "the parameter 'x' has more than once: 1000; equal points give the same results",
            "the parameter 'y' has more than once: \"a\"; equal points give the same results");
  }

  @Test
  void ofManyRepeatedValuesTheFirstAreNamed() {
    List<Integer> twice = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      twice.add(i % 10);
    }

    assertThat(Repeats.warnings(STUDY.with("x", Range.listed(twice))))
        .containsExactly(
            "the parameter 'x' has more than once: 0; 1; 2; and 7 more; equal points give the same"
                + " results");
  }

  @Test
  void aRuleWhoseValuesAreTooCloseTogetherRepeatsThem() {
    assertThat(Repeats.warnings(STUDY.with("x", Range.linspace(0.5, 0.5, 3))))
        .containsExactly(
            "the parameter 'x' has more than once: 0.5; equal points give the same results");
    assertThat(Repeats.warnings(STUDY.with("x", Range.linspace(0, 0x1p53 + 2, 1L << 60))))
        .singleElement()
        .asString()
        .contains("9.007199254740994E15");
    assertThat(Repeats.warnings(STUDY.with("x", Range.linspace(0, 1, 1_000_000_000)))).isEmpty();
    assertThat(Repeats.warnings(STUDY.with("x", Range.stepped(0, 1L << 60, 1)))).isEmpty();
    assertThat(Repeats.warnings(STUDY.with("x", Range.logspace(1, 1e9, 1_000)))).isEmpty();
  }

  @Test
  void pointsThatComeTwiceAreNamedWithTheFirst() {
    Points points =
        new Points(
            List.of("y", "x"),
            List.of(List.of("a", 1), List.of("b", 1), List.of("a", 1), List.of("a", 1)));

    assertThat(Repeats.warnings(STUDY.design(points)))
        .containsExactly(
            "the design has points more than once: point 2 is point 0 again, x = 1, y = \"a\";"
                + " point 3 is point 0 again, x = 1, y = \"a\"; equal points give the same results");
  }

  @Test
  void valuesThatComeTwiceMakeNoEqualPointsIfOthersDiffer() {
    Study pointwise = STUDY.with("x", 1, 1, 2).with("y", 1, 2, 3).design(new Pointwise());

    assertThat(Repeats.warnings(pointwise)).isEmpty();
    assertThat(Repeats.warnings(pointwise.with("y", 5, 5, 3)))
        .singleElement()
        .asString()
        .contains("point 1 is point 0 again, x = 1, y = 5");
  }

  @Test
  void allEqualPointsAmongManyAreFound() {
    SplittableRandom random = new SplittableRandom(7);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      rows.add(
          List.of(i % 1_000 == 999 ? 0.5 : (double) i, i % 1_000 == 999 ? 1 : random.nextInt(9)));
    }

    assertThat(Repeats.warnings(STUDY.design(new Points(List.of("x", "n"), rows))))
        .singleElement()
        .asString()
        .contains("point 1999 is point 999 again", "; and 296 more");
  }

  @Test
  void aDesignOfTheUsersOwnMayFail() {
    Design failing =
        new Design() {
          @Override
          public long size(ParameterSpace space) {
            return 5;
          }

          @Override
          public Point point(ParameterSpace space, long index) {
            throw new IllegalStateException("no point");
          }
        };

    assertThat(Repeats.warnings(STUDY.design(failing))).isEmpty();
  }
}
