package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.membership.Turn;
import org.labactors.internal.store.Notebooks;

class LabTurnTest {

  @TempDir private Path folder;

  @Test
  void aLabThatStandsByLeavesTheNotebookToOthersAndTakesItBackWhenItTakesOver() {
    try (JdbcNotebook notebook = open();
        JdbcNotebook others = open()) {
      LabTurn lab = new LabTurn(notebook);
      Turn turn = lab.ofNextSystem();
      turn.claim();
      turn.standBy();

      assertThatCode(others::claim).doesNotThrowAnyException();
      assertThatThrownBy(turn::begin).hasMessageContaining("is being written by");
      assertThat(lab.isAtWork()).isFalse();
      others.letGo();

      turn.begin();
      assertThat(lab.isAtWork()).isTrue();
      assertThatThrownBy(others::claim).hasMessageContaining("is being written by");
    }
  }

  @Test
  void whatASystemHasUnderWayWhenTheNextOneStartsTakesAndLetsGoOfNothing() {
    try (JdbcNotebook notebook = open();
        JdbcNotebook others = open()) {
      LabTurn lab = new LabTurn(notebook);
      Turn first = lab.ofNextSystem();
      first.begin();
      Turn second = lab.ofNextSystem();

      second.standBy();
      assertThatThrownBy(first::claim).hasMessage("the lab has started anew");
      assertThatThrownBy(first::begin).hasMessage("the lab has started anew");
      assertThat(lab.isAtWork()).isFalse();
      others.claim();
      others.letGo();

      second.begin();
      first.standBy();
      assertThatThrownBy(others::claim).hasMessageContaining("is being written by");
    }
  }

  private JdbcNotebook open() {
    return Notebooks.open(folder.resolve("n.db"));
  }
}
