package org.labactors.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Row;
import org.labactors.study.TrialRanges;

/** Processes that are killed, and disks that are full. */
final class RecordingIT {

  private static final long TRIALS = 50_000;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("n.db");
  }

  @Test
  void aKilledProcessLosesNothingItHadConfirmedAndLeavesNothingHalf() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TrialRanges confirmed = new TrialRanges();
    for (int kill = 0; kill < 6; kill++) {
      try (RecordingProcess process = RecordingProcess.start(file(), TRIALS)) {
        for (int line = 1 + random.nextInt(20); line > 0; line--) {
          // None if it was done before it could be killed.
          process.nextConfirmed().ifPresent(confirmed::add);
        }
        process.kill();
      }

      try (JdbcNotebook notebook = Notebooks.openReadOnly(file())) {
        TrialRanges pending = notebook.resultSet("t").orElseThrow().pending();
        List<Long> recorded = rows(notebook, "t").stream().map(Row::trial).toList();
        assertThat(recorded)
            .as("seed %d, kill %d", seed, kill)
            .isEqualTo(
                LongStream.range(0, TRIALS).filter(t -> !pending.contains(t)).boxed().toList());
        assertThat(notebook.resultSet("t").orElseThrow().tally().ok()).isEqualTo(recorded.size());
        confirmed.ranges().forEach(range -> assertThat(pending.within(range)).isEmpty());
      }
    }

    try (RecordingProcess last = RecordingProcess.start(file(), TRIALS)) {
      last.awaitEnd();
    }
    try (JdbcNotebook notebook = Notebooks.openReadOnly(file())) {
      assertThat(rows(notebook, "t"))
          .extracting(row -> row.getDouble("z"))
          .isEqualTo(LongStream.range(0, TRIALS).mapToObj(trial -> (double) trial).toList());
    }
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstOneIsDead() throws Exception {
    try (JdbcNotebook notebook = Notebooks.open(file())) {
      try (RecordingProcess process = RecordingProcess.start(file(), 1_000_000_000)) {
        process.nextConfirmed();

        assertThatThrownBy(() -> notebook.record("u", counting(1), RecordOptions.DEFAULT))
            .isInstanceOf(NotebookException.class)
            .hasMessageContaining(
                "the notebook '"
                    + file().toRealPath()
                    + "' is being written by process "
                    + process.pid())
            .hasMessageContaining("wait until it is done");
        assertThat(rows(notebook, "t")).isNotEmpty();
      }

      notebook.record("u", counting(1), RecordOptions.DEFAULT).close();
    }
  }

  @Test
  void onAFullDiskNothingIsConfirmedAndAfterwardsItGoesOn() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString()), "no root");
    try {
      Path ballast = disk.resolve("ballast");
      Files.write(ballast, new byte[2_000_000]);
      try (JdbcNotebook notebook = Notebooks.open(disk.resolve("n.db"));
          Recorder recorder = notebook.record("t", counting(TRIALS), RecordOptions.DEFAULT)) {
        long full = 0;
        NotebookException refusal = null;
        while (refusal == null) {
          try {
            recorder.record(List.of(numbers(full, full + 500)));
            full += 500;
          } catch (NotebookException expected) {
            refusal = expected;
          }
        }
        long first = full;
        assertThat(refusal)
            .hasMessage(
                "the disk with the notebook '"
                    + disk.resolve("n.db")
                    + "' is full; make room on it")
            .matches(NotebookException::isTemporary);
        assertThat(recorder.tally().ok()).isEqualTo(first);
        assertThatThrownBy(() -> recorder.record(List.of(numbers(first, first + 500))))
            .isInstanceOf(NotebookException.class);
        Files.delete(ballast);

        recorder.record(List.of(numbers(first, first + 500)));

        assertThat(recorder.tally().ok()).isEqualTo(first + 500);
        assertThat(rows(notebook, "t")).hasSize((int) first + 500);
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
