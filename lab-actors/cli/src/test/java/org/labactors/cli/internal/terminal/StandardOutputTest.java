package org.labactors.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

  private static StandardOutput failing(String message) {
    return new StandardOutput(
        new OutputStream() {
          @Override
          public void write(int character) throws IOException {
            throw new IOException(message);
          }
        },
        Path.of("/dev/null"));
  }

  @Test
  void whatAPrintWriterKeepsToItselfIsRemembered() {
    StandardOutput full = failing("No space left on device");
    try (PrintWriter writer = new PrintWriter(full, true, StandardCharsets.UTF_8)) {
      writer.println("a line");
    }

    assertThat(full.problem())
        .hasValue("standard output cannot be written: No space left on device");
    assertThat(full.isUnread()).isFalse();
    assertThatThrownBy(() -> full.write(1)).hasMessage("No space left on device");
  }

  @Test
  void whatNobodyReadsAnyMoreIsNoProblem() {
    StandardOutput closed = failing("Broken pipe");
    assertThatThrownBy(() -> closed.write(1)).isInstanceOf(IOException.class);

    assertThat(closed.isUnread()).isTrue();
    assertThat(closed.problem()).isEmpty();
  }

  @Test
  void whatIsWrittenIsNoProblem() throws IOException {
    StandardOutput output =
        new StandardOutput(OutputStream.nullOutputStream(), Path.of("/dev/null"));
    output.write(1);

    assertThat(output.problem()).isEmpty();
    assertThat(output.isUnread()).isFalse();
  }
}
