package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that stays has said all when it has ended and all of it has been taken. */
@Timeout(120)
class RunningProgramTest {

  private static final int LINES = 300;

  private final String sleep = Processes.sleep();
  private RunningProgram program;

  @BeforeEach
  void aShellIsThere() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh on this machine");
  }

  @AfterEach
  void end() {
    if (program != null) {
      program.end();
    }
    Processes.end(sleep);
  }

  private void start(String script) throws Exception {
    program =
        RunningProgram.start(
                new ProgramStart(
                    "lines",
                    List.of("/bin/sh", "-c", script),
                    Map.of(),
                    List.of(),
                    Map.of(),
                    false,
                    new ProgramStart.Limit(1000, 1000)))
            .orElseThrow();
  }

  private void awaitEnd(String how) {
    await().until(() -> program.ending().startsWith(how));
  }

  /** All that it says until it is silent. */
  private List<String> lines() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    Optional<byte[]> line;
    do {
      line = program.conversation().next(50);
      line.ifPresent(bytes -> lines.add(new String(bytes, StandardCharsets.UTF_8)));
    } while (line.isPresent() || !program.isSilent());
    return lines;
  }

  @Test
  void itIsNotSilentWhileAnythingIsLeftToTake() throws Exception {
    start("i=0; while [ $i -lt " + LINES + " ]; do echo $i; i=$((i + 1)); done; kill -9 $$");
    awaitEnd("was ended by signal 9");

    for (int i = 0; i < LINES; i++) {
      assertThat(program.isSilent()).isFalse();
      assertThat(program.conversation().next(10_000))
          .hasValue(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
    }
    await().until(program::isSilent);
  }

  @Test
  void whatItLeftIsEndedAndDoesNotKeepItOpen() throws Exception {
    start("sleep " + sleep + " & echo last");
    awaitEnd("has ended, exit code 0");

    assertThat(lines()).containsExactly("last");
    assertThat(Processes.with(sleep)).isEmpty();
  }
}
