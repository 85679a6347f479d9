package org.labactors.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Values;
import org.labactors.study.Samples;
import org.labactors.study.Samples.FirstFew;
import org.labactors.study.Samples.Lattice;
import org.labactors.study.Samples.Plain;
import org.labactors.study.Samples.Repeated;
import org.labactors.study.Samples.WithDefaults;
import org.labactors.study.Study;

class StudyJsonTest {

  private static final ClassLoader CLASSES = StudyJsonTest.class.getClassLoader();

  private static final Study FULL =
      Study.of(new Repeated(new Lattice(8, 0.1, "periodic"), 3))
          .with("a", Range.linspace(0, 1, 5))
          .with("b", Range.logspace(1, 1000, 4))
          .with("c", Range.stepped(0.0, 1.0, 0.1))
          .with("d", Range.stepped(1, 10, 3))
          .with("e", 1, 2.0, "three", true, List.of(1, List.of(2.5)), Map.of("k", 1))
          .with("f", Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Long.MIN_VALUE, "NaN")
          .design(new FirstFew(7))
          .replicates(10)
          .seed(Long.MIN_VALUE)
          .timeout(Duration.ofMillis(1500))
          .order(Order.SEQUENTIAL);

  @Test
  void aStudyComesBackAsItWas() {
    String json = StudyJson.write(FULL);

    Study back = StudyJson.read(json, CLASSES);

    assertThat(back).isEqualTo(FULL);
    assertThat(StudyJson.write(back)).isEqualTo(json);
  }

  @Test
  void theJsonIsWhatOneWouldWriteByHand() {
    Study study =
        Study.of(new Lattice(8, 0.5, "open"))
            .with("x", Range.linspace(0, 1, 5))
            .with("n", 1, 2, 5)
            .seed(42);

    assertThat(StudyJson.write(study))
        .isEqualTo(
            """
            {"experiment":{"class":"org.labactors.study.Samples$Lattice","size":8,\
            "occupation":0.5,"boundary":"open"},\
            "parameters":{"n":[1,2,5],"x":{"from":0.0,"to":1.0,"points":5}},\
            "design":{"class":"org.labactors.design.Factorial"},\
            "replicates":1,"seed":42,"order":"random"}""");
  }

  @Test
  void aStudyWithoutSeedAndTimeoutComesBackWithoutThem() {
    Study study = Study.of(new Plain()).with("x", 1).design(new Pointwise());

    assertThat(StudyJson.read(StudyJson.write(study), CLASSES)).isEqualTo(study);
  }

  @Test
  void listedPointsTravelWithTheirTypes() {
    Points points =
        Points.of(
            List.of(
                Map.of("x", 1, "y", Double.POSITIVE_INFINITY),
                Map.of("x", 1.0, "y", List.of("a", 2))));
    Study study = Study.of(new Plain()).design(points);

    assertThat(StudyJson.read(StudyJson.write(study), CLASSES).design()).isEqualTo(points);
  }

  @Test
  void privateFieldsBelongToTheExperimentAndBuffersDoNot() {
    assertThat(StudyJson.write(Study.of(new WithDefaults())))
        .startsWith(
            """
            {"experiment":{"class":"org.labactors.study.Samples$WithDefaults","layers":3,"steps":100,\
            "weights":[0.5,0.5],"pause":"PT0.005S"},""");
  }

  @Test
  void aClassWithFinalFieldsComesBack() {
    String json = StudyJson.write(Study.of(new WithDefaults()));

    assertThat(StudyJson.write(StudyJson.read(json, CLASSES))).isEqualTo(json);
  }

  @Test
  void aFieldThatCannotBeWrittenIsNamedWithTheRemedy() {
    Study study = Study.of(new Samples.Unnamed(Thread.currentThread()::interrupt, 1));

    Study cyclic = Study.of(new Samples.Repeated(new Cyclic(), 1));

    assertThat(StudyJson.write(study)).contains("Unnamed");
    assertThatThrownBy(() -> StudyJson.write(cyclic))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "the experiment org.labactors.study.Samples$Repeated cannot be written down, because of"
                + " its field 'inner.self'")
        .hasMessageEndingWith(
            "If the field does not decide the results (a buffer, say), make it transient.");
  }

  /** An experiment that holds itself. */
  static final class Cyclic implements Experiment {
    Cyclic self = this;

    @Override
    public Values run(org.labactors.experiment.Trial trial) {
      return self == this ? Values.none() : self.run(trial);
    }
  }

  @Test
  void aLambdaIsWrittenAsTheClassItStandsInAndNotReadBack() {
    double captured = Math.random();
    Study study = Study.of(trial -> Values.of("x", captured));

    String json = StudyJson.write(study);

    assertThat(json)
        .startsWith(
            "{\"experiment\":{\"class\":\"org.labactors.internal.json.StudyJsonTest$$Lambda\"},");
    assertThatThrownBy(() -> StudyJson.read(json, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            experiment.class = "org.labactors.internal.json.StudyJsonTest$$Lambda": is a lambda of \
            org.labactors.internal.json.StudyJsonTest
            A lambda cannot be written down and read again. Make it a class with a name, such as a \
            record.""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "java.lang.String" | is not an experiment
          "java.net.URL"     | is not an experiment
          "org.nowhere.Gone" | there is no such class in the laboratory's own class path
          "org.labactors.study.Samples.Plain" | there is no such class in the laboratory's own class path
          "org.labactors.study.Samples$Inner" | is an inner class, which exists only within a Samples
          "org.labactors.study.Samples$Unfinished" | is an abstract class
          7                  | must be a string
          """)
  void aClassThatIsNoExperimentIsRefused(String name, String problem) {
    String json = StudyJson.write(Study.of(new Plain()));
    String wrong = json.replace("\"org.labactors.study.Samples$Plain\"", name);

    assertThatThrownBy(() -> StudyJson.read(wrong, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("experiment.class = " + name + ": " + problem + "\n");
  }

  @Test
  void aClassInsideAFieldIsHeldToTheSameRules() {
    String json = StudyJson.write(FULL).replace("Samples$Lattice", "Samples$FirstFew");

    assertThatThrownBy(() -> StudyJson.read(json, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "experiment.inner.class = \"org.labactors.study.Samples$FirstFew\": is not an"
                + " experiment\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "size":8   | "sise":8     | experiment.sise = 8: there is no such field⏎Maybe you mean size. Lattice has boundary, occupation, size.
          "size":8,  | ``           | experiment.size: is missing⏎Lattice needs it: a whole number of 32 bits.
          "size":8   | "size":8.5   | experiment.size = 8.5: must be a whole number of 32 bits
          "size":8   | "size":"8"   | experiment.size = "8": must be a whole number of 32 bits
          "size":8   | "size":null  | experiment.size = null: must be a whole number of 32 bits
          "size":8   | "size":0     | experiment = {"class":"org.labactors.study.Samples$Lattice","size":0,"occupation":0.5,"boundary":"open"}: is refused by Lattice: size is 0; it must be at least 1
          "open"     | [1]          | experiment.boundary = [1]: must be a string
          """)
  void aFieldThatIsWrongIsNamed(String right, String wrong, String message) {
    String json =
        StudyJson.write(Study.of(new Lattice(8, 0.5, "open")))
            .replace(right, wrong == null ? "" : wrong);

    assertThatThrownBy(() -> StudyJson.read(json, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message.replace('⏎', '\n'));
  }

  @Test
  void textThatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> StudyJson.read("{", CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the study is not JSON: ");
    assertThatThrownBy(() -> StudyJson.read("{}", CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'experiment' is missing in the study {}");
  }
}
