package org.labactors.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFileTest {

  @TempDir private Path folder;

  private Path program(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("program"), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void aFirstLineThatEndsAsWindowsDoesIsToldAsThat() throws IOException {
    Path file = program("#!/usr/bin/env python3\r\nprint(1)\r\n");

    assertThat(new ProgramFile("./program", folder, "").problem().orElseThrow())
        .startsWith("its first line, which names the interpreter, ends as lines of Windows do")
        .contains("dos2unix");
    assertThat(new ProgramFile("program", Path.of("/"), folder.toString()).problem()).isPresent();
    assertThat(new ProgramFile(file.toString(), Path.of("/"), "").problem()).isPresent();
  }

  @Test
  void otherFilesMayHaveAnyLines() throws IOException {
    Path file = program("#!/bin/sh\necho y=1\r\n");

    assertThat(new ProgramFile(file.toString(), folder, "").problem()).isEmpty();
  }

  @Test
  void withoutThePermissionChmodIsTheRemedy() throws IOException {
    Path file = program("#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(false)).isTrue();

    assertThat(new ProgramFile(file.toString(), folder, "").problem())
        .hasValue("may not be executed; give it the permission (chmod +x)");
  }

  /** In a name space of its own, where a file system may be mounted. */
  @Test
  void whereNothingMayBeExecutedTheMountIsNamed() throws Exception {
    List<String> mounted =
        List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o noexec tmpfs \"$1\" && shift && exec \"$@\"",
            "sh",
            folder.toString());
    assumeTrue(
        run(mounted, "true").startsWith("exit code 0"), "no file system can be mounted here");

    String said =
        run(
            mounted,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Probe.class.getName(),
            folder.toString());

    assertThat(said)
        .startsWith("exit code 0")
        .contains("may not be executed, whatever its permissions, because " + folder.toRealPath())
        .contains("is mounted with noexec; name the interpreter first");
  }

  private static String run(List<String> before, String... command) throws Exception {
    List<String> line = new java.util.ArrayList<>(before);
    line.addAll(List.of(command));
    Path out = Files.createTempFile("lab-", ".out");
    try {
      Process process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile()).start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return "exit code " + process.exitValue() + "\n" + Files.readString(out);
    } catch (IOException noSuchProgram) {
      return noSuchProgram.toString();
    } finally {
      Files.delete(out);
    }
  }

  /** Makes a program in a folder and says what is wrong with it. */
  static final class Probe {

    private Probe() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      Path file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
      boolean unused = file.toFile().setExecutable(true);
      System.out.println(new ProgramFile("./program", folder, "").problem().orElse("nothing"));
    }
  }
}
