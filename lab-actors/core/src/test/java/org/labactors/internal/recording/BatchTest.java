package org.labactors.internal.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.noted;
import static org.labactors.notebook.Recordings.ok;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.notebook.Recordings;
import org.labactors.study.TrialRange;

final class BatchTest {

  @Test
  void resultsBecomeColumns() {
    Values twoRows = Values.rows(List.of(Map.of("z", 2.5), Map.of("u", "x")));

    Batch batch =
        batch(noted(ok(7, "z", 1.5), Map.of(), Map.of("m", 1)), ok(8, twoRows), failed(9));

    assertThat(batch.trials()).isEqualTo(new TrialRange(7, 10));
    assertThat(batch.rows()).containsExactly(1, 2, 1);
    assertThat(batch.status()).containsExactly(Status.OK, Status.OK, Status.FAILED);
    assertThat(batch.failed()).isEqualTo(1);
    assertThat(batch.failures()).hasSize(3).startsWith(null, null);
    assertThat(batch.setUp()).containsOnly(0.25);
    assertThat(batch.results()).extracting(Column::name).containsExactly("z", "u");
    assertThat(batch.results()).extracting(Column::size).containsOnly(4);
    assertThat(values(batch.results().get(0))).containsExactly(1.5, 2.5, null, null);
    assertThat(values(batch.results().get(1))).containsExactly(null, null, "x", null);
    assertThat(values(batch.metadata().get(0))).containsExactly(1L, null, null, null);
    assertThat(batch.derived()).isEmpty();
  }

  private static Object[] values(Column column) {
    Object[] values = new Object[column.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.get(i);
    }
    return values;
  }

  @Test
  void withoutFailuresThereAreNone() {
    assertThat(batch(ok(0, "z", 1)).failures()).isNull();
  }

  @Test
  void trialsThatDoNotFollowEachOtherAreRefused() {
    assertThatThrownBy(() -> batch(ok(3), ok(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trial 5 after 3");
  }

  @Test
  void theHalvesOfABatchAreTheBatch() {
    Batch whole = batch(ok(4, "z", 1), ok(5, "z", "text"), ok(6, "y", 2.5));

    List<Batch> halves = whole.halves();

    assertThat(halves)
        .extracting(Batch::trials)
        .containsExactly(new TrialRange(4, 5), new TrialRange(5, 7));
    assertThat(halves.get(0).results().get(0).get(0)).isEqualTo(1L);
    assertThat(halves.get(1).results().get(0).get(0)).isEqualTo("text");
    assertThat(halves.get(1).results().get(1).get(1)).isEqualTo(2.5);
    assertThat(halves.get(1).rowCount()).isEqualTo(2);
  }

  @Test
  void eachRowHasTheNotesOfItsTrialAndItsOwn() {
    Batch batch = batch(ok(0, "z", 1), Recordings.notedByRow(1), ok(2, "z", 1));

    assertThat(batch.metadata()).extracting(Column::name).containsExactly("all", "index");
    assertThat(values(batch.metadata().get(0))).containsExactly(null, "m", "own", null);
    assertThat(values(batch.metadata().get(1))).containsExactly(null, 0L, 1L, null);
    assertThat(values(batch.derived().get(0))).containsExactly(null, 0.5, 1.5, null);
    assertThat(values(batch.halves().get(1).derived().get(0))).containsExactly(0.5, 1.5, null);
  }
}
