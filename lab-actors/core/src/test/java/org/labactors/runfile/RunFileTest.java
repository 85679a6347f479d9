package org.labactors.runfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.design.Factorial;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.experiment.Trial;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.study.FailureLimit;
import org.labactors.study.Samples.FirstFew;
import org.labactors.study.Samples.Lattice;
import org.labactors.study.Samples.Plain;
import org.labactors.study.Samples.Repeated;
import org.labactors.study.Study;
import org.labactors.study.Trials;

class RunFileTest {

  private static final String PLAIN = "study.experiment = \"org.labactors.study.Samples$Plain\"\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Study study(String text, String... overrides) throws IOException {
    try (RunFile run = RunFile.read(file("a.conf", text), List.of(overrides), List.of())) {
      return run.study();
    }
  }

  private Range range(String values) throws IOException {
    return study(PLAIN + "study.parameters.x = " + values).space().parameters().get("x");
  }

  @Test
  void aRunFileHoldsAStudyAndWhereItGoes() throws IOException {
    Path file =
        file(
            "curve.conf",
            """
            notebook = "results/all.db"
            study {
              tag         = first
              description = "a lattice"
              experiment  = { class = "org.labactors.study.Samples$Lattice", size = 8,
                              occupation = 1, boundary = open }
              parameters {
                x { from = 0, to = 1, points = 5 }
                n = [1, 2, 5]
              }
              design     = factorial
              replicates = 10
              seed       = 42
              order      = sequential
              timeout    = 1500ms
            }
            lab { engines = -1 }
            """);

    try (RunFile run = RunFile.read(file)) {
      assertThat(run.study())
          .isEqualTo(
              Study.of(new Lattice(8, 1.0, "open"))
                  .with("x", Range.linspace(0, 1, 5))
                  .with("n", 1, 2, 5)
                  .replicates(10)
                  .seed(42)
                  .order(Order.SEQUENTIAL)
                  .timeout(Duration.ofMillis(1500)));
      assertThat(run.tag()).isEqualTo("first");
      assertThat(run.description()).isEqualTo("a lattice");
      assertThat(run.notebook()).isEqualTo("results/all.db");
      assertThat(run.engines()).isEqualTo(-1);
      assertThat(run.code()).isEmpty();
    }
  }

  @Test
  void whatARunFileDoesNotSayHasADefault() throws IOException {
    try (RunFile run = RunFile.read(file("my.study.conf", PLAIN))) {
      assertThat(run.tag()).isEqualTo("my.study");
      assertThat(run.notebook()).isEqualTo("my.study.db");
      assertThat(run.description()).isEmpty();
      assertThat(run.engines()).isZero();
      assertThat(run.study()).isEqualTo(Study.of(new Plain()));
      assertThat(run.study().seed()).isEqualTo(OptionalLong.empty());
      assertThat(run.study().timeout()).isNull();
    }
  }

  @Test
  void aLimitOfFailuresDoesNotMakeAnotherStudy() throws IOException {
    Path file = file("a.conf", PLAIN + "study { seed = 42, max-failures = 5% }");

    try (RunFile with = RunFile.read(file);
        RunFile without = RunFile.read(file, List.of("study.max-failures=null"), List.of())) {
      assertThat(with.maxFailures()).isEqualTo(FailureLimit.percent(5));
      assertThat(without.maxFailures()).isEqualTo(FailureLimit.DEFAULT);
      assertThat(with.study()).isEqualTo(without.study());
      assertThat(StudyJson.write(with.study())).isEqualTo(StudyJson.write(without.study()));
    }
  }

  @Test
  void aStudyHasTheSameDigestFromARunFileAndFromJava() throws IOException {
    Study written =
        study(
            """
            study {
              experiment { class = "org.labactors.study.Samples$Repeated", times = 3, inner {
                class = "org.labactors.study.Samples$Lattice", size = 8, occupation = 1,
                boundary = open } }
              parameters {
                a { from = -6.283185, to = 6.283185, points = 1e2 }
                b { from = 0, to = 1, step = 0.1 }
                c { from = 0, to = 10, step = 2 }
                d { from = 1, to = 1000, points = 4, scale = log }
                e = [1, 1.0, one, true, [1, 2.5]]
                f = euler
                g { value = [1, 2] }
              }
              seed = -3
              timeout = 2m
            }
            """);
    Study programmed =
        Study.of(new Repeated(new Lattice(8, 1.0, "open"), 3))
            .with("a", Range.linspace(-6.283185, 6.283185, 100))
            .with("b", Range.stepped(0, 1, 0.1))
            .with("c", Range.stepped(0, 10, 2))
            .with("d", Range.logspace(1, 1000, 4))
            .with("e", 1, 1.0, "one", true, List.of(1, 2.5))
            .with("f", "euler")
            .with("g", Range.of(List.of(1, 2)))
            .seed(-3)
            .timeout(Duration.ofMinutes(2));

    assertThat(written).isEqualTo(programmed);
    assertThat(StudyDigest.of(written)).isEqualTo(StudyDigest.of(programmed));
  }

  @Test
  void aNumberIsWholeIfItIsWrittenWithoutPointAndExponent() throws IOException {
    assertThat(range("[1, 1.0, 1e3, -0.0, 9007199254740993]"))
        .isEqualTo(Range.of(1, 1.0, 1000.0, -0.0, 9007199254740993L));
    assertThat(range("{ from = 0, to = 4, step = 2 }")).isEqualTo(Range.stepped(0, 4, 2));
    assertThat(range("{ from = 0, to = 4.0, step = 2 }")).isEqualTo(Range.stepped(0.0, 4.0, 2.0));
  }

  @Test
  void aListInAListIsAnArray() throws IOException {
    assertThat(range("[[1, 2], [3]]")).isEqualTo(Range.of(List.of(1, 2), List.of(3)));
    assertThat(range("[[1, 2]]")).isEqualTo(range("{ value = [1, 2] }"));
    assertThat(range("{ value = 7 }")).isEqualTo(range("7"));
    assertThat(range("\"007\"")).isEqualTo(Range.of("007"));
  }

  @Test
  void aLinearScaleMayBeNamed() throws IOException {
    assertThat(range("{ from = 0, to = 1, points = 3, scale = linear }"))
        .isEqualTo(Range.linspace(0, 1, 3));
  }

  @Test
  void aDesignIsNamedOrRead() throws IOException {
    file("points.csv", "x,y\n1,a\n2,b\n");

    assertThat(study(PLAIN).design()).isEqualTo(new Factorial());
    assertThat(study(PLAIN + "study.design = pointwise").design()).isEqualTo(new Pointwise());
    assertThat(study(PLAIN + "study.design { points = \"points.csv\" }").design())
        .isEqualTo(Points.of(List.of(Map.of("x", 1, "y", "a"), Map.of("x", 2, "y", "b"))));
    assertThat(
            study(
                    PLAIN
                        + "study.parameters.x = [1, 2, 3]\n"
                        + "study.design { class = \"org.labactors.study.Samples$FirstFew\","
                        + " count = 2 }")
                .design())
        .isEqualTo(new FirstFew(2));
  }

  @Test
  void overridesChangeAnyKeyAndTheLastOneWins() throws IOException {
    Study study =
        study(
            PLAIN + "study { parameters.x { from = 0, to = 1, points = 5 }, timeout = 3s }",
            "study.parameters.x.points=320",
            "study.parameters.y = [a, b]",
            "study.seed=1",
            "study.seed=2",
            "study.timeout=null");

    assertThat(study)
        .isEqualTo(
            Study.of(new Plain()).with("x", Range.linspace(0, 1, 320)).with("y", "a", "b").seed(2));
  }

  @Test
  void anotherFileIsIncludedRelativeToTheRunFile() throws IOException {
    Files.createDirectory(folder.resolve("common"));
    file("common/base.conf", PLAIN + "study.seed = 5\nstudy.replicates = 3");

    assertThat(study("include \"common/base.conf\"\nstudy.seed = 6"))
        .isEqualTo(Study.of(new Plain()).replicates(3).seed(6));
  }

  @Test
  void aRunFileNamedWithoutItsFolderIncludesFilesBesideIt() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path file = file("a.conf", "include \"common/base.conf\"\ninclude \"other\"");
    Files.createDirectory(folder.resolve("common"));
    file("common/base.conf", PLAIN + "include \"seed.conf\"");
    file("common/seed.conf", "study.seed = 5");
    file("other.conf", "study.replicates = 3");

    try (RunFile run = RunFile.read(here.relativize(file))) {
      assertThat(run.study()).isEqualTo(Study.of(new Plain()).replicates(3).seed(5));
    }
  }

  @Test
  void aRunFileComesThroughAPipeOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer = new Thread(() -> writeTo(pipe, PLAIN + "study { tag = piped, seed = 5 }"));
    writer.start();

    try (RunFile run = RunFile.read(pipe)) {
      assertThat(run.tag()).isEqualTo("piped");
      assertThat(run.study()).isEqualTo(Study.of(new Plain()).seed(5));
    }
    writer.join();
  }

  @Test
  void aRunFileFromAPipeNeedsATag() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer = new Thread(() -> writeTo(pipe, PLAIN));
    writer.start();

    assertThatThrownBy(() -> RunFile.read(pipe).close())
        .isInstanceOf(RunFileException.class)
        .hasMessageContaining(
            "study.tag: is missing; it must be given, for a pipe has no name that could be the tag");
    writer.join();
  }

  private static void writeTo(Path pipe, String text) {
    try {
      Files.writeString(pipe, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfARunFile() throws IOException {
    assertThat(study("\uFEFF" + PLAIN)).isEqualTo(Study.of(new Plain()));
  }

  @Test
  void valuesOfTheFileAndTheEnvironmentAreSubstituted() throws IOException {
    Study study =
        study(
            PLAIN
                + """
                study.parameters.path = ${PATH}
                study.seed = ${?NO_SUCH_VARIABLE_ANYWHERE}
                """);

    assertThat(study.space().parameters().get("path")).isEqualTo(Range.of(System.getenv("PATH")));
    assertThat(study.seed()).isEmpty();
  }

  @Test
  void aStudyOfABillionPointsIsReadAtOnce() throws IOException {
    Study study =
        study(
            PLAIN
                + """
                study.parameters {
                  x { from = 0, to = 1, points = 1e5 }
                  y { from = 0, to = 9999, step = 1 }
                  z { from = 1e-9, to = 1e9, points = 1000000, scale = log }
                }
                """);

    assertThat(new Trials(study.seed(1)).size()).isEqualTo(1_000_000_000_000_000L);
  }

  @Test
  void anExperimentComesOutOfAJarBesideTheRunFile() throws Exception {
    jar(folder.resolve("mine.jar"));
    Path file = file("a.conf", "study { experiment = mine.Twice, code = [\"mine.jar\"] }");

    try (RunFile run = RunFile.read(file)) {
      Object two = run.study().experiment().run(Trial.at(Map.of())).rows().get(0).get("two");

      assertThat(two).isEqualTo(2L);
      assertThat(run.code()).containsExactly(folder.resolve("mine.jar"));
      assertThat(CodeJar.of(run.study())).containsExactly(CodeJar.of(folder.resolve("mine.jar")));
      assertThat(run.study().experiment().getClass().getClassLoader()).isSameAs(run.classes());
    }
  }

  @Test
  void anExperimentComesOutOfAJarNamedBesidesTheRunFile() throws Exception {
    Path jar = jar(folder.resolve("mine.jar"));
    Path file = file("a.conf", "study.experiment = mine.Twice");

    try (RunFile run = RunFile.read(file, List.of(), List.of(jar))) {
      assertThat(run.study().experiment().getClass().getName()).isEqualTo("mine.Twice");
    }
    assertThatThrownBy(() -> RunFile.read(file, List.of(), List.of(folder.resolve("no.jar"))))
        .isInstanceOf(RunFileException.class)
        .hasMessage(
            "--code "
                + folder.resolve("no.jar")
                + ": there is no such file: "
                + folder.resolve("no.jar"));
  }

  @Test
  void aConstructorWhoseArgumentsHaveNoNamesIsRefusedWithTheRemedy() throws Exception {
    Path source =
        file(
            "Plain.java",
            """
            package mine;
            import org.labactors.experiment.*;
            public final class Plain implements Experiment {
              private final int n;
              public Plain(int n) { this.n = n; }
              public Plain() { this(0); }
              public Values run(Trial trial) { return Values.of("n", n); }
            }
            """);
    Path jar = compiled(source, folder.resolve("plain.jar"));
    Path file = file("a.conf", "study.experiment { class = mine.Plain, n = 2 }");

    assertThatThrownBy(() -> RunFile.read(file, List.of(), List.of(jar)))
        .isInstanceOf(RunFileException.class)
        .hasMessageContaining(
            "Plain has a constructor (int), but the names of its arguments are not compiled in. Make"
                + " it a record (in Kotlin a data class with @JvmRecord), or compile it with"
                + " -parameters (Kotlin: -java-parameters).");

    Files.writeString(source, Files.readString(source).replaceAll("(?m)^.*Plain\\(\\) .*$", ""));
    Path without = compiled(source, folder.resolve("without.jar"));
    assertThatThrownBy(() -> RunFile.read(file, List.of(), List.of(without)))
        .hasMessageContaining("compile it with -parameters");
  }

  private Path jar(Path jar) throws IOException {
    Path source =
        file(
            "Twice.java",
            """
            package mine;
            import org.labactors.experiment.*;
            public record Twice() implements Experiment {
              public Values run(Trial trial) { return Values.of("two", 2); }
            }
            """);
    return compiled(source, jar);
  }

  private Path compiled(Path source, Path jar) throws IOException {
    int failures =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(failures).isZero();
    String name = "mine/" + source.getFileName().toString().replace(".java", ".class");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      entries.putNextEntry(new JarEntry(name));
      Files.copy(folder.resolve(name), entries);
    }
    Files.delete(folder.resolve(name));
    return jar;
  }

  @ParameterizedTest
  @CsvSource({
    "../../evil, _._.._evil.db",
    "/etc/x, _etc_x.db",
    ".hidden, _hidden.db",
    "jdbc:postgresql://there/db, jdbc_postgresql___there_db.db",
    "r = 0.1: é, r = 0.1: é.db"
  })
  void theNotebookThatATagNamesIsInTheCurrentFolder(String tag, String notebook)
      throws IOException {
    Path file = file("a.conf", PLAIN + "study.tag = \"" + tag + "\"");

    try (RunFile run = RunFile.read(file)) {
      assertThat(run.notebook()).isEqualTo(notebook);
    }
  }
}
