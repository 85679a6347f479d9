package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.combinator.Repeated;
import org.labactors.combinator.Summary;
import org.labactors.command.Attachment;
import org.labactors.command.Command;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.notebook.Recordings.Silent;
import org.labactors.runfile.RunFile;
import org.labactors.study.Study;

class StudyTextTest {

  @TempDir private Path folder;

  private static List<String> lines(Study study) throws Exception {
    return StudyText.lines("t", new ObjectMapper().readTree(StudyJson.write(study)));
  }

  static Stream<Study> studies() {
    Study silent = Study.of(new Silent()).seed(42);
    return Stream.of(
        silent,
        silent
            .with("x", Range.linspace(-6.25, 6.25, 100))
            .with("a.b c", Range.stepped(0, 9, 3))
            .with("k", Range.logspace(1, 1e6, 7))
            .with("s", Range.stepped(0.1, 0.9, 0.1))
            .replicates(3)
            .timeout(Duration.ofSeconds(90))
            .order(Order.SEQUENTIAL),
        silent
            .with(
                "words", "true", "null", "include", "a b", "a#b", "x//y", "${x}", "", "\"q\"", "ü")
            .with("more", "1", "-", "a\nb", "1e5", "=", "{", "on", "x.y")
            .timeout(Duration.ofMillis(1500)),
        silent
            .with("one", 1)
            .with("lists", Range.of(List.of(List.of(1L, 2L), List.of(), true)))
            .design(new Pointwise())
            .timeout(Duration.ofNanos(1_000_001)),
        silent.design(Points.of(List.of(Map.of("p", 1, "q", "x"), Map.of("p", 2.5, "q", "y")))),
        Study.of(new Summary(new Repeated(new Silent(), 10), "z")).seed(1),
        Study.of(new Command("sh", "-c", "echo $x").environment(Map.of("A_B", "c d"))).seed(1));
  }

  @ParameterizedTest
  @MethodSource("studies")
  void whatIsShownOfAStudyIsARunFileOfIt(Study study) throws Exception {
    Path file = folder.resolve("t.conf");
    Files.writeString(file, "notebook = memory\n" + String.join("\n", lines(study)) + "\n");

    try (RunFile read = RunFile.read(file)) {
      assertThat(read.tag()).isEqualTo("t");
      assertThat(StudyDigest.of(read.study())).isEqualTo(StudyDigest.of(study));
      assertThat(read.study().timeout()).isEqualTo(study.timeout());
    }
  }

  @Test
  void filesAreNamedAndWhatIsLongIsCut() throws Exception {
    Study study =
        Study.of(
                new Command("python3", "sir.py")
                    .files(new Attachment("sir.py", "print(1)\n".repeat(99), false, false)))
            .with("n", Range.listed(Stream.iterate(1L, n -> n + 1).limit(1_000).toList()))
            .with("text", "x".repeat(500));

    List<String> lines = lines(study);

    assertThat(lines).contains("    files = [sir.py]");
    assertThat(lines)
        .contains("    n = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …]  # 1,000 values");
    assertThat(lines).allMatch(line -> line.length() < 120);
  }
}
