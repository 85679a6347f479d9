package org.labactors.runfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong run files and the whole text with which each is refused. They are in {@code
 * wrong-run-files.txt}: a title behind {@code ##}, overrides as {@code --set} lines, the file, and
 * behind {@code >>} the text.
 */
class RunFileRefusalTest {

  @TempDir Path folder;

  record Wrong(String title, List<String> overrides, String file, String message) {
    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Wrong> wrongRunFiles() throws IOException {
    try (InputStream table = RunFileRefusalTest.class.getResourceAsStream("wrong-run-files.txt")) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("^## |\n## ")).skip(1).map(RunFileRefusalTest::wrong);
    }
  }

  private static Wrong wrong(String entry) {
    List<String> overrides = new ArrayList<>();
    StringBuilder file = new StringBuilder();
    StringBuilder message = new StringBuilder();
    List<String> lines = entry.lines().toList();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("--set ")) {
        overrides.add(line.substring("--set ".length()));
      } else if (line.startsWith(">> ")) {
        message.append(message.isEmpty() ? "" : "\n").append(line.substring(">> ".length()));
      } else {
        file.append(line).append('\n');
      }
    }
    return new Wrong(lines.get(0), overrides, file.toString(), message.toString());
  }

  @BeforeEach
  void filesThatRunFilesName() throws IOException {
    Files.writeString(folder.resolve("ragged.csv"), "x,y\n1,2\n3\n");
    Files.writeString(folder.resolve("points.csv"), "x,y\n1,2\n3,4\n");
    Files.writeString(folder.resolve("text.jar"), "no jar");
    Files.writeString(folder.resolve("included.conf"), "study.seed = none");
    Files.writeString(
        folder.resolve("suspicious.conf"), "study.parameters {\n x = 0b11, y = \"0b11\" }\n");
    Files.createDirectory(folder.resolve("classes"));
  }

  @ParameterizedTest
  @MethodSource("wrongRunFiles")
  void aWrongRunFileIsRefusedWithKeyValuePlaceAndRemedy(Wrong wrong) throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), wrong.file());

    assertThatThrownBy(() -> RunFile.read(file, wrong.overrides(), List.of()).close())
        .isInstanceOf(RunFileException.class)
        .extracting(refusal -> refusal.getMessage().replace(folder + "/", ""))
        .isEqualTo(wrong.message());
  }

  @Test
  void theTableIsRead() throws IOException {
    assertThat(wrongRunFiles()).hasSizeGreaterThan(50).noneMatch(w -> w.message().isEmpty());
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    refused(folder.resolve("none.conf"), "there is no such file");
  }

  @Test
  void aDirectoryIsRefused() {
    refused(folder, "is a directory; it must be a run file");
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    byte[] latin1 = "study.tag = ä".getBytes(StandardCharsets.ISO_8859_1);

    refused(Files.write(folder.resolve("latin1.conf"), latin1), "is not text in UTF-8");
  }

  @Test
  void anIncludedFileThatIsNoTextIsRefused() throws IOException {
    byte[] latin1 = "study.tag = ä".getBytes(StandardCharsets.ISO_8859_1);
    Path included = Files.write(folder.resolve("latin1.conf"), latin1);
    Path file = Files.writeString(folder.resolve("a.conf"), "include \"latin1.conf\"");

    assertThatThrownBy(() -> RunFile.read(file, List.of(), List.of()).close())
        .isInstanceOf(RunFileException.class)
        .hasMessage(included + ": is not text in UTF-8");
  }

  @Test
  void aFileWithoutPermissionIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("secret.conf"), "study {}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(file), "the superuser may read everything");

    refused(file, "may not be read; see its permissions");
  }

  private static void refused(Path file, String problem) {
    assertThatThrownBy(() -> RunFile.read(file).close())
        .isInstanceOf(RunFileException.class)
        .hasMessage(file + ": " + problem);
  }
}
