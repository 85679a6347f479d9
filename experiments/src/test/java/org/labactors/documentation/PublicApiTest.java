package org.labactors.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lessons and the documentation use the public packages of the laboratory only. */
class PublicApiTest {

  private static final Pattern INTERNAL = Pattern.compile("org\\.labactors\\.(\\w+\\.)*internal");

  @Test
  void lessonsAndDocumentationNameNoInternalPackage() throws IOException {
    List<Path> files =
        Stream.of(
                found(Path.of("src/main"), ".java"),
                found(Path.of("..", "config"), ".conf"),
                found(Path.of("..", "lab-actors", "docs"), ".md"),
                Stream.of(Path.of("..", "README.md"), Path.of("README.md")))
            .flatMap(each -> each)
            .toList();

    assertThat(files).hasSizeGreaterThan(20);
    assertThat(files)
        .allSatisfy(
            file ->
                assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(INTERNAL));
  }

  private static Stream<Path> found(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
    }
  }
}
