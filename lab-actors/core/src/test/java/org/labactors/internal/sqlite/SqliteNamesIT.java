package org.labactors.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Row;
import org.labactors.study.TrialRanges;

/** A notebook with several names, which another process writes or has written under one of them. */
@Timeout(120)
final class SqliteNamesIT {

  private static final long MANY = 1_000_000_000;

  @TempDir Path folder;

  private Path file() throws IOException {
    return folder.toRealPath().resolve("n.db");
  }

  private Path link() throws IOException {
    return Files.createLink(
        Files.createDirectories(folder.resolve("other")).toRealPath().resolve("m.db"), file());
  }

  private void create() throws IOException {
    try (JdbcNotebook notebook = Notebooks.open(file())) {
      notebook.claim();
    }
  }

  private static NotebookException refusal(Path file) {
    return catchThrowableOfType(NotebookException.class, () -> record(file, "u"));
  }

  private static void record(Path file, String tag) {
    try (JdbcNotebook notebook = Notebooks.open(file);
        Recorder recorder = notebook.record(tag, counting(10), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(0, 10)));
    }
  }

  @Test
  void whileItIsWrittenUnderOneNameNobodyWritesItUnderAHardLink() throws Exception {
    create();
    Path link = link();
    TrialRanges confirmed = new TrialRanges();
    try (RecordingProcess process = RecordingProcess.start(file(), MANY)) {
      confirmed.add(process.nextConfirmed().orElseThrow());

      assertThat(refusal(link))
          .hasMessageContaining("'" + link + "' is being written by process " + process.pid())
          .hasMessageContaining("under its other name '" + file() + "'")
          .matches(NotebookException::isOccupied);
      confirmed.add(process.nextConfirmed().orElseThrow());
      assertThat(recorded(link)).as("read under the other name").containsAll(trials(confirmed));
    }

    assertThat(recorded(file())).containsAll(trials(confirmed));
    assertThat(recorded(link)).containsAll(trials(confirmed));
  }

  @Test
  void aHardLinkThatIsMadeWhileItIsWrittenIsNoWayIn() throws Exception {
    try (RecordingProcess process = RecordingProcess.start(file(), MANY)) {
      process.nextConfirmed();
      Path link = link();

      assertThat(refusal(link))
          .hasMessageContaining("under its other name '" + file() + "'")
          .matches(NotebookException::isOccupied);
    }
  }

  @Test
  void whatWasLeftInTheMiddleUnderOneNameIsCompletedUnderThatOneFirst() throws Exception {
    create();
    Path link = link();
    TrialRanges confirmed = new TrialRanges();
    try (RecordingProcess process = RecordingProcess.start(file(), MANY)) {
      for (int i = 0; i < 5; i++) {
        confirmed.add(process.nextConfirmed().orElseThrow());
      }
      process.kill();
    }

    assertThat(refusal(link))
        .hasMessageContaining("'" + link + "' has another name (a hard link)")
        .hasMessageContaining("left in the middle of writing as '" + file() + "'");
    assertThat(recorded(link)).containsAll(trials(confirmed));
    record(file(), "u");
    record(link, "v");

    assertThat(recorded(file())).containsAll(trials(confirmed));
    try (WritableNotebook notebook = Notebooks.openReadOnly(file())) {
      assertThat(rows(notebook, "u")).hasSize(10);
      assertThat(rows(notebook, "v")).hasSize(10);
    }
  }

  @Test
  void whatWasLeftInTheMiddleAndMovedWithoutItsJournalIsMissed() throws Exception {
    TrialRanges confirmed = new TrialRanges();
    try (RecordingProcess process = RecordingProcess.start(file(), MANY)) {
      for (int i = 0; i < 5; i++) {
        confirmed.add(process.nextConfirmed().orElseThrow());
      }
      process.kill();
    }
    Path moved = Files.move(file(), file().resolveSibling("moved.db"));
    Path journal = file().resolveSibling("n.db-wal");
    Path movedJournal = file().resolveSibling("moved.db-wal");

    assertThat(refusal(moved))
        .hasMessageContaining("was moved from '" + file() + "' while it was written")
        .hasMessageEndingWith("mv '" + journal + "' '" + movedJournal + "'");
    Files.deleteIfExists(movedJournal);
    Files.move(journal, movedJournal);
    record(moved, "u");

    assertThat(recorded(moved)).containsAll(trials(confirmed));
  }

  @Test
  void whileItIsWrittenNobodyWritesItUnderTheNameItWasMovedTo() throws Exception {
    try (RecordingProcess process = RecordingProcess.start(file(), MANY)) {
      process.nextConfirmed();
      assertThat(run("kill", "-STOP", Long.toString(process.pid()))).isTrue();
      Path moved = Files.move(file(), file().resolveSibling("moved.db"));

      assertThat(refusal(moved))
          .hasMessageContaining("was moved from '" + file() + "' while it was written");
    }
  }

  @Test
  void aFolderThatIsMountedTwiceHasOneNotebook() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    Path original = Files.createDirectory(folder.resolve("original"));
    mount(original, mounted);
    try (RecordingProcess process = RecordingProcess.start(original.resolve("n.db"), MANY)) {
      process.nextConfirmed();

      assertThat(refusal(mounted.resolve("n.db")))
          .hasMessageContaining("is being written by process " + process.pid())
          .matches(NotebookException::isOccupied);
      process.kill();
      record(mounted.resolve("n.db"), "u");
      try (JdbcNotebook one = Notebooks.open(original.resolve("n.db"));
          JdbcNotebook other = Notebooks.open(mounted.resolve("n.db"))) {
        one.claim();
        assertThatThrownBy(other::claim)
            .hasMessageContaining("is being written by another lab in this program");
      }
    } finally {
      assertThat(run("umount", mounted.toString())).isTrue();
    }
  }

  @Test
  void aFileThatIsMountedByItselfIsReadAndNotWritten() throws Exception {
    record(file(), "t");
    Path mounted = Files.createFile(file().resolveSibling("mounted é 1.db"));
    mount(file(), mounted);
    try {
      assertThat(refusal(mounted))
          .hasMessageContaining("'" + mounted + "' is a file that is mounted by itself")
          .hasMessageEndingWith("mount its folder instead");
      assertThat(recorded(mounted)).hasSize(10);
    } finally {
      assertThat(run("umount", mounted.toString())).isTrue();
    }
  }

  private static List<Long> recorded(Path file) {
    try (WritableNotebook notebook = Notebooks.openReadOnly(file)) {
      return rows(notebook, "t").stream().map(Row::trial).toList();
    }
  }

  private static List<Long> trials(TrialRanges ranges) {
    return ranges.ranges().stream()
        .flatMap(range -> Stream.iterate(range.first(), n -> n < range.end(), n -> n + 1))
        .toList();
  }

  private static void mount(Path original, Path mounted) throws Exception {
    assumeTrue(
        run("mount", "--bind", original.toString(), mounted.toString()),
        "nothing can be mounted here (it takes root)");
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
