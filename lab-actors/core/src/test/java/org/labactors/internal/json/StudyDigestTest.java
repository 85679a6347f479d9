package org.labactors.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.design.Order;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Values;
import org.labactors.study.Samples.Lattice;
import org.labactors.study.Samples.Plain;
import org.labactors.study.Study;

class StudyDigestTest {

  private static final Study STUDY =
      Study.of(new Lattice(8, 0.1, "periodic"))
          .with("x", Range.linspace(-6.283185, 6.283185, 100))
          .with("p", Range.stepped(0, 1, 0.1))
          .with("tiny", Math.scalb(1.0, -44), Double.MIN_VALUE, Math.nextUp(1e22))
          .with("method", "euler")
          .replicates(10)
          .seed(42)
          .timeout(Duration.ofSeconds(30));

  /** The digest was computed once; it must hold on every Java release, for ever. */
  @Test
  void theDigestIsTheSameOnEveryJavaRelease() {
    assertThat(StudyDigest.of(STUDY))
        .isEqualTo("21595a9fe874343e687624257455935529c5b271e1638a13125bf5a8588277c5");
  }

  static Stream<Study> others() {
    return Stream.of(
        STUDY.replicates(11),
        STUDY.seed(43),
        STUDY.timeout(Duration.ofMillis(30_001)),
        STUDY.order(Order.SEQUENTIAL),
        STUDY.design(new Pointwise()),
        STUDY.with("p", Range.stepped(0, 1, 0.2)),
        STUDY.with("method", "heun"),
        STUDY.with("method", "euler", "heun"),
        STUDY.with("extra", 1),
        copy(new Lattice(9, 0.1, "periodic")),
        copy(new Lattice(8, 0.1, "open")),
        copy(new Plain()));
  }

  private static Study copy(Experiment experiment) {
    return Study.of(experiment)
        .space(STUDY.space())
        .replicates(10)
        .seed(42)
        .timeout(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whateverDecidesTheResultsChangesTheDigest(Study other) {
    assertThat(StudyDigest.of(other)).isNotEqualTo(StudyDigest.of(STUDY));
  }

  @Test
  void equalStudiesHaveEqualDigests() {
    assertThat(StudyDigest.of(copy(new Lattice(8, 0.1, "periodic"))))
        .isEqualTo(StudyDigest.of(STUDY));
  }

  @Test
  void wholeAndFloatingPointValuesAreDifferent() {
    Study whole = Study.of(new Plain()).with("x", 1).seed(1);
    Study real = Study.of(new Plain()).with("x", 1.0).seed(1);
    Study text = Study.of(new Plain()).with("x", "1").seed(1);

    assertThat(List.of(StudyDigest.of(whole), StudyDigest.of(real), StudyDigest.of(text)))
        .doesNotHaveDuplicates();
  }

  @Test
  void theOrderInWhichParametersAreGivenDoesNotMatter() {
    Map<String, Range> backwards = new LinkedHashMap<>();
    new TreeMap<>(STUDY.space().parameters())
        .descendingMap()
        .forEach((name, values) -> backwards.put(name, values));

    assertThat(StudyDigest.of(STUDY.space(new ParameterSpace(backwards))))
        .isEqualTo(StudyDigest.of(STUDY));
  }

  @Test
  void aStudyReadFromItsJsonHasTheSameDigest() {
    Study back = StudyJson.read(StudyJson.write(STUDY), StudyDigestTest.class.getClassLoader());

    assertThat(StudyDigest.of(back)).isEqualTo(StudyDigest.of(STUDY));
  }

  @Test
  void oneLambdaHasOneDigestHoweverOftenItIsEvaluated() {
    Study[] studies = new Study[2];
    for (int i = 0; i < 2; i++) {
      int captured = i;
      studies[i] = Study.of(trial -> Values.of("x", captured)).seed(1);
    }

    assertThat(StudyDigest.of(studies[0])).isEqualTo(StudyDigest.of(studies[1]));
  }

  @Test
  void aStudyWithoutSeedHasNoDigest() {
    assertThatThrownBy(() -> StudyDigest.of(Study.of(new Plain())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the study has no seed yet; draw one before its digest");
  }
}
