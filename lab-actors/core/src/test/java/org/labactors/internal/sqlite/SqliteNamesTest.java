package org.labactors.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;

/** A file with two names, in one process, and what mounts say of files. */
final class SqliteNamesTest {

  @TempDir Path folder;
  private Path file;
  private Path link;

  @BeforeEach
  void makeTwoNames() throws Exception {
    file = folder.toRealPath().resolve("n.db");
    try (JdbcNotebook notebook = Notebooks.open(file)) {
      notebook.claim();
    }
    link = Files.createLink(file.resolveSibling("m.db"), file);
  }

  private static Recorder record(JdbcNotebook notebook, String tag) {
    return notebook.record(tag, counting(10), RecordOptions.DEFAULT);
  }

  @Test
  void twoLabsOfOneProgramDoNotWriteAtATime() throws Exception {
    try (JdbcNotebook one = Notebooks.open(file);
        Recorder recorder = record(one, "t");
        JdbcNotebook other = Notebooks.open(link)) {
      recorder.record(List.of(numbers(0, 5)));

      assertThatThrownBy(() -> record(other, "u"))
          .hasMessageContaining("is being written by another lab in this program")
          .matches(failure -> ((NotebookException) failure).isOccupied());
      assertThat(rows(other, "t")).hasSize(5);
      recorder.record(List.of(numbers(5, 10)));
      recorder.close();
      one.close();

      try (Recorder second = record(other, "u")) {
        second.record(List.of(numbers(0, 10)));
      }
      assertThat(rows(other, "t")).hasSize(10);
      assertThat(rows(other, "u")).hasSize(10);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, link);
    }
  }

  @Test
  void theNoteOfWhoWritesIsGoneWhenTheNotebookIsInGoodOrder() throws Exception {
    try (JdbcNotebook notebook = Notebooks.open(file)) {
      notebook.claim();
      assertThat(WriterNote.peek(NotebookFile.at(file, false)))
          .contains(WriterNote.of(NotebookFile.at(file, false)));
    }

    assertThat(WriterNote.peek(NotebookFile.at(file, false))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data/n.db", "/data/my n.db", "/data/é\\n.db"})
  void aMountPointIsKnownByTheNameThatTheSystemGivesIt(String path) {
    String mounts =
        """
        22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        36 22 254:0 /home/x/n.db /data/n.db rw,relatime shared:1 - ext4 /dev/vda rw
        37 22 254:0 /home/x/n.db /data/my\\040n.db rw,relatime - ext4 /dev/vda rw
        38 22 254:0 /home/x/n.db /data/\u00c3\u00a9\\134n.db rw,relatime - ext4 /dev/vda rw

        odd
        """;

    assertThat(MountedFiles.isMountPoint(Path.of(path), mounts)).isTrue();
    assertThat(MountedFiles.isMountPoint(Path.of(path + "2"), mounts)).isFalse();
    assertThat(MountedFiles.isMountPoint(Path.of(path), "")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "FUSE", "virtiofs", "9p"})
  void fileSystemsOfSeveralMachinesAreKnown(String type) {
    assertThat(MountedFiles.isShared(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "NTFS", ""})
  void fileSystemsOfOneMachineAreNotWarnedOf(String type) {
    assertThat(MountedFiles.isShared(type)).isFalse();
  }
}
