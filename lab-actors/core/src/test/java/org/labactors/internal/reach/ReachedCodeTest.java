package org.labactors.internal.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.combinator.Repeated;
import org.labactors.command.Command;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Values;
import org.labactors.internal.code.CodeLoader;
import org.labactors.internal.code.CodePath;
import org.labactors.internal.code.JarFiles;
import org.labactors.study.Study;

class ReachedCodeTest {

  private static final String RATES =
      """
      package mine;
      public class Rates {
        static double infection() { return 0.3; }
        static double recovery() { return 0.1; }
      }
      """;

  private static final String STEPS =
      """
      package mine;
      public class Steps {
        public static double all(double beta) {
          java.util.function.DoubleUnaryOperator f = x -> x * Rates.infection();
          String text = "at " + beta + ", " + Rates.recovery();
          return f.applyAsDouble(beta) + text.length();
        }
      }
      """;

  private static final String MODEL =
      """
      package mine;
      import org.labactors.experiment.*;
      public class Model implements Experiment {
        @Override public Values run(Trial trial) {
          double total = 0;
          for (int i = 0; i < 3; i++) {
            if (i % 2 == 0) { total += Steps.all(i); } else { total -= i; }
          }
          try {
            return Values.of("y", total, "from", getClass().getResource("data/rates.csv") + "");
          } catch (IllegalStateException never) {
            throw new IllegalArgumentException(never);
          }
        }
      }
      """;

  @TempDir private Path folder;
  private Path classes;

  @BeforeEach
  void freshFolder() throws IOException {
    classes = Files.createTempDirectory(folder, "classes");
  }

  private CodeParts compiled(String rates, String steps, String model, String... options)
      throws Exception {
    JarFiles.compile(classes, "mine.Rates", rates, options);
    JarFiles.compile(classes, "mine.Steps", steps, options);
    JarFiles.compile(classes, "mine.Model", model, options);
    Path jar = JarFiles.pack(classes, Files.createTempFile(folder, "model", ".jar"));
    try (CodeLoader loader = CodePath.open(List.of(jar))) {
      Object model0 = loader.loadClass("mine.Model").getDeclaredConstructor().newInstance();
      return ReachedCode.of(Study.of((Experiment) model0));
    }
  }

