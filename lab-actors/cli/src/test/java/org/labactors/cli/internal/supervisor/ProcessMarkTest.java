package org.labactors.cli.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessMarkTest {

  private Process process;

  @BeforeEach
  void startProcess() throws Exception {
    process = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void endProcess() {
    process.destroyForcibly();
  }

  @Test
  void aProcessKeepsItsMark() {
    ProcessMark mark = ProcessMark.of(process.pid()).orElseThrow();

    assertThat(ProcessMark.of(process.pid())).contains(mark);
    assertThat(mark.isAlive()).isTrue();
  }

  @Test
  void aProcessOfTheSameNumberThatBeganAtAnotherTimeIsAnother() {
    ProcessMark earlier = new ProcessMark(process.pid(), "another boot/17");

    boolean ended = earlier.end() && earlier.kill();

    assertThat(earlier.isAlive()).isFalse();
    assertThat(ended).isTrue();
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aProcessThatHasEndedIsGone() throws Exception {
    ProcessMark mark = ProcessMark.of(process.pid()).orElseThrow();

    mark.kill();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(mark.isAlive()).isFalse();
    assertThat(ProcessMark.of(process.pid())).isEmpty();
  }

  @Test
  void aProcessThatNobodyHasBuriedIsGone() throws Exception {
    // The shell becomes a program that never asks what became of its child.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0.01 & echo $!; exec sleep 60").start();
    try (var reader = parent.inputReader()) {
      long child = Long.parseLong(reader.readLine());
      org.awaitility.Awaitility.await().until(() -> ProcessMark.of(child).isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }
}
