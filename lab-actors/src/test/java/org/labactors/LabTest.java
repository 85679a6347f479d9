package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.Recordings;
import org.labactors.scheduling.Progress;
import org.labactors.study.Study;

class LabTest {

  @Test
  void aDatabaseIsRefusedInClearWords() {
    assertThatThrownBy(() -> Lab.open("jdbc:postgresql://host/db", 1).close())
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "the notebook 'jdbc:postgresql://host/db' is the address of a database, which is not"
                + " supported yet; name a file");
  }

  @Test
  void aPointThatCannotBeComputedFailsAloneAndTheRunGoesOn() throws Exception {
    Study study = Recordings.counting(20).design(new Recordings.FailingAt(7));

    try (Lab lab = Lab.open(Lab.MEMORY, 2)) {
      Run run = lab.submit("t", study);
      Progress end = run.await();

      assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
      assertThat(end.failed()).isEqualTo(1);
      assertThat(run.results().rows(Query.ALL.where("k", 8))).hasSize(1);
    }
  }
}
