package org.labactors.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.design.Range;

class StudyTest {

  private static final Study STUDY = Study.of(new Samples.Plain());

  static List<Object> collections() {
    return List.of(new double[] {0.5, 1.5}, new float[] {0.5f, 1.5f}, List.of(0.5, 1.5));
  }

  @ParameterizedTest
  @MethodSource("collections")
  void anArrayOrAListByItselfStandsForItsElements(Object values) {
    Study study = STUDY.with("x", values);

    assertThat(study).isEqualTo(STUDY.with("x", 0.5, 1.5));
  }

  @Test
  void aRangeMayHaveOneValueThatIsAnArray() {
    Study study = STUDY.with("x", Range.of(new double[] {0.5, 1.5}));

    assertThat(study.space().parameters().get("x").size()).isEqualTo(1);
  }

  @Test
  void arraysSideBySideAreOneValueEach() {
    Study study = STUDY.with("x", List.of(1, 2), new long[] {3});

    assertThat(study.space().parameters().get("x").value(1)).isEqualTo(List.of(3L));
  }

  @Test
  void anEmptyArrayIsRefused() {
    assertThatThrownBy(() -> STUDY.with("x", new double[0]))
        .hasMessage("the list of values is empty; give at least one");
  }
}
