package org.labactors.notebook.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.notebook.NotebookException;

class ExportFileTest {

  @TempDir Path folder;

  @Test
  void theFileIsThereWhenItIsComplete() throws Exception {
    Path file = folder.resolve("t.csv");

    long rows =
        ExportFile.write(
            file,
            false,
            out -> {
              out.write(new byte[100_000]);
              assertThat(file).doesNotExist();
              return 7;
            });

    assertThat(rows).isEqualTo(7);
    assertThat(file).hasSize(100_000);
    assertThat(names()).containsExactly("t.csv");
  }

  @Test
  void aFailureLeavesNothingBehind() throws Exception {
    Path file = folder.resolve("t.csv");

    assertThatThrownBy(
            () ->
                ExportFile.write(
                    file,
                    false,
                    out -> {
                      out.write(1);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(NotebookException.class)
        .hasMessage("the file '" + file + "' cannot be written: No space left on device");

    assertThat(names()).isEmpty();
  }

  @Test
  void aFileThatIsThereIsOnlyReplacedOnRequest() throws Exception {
    Path file = Files.writeString(folder.resolve("t.csv"), "old");

    assertThatThrownBy(() -> ExportFile.write(file, false, ExportFileTest::writeNew))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "the file '"
                + file
                + "' is there already; name another one, or replace it with --force");
    assertThat(file).hasContent("old");

    long unused = ExportFile.write(file, true, ExportFileTest::writeNew);

    assertThat(file).hasContent("new");
  }

  @Test
  void whatIsNoFileIsNeverReplaced() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("t.csv"));

    assertThatThrownBy(() -> ExportFile.write(inside, true, ExportFileTest::writeNew))
        .isInstanceOf(NotebookException.class)
        .hasMessage("'" + inside + "' is there and is no file; name another one to write to");
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    Path file = folder.resolve("none/t.csv");

    assertThatThrownBy(() -> ExportFile.write(file, false, ExportFileTest::writeNew))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "the file '"
                + file
                + "' cannot be written: there is no folder '"
                + file.getParent()
                + "'");
  }

  @Test
  void untilItIsCompleteOnlyItsOwnerMayReadIt() throws Exception {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "files have no permissions here");
    Path file = folder.resolve("t.csv");

    long unused =
        ExportFile.write(
            file,
            false,
            out -> {
              Path part = folder.resolve(names().get(0));
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                  .isEqualTo("rw-------");
              return writeNew(out);
            });

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("usual"))));
  }

  @Test
  void linksThatOthersPutInTheFolderLeadNowhere() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "old");
    String pid = Long.toString(ProcessHandle.current().pid());
    Files.createSymbolicLink(folder.resolve(".t.csv." + pid + ".part"), precious);
    Path file = folder.resolve("t.csv");

    long unused = ExportFile.write(file, false, ExportFileTest::writeNew);

    assertThat(precious).hasContent("old");
    assertThat(file).hasContent("new").isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void aFileIsWrittenByTwoAtATime() throws Exception {
    Path file = folder.resolve("t.csv");

    long unused =
        ExportFile.write(
            file,
            true,
            out -> ExportFile.write(file, true, ExportFileTest::writeNew) + writeNew(out));

    assertThat(file).hasContent("new");
    assertThat(names()).containsExactly("t.csv");
  }

  private static long writeNew(java.io.OutputStream out) throws IOException {
    out.write("new".getBytes(StandardCharsets.UTF_8));
    return 1;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