  @Test
  void theClassesThatAnExperimentNamesAreItsCode() throws Exception {
    CodeParts code = compiled(RATES, STEPS, MODEL);

    assertThat(code.parts()).containsOnlyKeys("mine.Model", "mine.Rates", "mine.Steps");
    assertThat(code.parts().get("mine.Rates"))
        .containsOnlyKeys("class", "<init>()V", "infection()D", "recovery()D");
    assertThat(code.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void whatACompilerNotesForADebuggerPlaysNoPart() throws Exception {
    CodeParts plain = compiled(RATES, STEPS, MODEL, "-g:none");

    assertThat(compiled(RATES, STEPS, MODEL, "-g")).isEqualTo(plain);
    assertThat(compiled(RATES, STEPS, MODEL, "-g:lines", "-parameters")).isEqualTo(plain);
  }

  @Test
  void neitherLayoutNorCommentsNorTheOrderOfMethodsPlaysAPart() throws Exception {
    CodeParts before = compiled(RATES, STEPS, MODEL, "-g");
    String otherOrder =
        """
        package mine;

        /** What is known. */
        public class Rates {
          static double recovery()
          {
              return 0.1; // a day
          }

          static double infection() { return 0.3; }
        }
        """;

    assertThat(
            compiled(
                otherOrder,
                STEPS.replace("{", "{\n\n"),
                "// mine\n" + MODEL.replace("double total", "double\n total"),
                "-g"))
        .isEqualTo(before);
  }

  @Test
  void anotherConstantTwoClassesAwayIsOtherCodeAndItsMethodIsNamed() throws Exception {
    CodeParts before = compiled(RATES, STEPS, MODEL);
    CodeParts after = compiled(RATES.replace("0.3", "0.4"), STEPS, MODEL);

    assertThat(after.digest()).isNotEqualTo(before.digest());
    assertThat(CodeDifference.between(before, after))
        .containsExactly("method infection() of mine.Rates");
  }

  @Test
  void aConstantThatTheCompilerPutsIntoItsUsersIsNamedWithThem() throws Exception {
    String rates =
        """
        package mine;
        public class Rates {
          static final double INFECTION = 0.3;
          static double infection() { return INFECTION; }
          static double recovery() { return 0.1; }
        }
        """;
    CodeParts before = compiled(rates, STEPS, MODEL);
    CodeParts after = compiled(rates.replace("0.3", "0.4"), STEPS, MODEL);

    assertThat(CodeDifference.between(before, after))
        .containsExactly("field INFECTION of mine.Rates", "method infection() of mine.Rates");
  }

  private static String twoLambdas(boolean swapped, String first) {
    String one =
        "static double one(double x) { String s = \"one\" + x; java.util.function.DoubleUnaryOperator f = y -> y + 1; return f.applyAsDouble(x); }\n";
    String two =
        "static double two(double x) { String s = \"two\" + x; java.util.function.DoubleUnaryOperator f = y -> y * 2; return f.applyAsDouble(x); }\n";
    return "package mine; public class Steps { "
        + first
        + (swapped ? two + one : one + two)
        + "static double all(double x) { return one(x) + two(x); } }";
  }

  @Test
  void theOrderOfMethodsWithLambdasPlaysNoPart() throws Exception {
    CodeParts plain = compiled(RATES, twoLambdas(false, ""), MODEL);

    assertThat(compiled(RATES, twoLambdas(true, ""), MODEL)).isEqualTo(plain);
    assertThat(
            CodeDifference.between(
                plain, compiled(RATES, twoLambdas(false, "Runnable r = () -> {};"), MODEL)))
        .containsExactly(
            "constructor () of mine.Steps",
            "a lambda in new of mine.Steps",
            "field r of mine.Steps (new)");
  }

  @Test
  void lambdasThatChangePlacesAreOtherCode() throws Exception {
    String steps =
        "package mine; public class Steps { static double all(double x) { String s = \"a\" + x;"
            + " java.util.function.DoubleUnaryOperator f = y -> y + 1; String t = \"b\" + x;"
            + " java.util.function.DoubleUnaryOperator g = y -> y * 2;"
            + " return f.applyAsDouble(x) - g.applyAsDouble(x) + s.length() + t.length(); } }";
    String swapped =
        steps.replace("y + 1", "y # 2").replace("y * 2", "y + 1").replace("y # 2", "y * 2");

    assertThat(
            CodeDifference.between(compiled(RATES, steps, MODEL), compiled(RATES, swapped, MODEL)))
        .containsExactly("method all(double) of mine.Steps");
  }

  @Test
  void aMethodThatIsSynchronizedIsOther() throws Exception {
    String steps = twoLambdas(false, "");

    assertThat(
            CodeDifference.between(
                compiled(RATES, steps, MODEL),
                compiled(
                    RATES,
                    steps.replace("static double all", "static synchronized double all"),
                    MODEL)))
        .containsExactly("method all(double) of mine.Steps");
  }

  @Test
  void lambdasAndJoinedTextsAreCode() throws Exception {
    CodeParts before = compiled(RATES, STEPS, MODEL);

    assertThat(
            CodeDifference.between(
                before, compiled(RATES, STEPS.replace("x * Rates", "x / Rates"), MODEL)))
        .containsExactly("method all(double) of mine.Steps", "a lambda in all of mine.Steps");
    assertThat(
            CodeDifference.between(
                before, compiled(RATES, STEPS.replace("\"at \"", "\"is \""), MODEL)))
        .containsExactly("method all(double) of mine.Steps");
  }

  @Test
  void whatIsInAResourceThatIsNamedIsCode() throws Exception {
    Path data = Files.createDirectories(classes.resolve("mine/data")).resolve("rates.csv");
    Files.writeString(data, "0.3");
    CodeParts before = compiled(RATES, STEPS, MODEL);
    Files.writeString(data, "0.4");
    CodeParts after = compiled(RATES, STEPS, MODEL);

    assertThat(CodeDifference.between(before, after))
        .containsExactly("resource mine/data/rates.csv");
  }

  @Test
  void aClassThatNobodyNamesIsNoPart() throws Exception {
    CodeParts before = compiled(RATES, STEPS, MODEL);
    JarFiles.compile(classes, "mine.Picture", "package mine; class Picture {}");

    assertThat(compiled(RATES, STEPS, MODEL)).isEqualTo(before);
  }

  @Test
  void theCodeOfAnExperimentInsideAnotherIsReached() {
    record Inner() implements Experiment {
      @Override
      public Values run(org.labactors.experiment.Trial trial) {
        return Values.of("y", 1);
      }
    }
    Study study = Study.of(new Repeated(new Inner(), 2));

    assertThat(ReachedCode.of(study).parts()).containsKey(Inner.class.getName());
  }

  @Test
  void ofALambdaTheCodeIsTheLambdasOfItsClassAndWhatTheyUse() {
    Study study = Study.of(trial -> Values.of("y", used(trial.replicate())));

    CodeParts code = ReachedCode.of(study);

    assertThat(code.parts()).containsOnlyKeys(ReachedCodeTest.class.getName());
    assertThat(code.parts().get(ReachedCodeTest.class.getName()).keySet())
        .contains("used(I)I", CodeParts.DECLARATION)
        .anyMatch(name -> name.startsWith("lambda$"))
        .noneMatch(name -> name.startsWith("freshFolder"));
  }

  private static int used(int value) {
    return value + 1;
  }

  @Test
  void theCodeOfAProgramIsItsCommandAndItsFiles() {
    CodeParts code = ReachedCode.of(Study.of(new Command("sh", "-c", "echo 1")));
    CodeParts other = ReachedCode.of(Study.of(new Command("sh", "-c", "echo 2")));

    assertThat(code.parts()).containsOnlyKeys("command");
    assertThat(CodeDifference.between(code, other)).containsExactly("command");
  }
}
