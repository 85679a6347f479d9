package org.labactors.cli.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingTest {

  @TempDir private Path folder;

  @Test
  void anExitCodeIsNamed() throws Exception {
    assertThat(text(7, "")).isEqualTo("exit status 7");
  }

  @Test
  void aSignalIsNamed() throws Exception {
    assertThat(text(137, "")).isEqualTo("ended by SIGKILL");
    assertThat(text(128 + 31, "")).isEqualTo("ended by signal 31");
  }

  @Test
  void aCrashIsTold() throws Exception {
    String log =
        """
        #
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGSEGV (0xb) at pc=0x00007f, pid=12, tid=13
        #
        # JRE version: OpenJDK
        """;

    assertThat(text(134, log))
        .isEqualTo("ended by SIGABRT: SIGSEGV (0xb) at pc=0x00007f, pid=12, tid=13");
  }

  @Test
  void memoryThatRanOutIsTold() throws Exception {
    assertThat(text(3, "Terminating due to java.lang.OutOfMemoryError: Java heap space\n"))
        .isEqualTo("exit status 3: Terminating due to java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void ofSeveralReasonsTheLastOneIsTold() throws Exception {
    String log =
        """
        #  Internal Error (signature.cpp:1), pid=12, tid=13
        Terminating due to java.lang.OutOfMemoryError: Metaspace
        """;

    assertThat(text(3, log))
        .isEqualTo("exit status 3: Terminating due to java.lang.OutOfMemoryError: Metaspace");
  }

  @Test
  void whatAnEarlierProcessSaidIsNotTold() throws Exception {
    String earlier = "Terminating due to java.lang.OutOfMemoryError: Java heap space\n";
    Path log = Files.writeString(folder.resolve("log"), earlier + "lab: working\n");

    String text = Ending.text(7, log, earlier.length());

    assertThat(text).isEqualTo("exit status 7");
  }

  private String text(int exitCode, String log) throws Exception {
    return Ending.text(exitCode, Files.writeString(folder.resolve("log"), log), 0);
  }
}
