package org.labactors.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.study.Samples;
import org.labactors.study.Study;

/** A study that comes from elsewhere may name experiments and designs, and nothing else. */
class HostileStudyTest {

  private static final ClassLoader CLASSES = HostileStudyTest.class.getClassLoader();

  private static boolean touched;

  /** Would do harm if it were as much as initialized. */
  static final class Trap {
    static {
      touched = true;
    }
  }

  /** An experiment that, unwise, has a field that may hold anything. */
  record Careless(Object anything) implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  /** An experiment that, more unwise still, asks for class names. */
  record Reckless(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object anything)
      implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  @BeforeEach
  void nothingIsTouched() {
    touched = false;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.labactors.internal.json.HostileStudyTest$Trap",
        "com.sun.rowset.JdbcRowSetImpl",
        "javax.management.BadAttributeValueExpException",
        "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
        "java.util.logging.FileHandler",
        "ch.qos.logback.core.db.DriverManagerConnectionSource",
        "java.lang.ProcessBuilder",
        "org.labactors.internal.recording.MemoryNotebook",
        "org.labactors.actor.LabActor"
      })
  void aClassThatIsNoExperimentIsNotInitialized(String name) {
    for (String part : new String[] {"experiment", "design"}) {
      String json =
          "experiment".equals(part)
              ? study("{\"class\":\"" + name + "\"}", "{\"class\":\"" + FACTORIAL + "\"}")
              : study(careless("1"), "{\"class\":\"" + name + "\"}");

      assertThatThrownBy(() -> StudyJson.read(json, CLASSES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(part + ".class = \"" + name + "\": ")
          .hasMessageMatching("(?s).*(is not an? (experiment|design)|there is no such class).*");
    }
    assertThat(touched).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[Lorg.labactors.study.HostileStudyTest$Trap;",
        "int",
        "../../etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1/Evil",
        "org/labactors/internal/json/HostileStudyTest$Trap",
        "java.util.ArrayList<org.labactors.internal.json.HostileStudyTest$Trap>"
      })
  void aNameThatIsNoNameOfAClassIsRefused(String name) {
    String json = study("{\"class\":\"" + name + "\"}", "{\"class\":\"" + FACTORIAL + "\"}");

    assertThatThrownBy(() -> StudyJson.read(json, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("experiment.class = \"" + name + "\": ");
    assertThat(touched).isFalse();
  }

  @Test
  void aFieldForAnythingGetsPlainValuesWhateverClassTheyName() {
    Study study =
        StudyJson.read(
            study(
                careless("{\"class\":\"" + TRAP + "\",\"@class\":\"" + TRAP + "\"}"),
                "{\"class\":\"" + FACTORIAL + "\"}"),
            CLASSES);

    assertThat(study.experiment()).isEqualTo(new Careless(Map.of("class", TRAP, "@class", TRAP)));
    assertThat(touched).isFalse();
  }

  @Test
  void aFieldThatAsksForClassNamesGetsNone() {
    String json =
        study(
            "{\"class\":\""
                + Reckless.class.getName()
                + "\",\"anything\":{\"@class\":\""
                + TRAP
                + "\"}}",
            "{\"class\":\"" + FACTORIAL + "\"}");

    assertThatThrownBy(() -> StudyJson.read(json, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("experiment.anything = ");
    assertThat(touched).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, 1_000_000})
  void hugeNestingIsRefusedAndNotFollowed(int depth) {
    String json = study(careless("[".repeat(depth) + "]".repeat(depth)), "{}");

    assertThatThrownBy(() -> StudyJson.read(json, CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the study is not JSON: ")
        .hasMessageContaining("nesting depth");
  }

  @Test
  void experimentsNestedTooDeeplyAreRefused() {
    StringBuilder nested = new StringBuilder();
    for (int i = 0; i < 990; i++) {
      nested.append("{\"class\":\"").append(Samples.Repeated.class.getName());
      nested.append("\",\"times\":1,\"inner\":");
    }
    nested.append(careless("1")).append("}".repeat(990));
    String json = study(nested.toString(), "{\"class\":\"" + FACTORIAL + "\"}");

    assertThatThrownBy(() -> onASmallStack(() -> StudyJson.read(json, CLASSES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("experiment: is nested too deeply to be read; make it flatter");
  }

  private static void onASmallStack(Runnable code) throws Exception {
    FutureTask<?> task = new FutureTask<>(code, null);
    Thread thread = new Thread(null, task, "small stack", 256 * 1024);
    thread.start();
    try {
      task.get();
    } catch (ExecutionException failure) {
      throw (Exception) failure.getCause();
    }
  }

  private static final String TRAP = "org.labactors.internal.json.HostileStudyTest$Trap";
  private static final String FACTORIAL = "org.labactors.design.Factorial";

  private static String careless(String value) {
    return "{\"class\":\"" + Careless.class.getName() + "\",\"anything\":" + value + "}";
  }

  private static String study(String experiment, String design) {
    return "{\"experiment\":"
        + experiment
        + ",\"parameters\":{},\"design\":"
        + design
        + ",\"replicates\":1,\"order\":\"random\"}";
  }
}
