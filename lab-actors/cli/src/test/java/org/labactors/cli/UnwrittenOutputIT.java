package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line prints goes to a full disk, to a closed stream, or to nobody. */
class UnwrittenOutputIT {

  private static final String STUDY =
      "study { tag = t, experiment { class = org.labactors.cli.Waiting, milliseconds = 1, failFrom = 9 }, parameters { x = [1, 2] }, seed = 1 }";

  @TempDir private Path folder;

  @BeforeEach
  void aNotebookIsThere() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full on this machine");
    Files.writeString(folder.resolve("t.conf"), STUDY);
    assertThat(lab("lab run t.conf --quiet")).startsWith("0\n");
  }

  /** What comes of a line of the shell, in which lab stands for the command line. */
  private String lab(String line) throws Exception {
    Path err = Files.createTempFile("lab-", ".err");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            "bash",
            "-c",
            "set -o pipefail; lab() { \"$JAVA\" $OPTIONS -cp \"$CP\" "
                + LabCommand.class.getName()
                + " \"$@\"; }; "
                + line);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("JAVA", java);
    builder.environment().put("CP", ClassArchive.CLASS_PATH);
    builder.environment().put("OPTIONS", String.join(" ", ClassArchive.OPTIONS));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return process.exitValue() + "\n" + Files.readString(err);
    } finally {
      process.destroyForcibly();
      Files.delete(err);
    }
  }

  @Test
  void aFullDiskIsToldWithExitCode1() throws Exception {
    for (String command :
        List.of(
            "lab notebook show t.db --format json",
            "lab notebook pending t.db t",
            "lab notebook export t.db t",
            "lab plan t.conf",
            "lab run t.conf",
            "lab --help")) {
      assertThat(lab(command + " >/dev/full"))
          .as(command)
          .isEqualTo("1\nlab: standard output cannot be written: No space left on device\n");
    }
  }

  @Test
  void aClosedStreamIsToldWithExitCode1() throws Exception {
    assertThat(lab("lab notebook show t.db >&-"))
        .isEqualTo("1\nlab: standard output cannot be written: Bad file descriptor\n");
  }

  @Test
  void aPipeThatNobodyReadsEndsQuietly() throws Exception {
    assertThat(lab("lab notebook show t.db t --format json | true")).isEqualTo("0\n");
    assertThat(lab("lab notebook export t.db t | true")).isEqualTo("0\n");
  }
}
