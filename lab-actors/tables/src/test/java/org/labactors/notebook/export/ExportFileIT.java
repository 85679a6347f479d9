package org.labactors.notebook.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that write the same file. */
@Timeout(60)
class ExportFileIT {

  /** Says that it is writing, and goes on until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      long unused =
          ExportFile.write(
              Path.of(arguments[0]),
              true,
              out -> {
                out.write(new byte[100_000]);
                System.out.println("writing");
                return System.in.read();
              });
    }
  }

  @TempDir Path folder;

  @Test
  void whatAWriterLeavesThatIsKilledIsDeletedByTheNextButNotBefore() throws Exception {
    Path file = folder.resolve("t.csv");
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(writer.inputReader().readLine()).isEqualTo("writing");

      write(file);
      assertThat(names()).hasSize(2).contains("t.csv");
      write(folder.resolve("other.csv"));

      assertThat(writer.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
      write(folder.resolve("other.csv"));
      assertThat(names()).hasSize(3).contains("t.csv", "other.csv");

      write(file);
      assertThat(names()).containsExactlyInAnyOrder("t.csv", "other.csv");
    } finally {
      writer.destroyForcibly();
    }
  }

  private static void write(Path file) {
    long unused =
        ExportFile.write(
            file,
            true,
            out -> {
              out.write("new".getBytes(StandardCharsets.UTF_8));
              return 1;
            });
    assertThat(file).hasContent("new");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
