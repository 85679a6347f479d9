package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.experiment.Values;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.notebook.NotebookException;
import org.labactors.study.Study;

/** What a lab may be opened with. */
class LabBuilderTest {

  private static final Study STUDY = Study.of(trial -> Values.of("y", 1)).with("x", 1, 2).seed(1);

  @TempDir private Path folder;

  @Test
  void aLabHasTheEnginesItIsGiven() throws Exception {
    try (Lab lab = Lab.builder().inMemory().engines(3).open()) {
      assertThat(lab.submit("one", STUDY).await().ok()).isEqualTo(2);
      assertThat(lab.engines()).isEqualTo(3);
    }
  }

  @Test
  void aLabMayLeaveCoresFree() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    try (Lab lab = Lab.builder().inMemory().coresLeftFree(cores - 1).open()) {
      assertThat(lab.submit("one", STUDY).await().ok()).isEqualTo(2);
      assertThat(lab.engines()).isEqualTo(1);
    }
  }

  @Test
  void aNodeWithoutOthersIsALabOfThisMachine() throws Exception {
    NodeSettings settings = NodeSettings.of(Profile.parse("lab.engines = 2"));
    try (Lab lab = Lab.builder().notebook("memory").node(settings).open()) {
      assertThat(lab.submit("one", STUDY).await().ok()).isEqualTo(2);
      assertThat(lab.engines()).isEqualTo(2);
    }
  }

  @Test
  void numbersOfEnginesThatMakeNoSenseAreRefused() {
    LabBuilder lab = Lab.builder();

    assertThatThrownBy(() -> lab.engines(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("engines is 0; it must be at least 1\nWithout engines(…) there is");
    assertThatThrownBy(() -> lab.engines(-2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> lab.coresLeftFree(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("coresLeftFree is -1; it must be 0 or more");
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    NodeSettings settings = NodeSettings.of(Profile.parse("lab.engines = 2"));

    assertThatThrownBy(() -> Lab.builder().engines(2).coresLeftFree(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("engines(2) and coresLeftFree(1) contradict each other; keep one of them");
    assertThatThrownBy(() -> Lab.builder().engines(4).node(settings))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("engines(4) and node(…) contradict each other");
    assertThatThrownBy(() -> Lab.builder().node(settings).coresLeftFree(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("coresLeftFree(1) and node(…) contradict each other")
        .hasMessageEndingWith("\nSet lab.engines in the profile of the node instead.");
    assertThatThrownBy(() -> Lab.builder().node(settings).node(settings))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a lab is one node; node(…) is called twice");
    assertThatThrownBy(() -> Lab.builder().notebook("a.db").inMemory())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a lab has one notebook; it is given twice: 'a.db' and 'memory'");
  }

  @Test
  void aLabWithoutANotebookIsRefused() {
    assertThatThrownBy(() -> Lab.builder().engines(1).open().close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the lab has no notebook\nCall notebook(…)");
    assertThatThrownBy(() -> Lab.builder().check("tag", STUDY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the lab has no notebook");
  }

  @Test
  void checkingRefusesWhatOpeningWouldAndCreatesNothing() {
    Path file = folder.resolve("notes.db");

    Lab.builder().notebook(file).check("tag", STUDY);

    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> Lab.builder().notebook(file).coresLeftFree(9999).check("tag", STUDY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lab.engines = -9999 leaves no engine");
    assertThatThrownBy(() -> Lab.builder().notebook(file).check("", STUDY))
        .isInstanceOf(NotebookException.class);
  }
}
