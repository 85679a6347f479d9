package org.labactors.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.labactors.command.Attachment;
import org.labactors.command.Command;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.study.Samples.Lattice;
import org.labactors.study.Samples.Plain;
import org.labactors.study.Samples.Repeated;
import org.labactors.study.Study;

class StudyDifferenceTest {

  private static final Study STUDY =
      Study.of(new Repeated(new Lattice(8, 0.5, "open"), 3))
          .with("x", Range.linspace(0, 1, 100))
          .with("n", 1, 2, 5)
          .seed(42);

  private static final String RECORDED = StudyJson.write(STUDY);

  @Test
  void aStudyDoesNotDifferFromItself() {
    assertThat(StudyDifference.between(RECORDED, STUDY)).isEmpty();
  }

  @Test
  void everyDifferenceIsNamedByItsPath() {
    Study other =
        Study.of(new Repeated(new Lattice(9, 0.5, "open"), 3))
            .with("x", Range.linspace(0, 1, 200))
            .with("y", "a")
            .design(new Pointwise())
            .seed(43)
            .replicates(2)
            .timeout(Duration.ofSeconds(30))
            .order(Order.SEQUENTIAL);

    assertThat(StudyDifference.between(RECORDED, other))
        .containsExactly(
            "design: org.labactors.design.Factorial there, org.labactors.design.Pointwise here",
            "experiment.inner.size: 8 there, 9 here",
            "parameters.n: [1,2,5] there, none here",
            "parameters.x.points: 100 there, 200 here",
            "parameters.y: none there, [\"a\"] here",
            "replicates: 1 there, 2 here",
            "seed: 42 there, 43 here");
  }

  @Test
  void experimentsOfDifferentClassesAreNotComparedFieldByField() {
    Study other = Study.of(new Plain()).space(STUDY.space()).seed(42);

    assertThat(StudyDifference.between(RECORDED, other))
        .singleElement()
        .asString()
        .startsWith("experiment: {\"class\":\"org.labactors.study.Samples$Repeated\",")
        .endsWith("… there, org.labactors.study.Samples$Plain here");
  }

  private static List<String> between(Command there, Command here) {
    return StudyDifference.between(
        StudyJson.write(Study.of(there).seed(1)), StudyJson.write(Study.of(here).seed(1)));
  }

  private static Attachment file(String name, String content) {
    return new Attachment(name, content, false, false);
  }

  @Test
  void filesDifferByTheirNamesAndNotByWhatIsInThem() {
    Command command = new Command("python3", "sir.py");

    assertThat(
            between(
                command.files(file("sir.py", "a"), file("a.csv", "1"), file("old", "")),
                command.files(
                    new Attachment("sir.py", "AAAA", true, true),
                    file("a.csv", "2"),
                    file("new", ""))))
        .containsExactly("experiment.files: new is not there", "experiment.files: old is not here");
    assertThat(between(command.files(file("sir.py", "a")), command.files(file("sir.py", "b"))))
        .isEmpty();
  }

  @Test
  void aChangedScriptIsNoDifferenceForAStudyThatGoesOn() {
    Command command = new Command("python3", "sir.py");
    String recorded = StudyJson.write(Study.of(command.files(file("sir.py", "a"))).seed(1));

    assertThat(
            StudyDifference.between(recorded, Study.of(command.files(file("sir.py", "b"))).seed(1)))
        .isEmpty();
    assertThat(
            StudyDifference.between(recorded, Study.of(command.files(file("sir.R", "a"))).seed(1)))
        .hasSize(2);
  }

  @Test
  void longValuesOfTheSameBeginningDifferByTheirFirstDifference() {
    String code = "x = 1; ".repeat(20);

    assertThat(
            between(
                new Command("python3", "-c", code + "print(x)", "a"),
                new Command("python3", "-c", code + "print(-x)", "a")))
        .singleElement()
        .asString()
        .startsWith("experiment.command[2]: '…")
        .containsPattern("print\\(x\\)' there, '….*print\\(-x\\)' here");
    assertThat(
            between(
                new Command("python3", "-c", "a\nb\n" + code),
                new Command("python3", "-c", "a\nb\n")))
        .singleElement()
        .asString()
        .startsWith("experiment.command: ");
    List<Map<String, Object>> points = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      points.add(Map.of("x", i));
    }
    String there = StudyJson.write(Study.of(new Plain()).design(Points.of(points)).seed(1));
    points.set(70, Map.of("x", -1));
    assertThat(
            StudyDifference.between(there, Study.of(new Plain()).design(Points.of(points)).seed(1)))
        .containsExactly("design.rows[70]: [70] there, [-1] here");
  }

  @Test
  void aSeedStillToBeDrawnIsNoDifference() {
    Study unseeded = Study.of(STUDY.experiment()).space(STUDY.space());

    assertThat(StudyDifference.between(RECORDED, unseeded)).isEmpty();
  }
}
