package org.labactors.notebook.crate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.ok;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.command.Attachment;
import org.labactors.command.Command;
import org.labactors.command.Input;
import org.labactors.command.Output;
import org.labactors.design.Points;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Values;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.format.ExportFormat;
import org.labactors.runfile.RunFile;
import org.labactors.study.Study;

/** What is in a crate beside its metadata, and how it gets to its place. */
class CrateTest {

  @TempDir Path folder;
  private final WritableNotebook notebook = MemoryNotebook.create();
  private Path jar;
  private Path crate;

  @BeforeEach
  void recordTwoTrials() throws IOException {
    jar = Files.writeString(folder.resolve("code.jar"), "stands for code");
    crate = folder.resolve("crate");
    record("t", study());
  }

  private void record(String tag, Study study) {
    RecordOptions options = new RecordOptions("What it is", false, List.of(jar));
    try (Recorder recorder = notebook.record(tag, study, options)) {
      recorder.record(List.of(batch(ok(0, "z", 0.5), ok(1, "z", 1.5))));
    }
  }

  private static Study study() {
    return Study.of(
            new Command(
                List.of("./lib/run.sh", "{x}"),
                Map.of("LEVEL", "{x}"),
                Input.NONE,
                Output.JSON,
                List.of(
                    new Attachment("lib/run.sh", "#!/bin/sh\necho '{}'\n", false, true),
                    new Attachment("table.bin", "AAEC", true, false),
                    new Attachment("study.conf", "not the run file", false, false)),
                1 << 20,
                false,
                0))
        .with("x", Range.linspace(0, 1, 2))
        .with("name", "a \"b\" ${c}")
        .seed(7)
        .timeout(Duration.ofMillis(1500));
  }

  @AfterEach
  void close() {
    notebook.close();
  }

  private ResultSet resultSet() {
    return notebook.resultSet("t").orElseThrow();
  }

  private long write() {
    return Crate.write(resultSet(), CrateOptions.usual(), crate, false);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theRowsAreThere() throws IOException {
    long rows = write();

    assertThat(rows).isEqualTo(2);
    assertThat(Files.readAllLines(crate.resolve("data.csv")))
        .hasSize(3)
        .first()
        .asString()
        .endsWith("name,x,z");
  }

  @Test
  void theRowsAreParquetOnRequestAndThoseOfTheQuery() throws IOException {
    CrateOptions options =
        new CrateOptions(
            ExportFormat.PARQUET,
            Query.ALL.where("x", 1.0),
            List.of(),
            Optional.empty(),
            List.of());

    long rows = Crate.write(resultSet(), options, crate, false);

    assertThat(rows).isEqualTo(1);
    assertThat(crate.resolve("data.csv")).doesNotExist();
    assertThat(Files.readString(crate.resolve("data.parquet"), StandardCharsets.ISO_8859_1))
        .startsWith("PAR1");
    assertThat(Files.readString(crate.resolve("README.md")))
        .contains("| data.parquet | The results of some of the recorded trials");
  }

  @Test
  void theRunFileGivesTheSameStudy() {
    long unused = write();

    try (RunFile read = RunFile.read(crate.resolve("study/study.conf"))) {
      assertThat(read.tag()).isEqualTo("t");
      assertThat(read.description()).isEqualTo("What it is");
      assertThat(StudyDigest.of(read.study())).isEqualTo(resultSet().digest());
    }
  }

  @Test
  void theRunFileOfAGrownStudyGivesTheWholeStudy() {
    Study whole = study().with("y", 1, 2).assume("y", 1);
    RecordOptions extend = new RecordOptions("", false, List.of(jar)).extending();
    try (Recorder recorder = notebook.record("t", whole, extend)) {
      recorder.record(List.of(batch(ok(2, "z", 2.5), ok(3, "z", 3.5))));
    }

    long unused = write();

    try (RunFile read = RunFile.read(crate.resolve("study/study.conf"))) {
      assertThat(StudyDigest.of(read.study())).isEqualTo(StudyDigest.of(whole));
    }
  }

  @Test
  void theRunFileOfListedPointsGivesTheSameStudy() {
    Study listed =
        Study.of(new Command("true"))
            .design(
                new Points(List.of("k", "m"), List.of(List.of(1L, "a"), List.of(2.5, List.of(1L)))))
            .replicates(3)
            .seed(1);
    record("listed", listed);

    long unused =
        Crate.write(notebook.resultSet("listed").orElseThrow(), CrateOptions.usual(), crate, false);

    try (RunFile read = RunFile.read(crate.resolve("study/study.conf"))) {
      assertThat(StudyDigest.of(read.study())).isEqualTo(StudyDigest.of(listed));
    }
  }

  @Test
  void attachedFilesAreBesideTheRunFile() throws IOException {
    long unused = write();

    assertThat(crate.resolve("study/lib/run.sh"))
        .hasContent("#!/bin/sh\necho '{}'\n")
        .isExecutable();
    assertThat(crate.resolve("study/table.bin")).hasBinaryContent(new byte[] {0, 1, 2});
    assertThat(Files.readString(crate.resolve("study/study.conf"))).contains("not the run file");
  }

  @Test
  void aFileOfANotebookThatLeadsOutOfTheCrateIsNotWritten() {
    assertThat(new AttachedFile("../x", "", false, "", false).hasPlainName()).isFalse();
    assertThat(new AttachedFile("/x", "", false, "", false).hasPlainName()).isFalse();
    assertThat(new AttachedFile("a/../b", "", false, "", false).hasPlainName()).isFalse();
    assertThat(new AttachedFile("a/b", "", false, "", false).hasPlainName()).isTrue();
  }

  @Test
  void aLargeAttachedFileIsNamedWithItsDigest() throws IOException {
    Path large = folder.resolve("large.bin");
    Files.write(large, new byte[600_000]);
    record(
        "large",
        Study.of(
                new Command(
                    List.of("true"),
                    Map.of(),
                    Input.NONE,
                    Output.JSON,
                    List.of(Attachment.of(large)),
                    1 << 20,
                    false,
                    0))
            .seed(1));

    long unused =
        Crate.write(notebook.resultSet("large").orElseThrow(), CrateOptions.usual(), crate, false);

    assertThat(Files.readString(crate.resolve("README.md")))
        .contains(
            "Put the file with the SHA-256 " + CodeJar.of(large).digest() + " at study/large.bin");
    Files.copy(large, crate.resolve("study/large.bin"));
    try (RunFile read = RunFile.read(crate.resolve("study/study.conf"))) {
      assertThat(StudyDigest.of(read.study()))
          .isEqualTo(notebook.resultSet("large").orElseThrow().digest());
    }
  }

  @Test
  void aLambdaIsSaidNotToRunFromTheRunFile() throws IOException {
    Experiment lambda = trial -> Values.none();
    record("lambda", Study.of(lambda).seed(1));

    long unused =
        Crate.write(notebook.resultSet("lambda").orElseThrow(), CrateOptions.usual(), crate, false);

    assertThat(Files.readString(crate.resolve("README.md")))
        .contains("cannot be run from its run file", "is a lambda of " + getClass().getName())
        .doesNotContain("lab run");
    assertThat(Files.readString(crate.resolve("study/study.conf")))
        .contains("# It cannot be run from this file.");
  }

  @Test
  void aJarThatARunHasUsedComesAlongAndIsInTheRunFile() throws IOException {
    CrateOptions options =
        new CrateOptions(ExportFormat.CSV, Query.ALL, List.of(), Optional.empty(), List.of(jar));

    long unused = Crate.write(resultSet(), options, crate, false);

    assertThat(crate.resolve("code/code.jar")).hasSameBinaryContentAs(jar);
    assertThat(Files.readString(crate.resolve("study/study.conf")))
        .contains("code = [\"../code/code.jar\"]");
    assertThat(Files.readString(crate.resolve("README.md"))).contains("which is here");
  }

  @Test
  void aJarThatTheNotebookKeepsComesAlong() throws IOException {
    try (JdbcNotebook file = Notebooks.open(folder.resolve("n.db"))) {
      RecordOptions options = new RecordOptions("", false, List.of(jar));
      try (Recorder recorder = file.record("t", study(), options)) {
        recorder.record(List.of(batch(ok(0, "z", 0.5))));
      }

      long unused =
          Crate.write(file.resultSet("t").orElseThrow(), CrateOptions.usual(), crate, false);
    }

    assertThat(crate.resolve("code/code.jar")).hasSameBinaryContentAs(jar);
    assertThat(Files.readString(crate.resolve("README.md"))).contains("which is here");
  }

  @Test
  void aJarThatNoRunHasUsedIsRefused() throws IOException {
    Path other = Files.writeString(folder.resolve("other.jar"), "other code");
    CrateOptions options =
        new CrateOptions(ExportFormat.CSV, Query.ALL, List.of(), Optional.empty(), List.of(other));

    assertThatThrownBy(() -> Crate.write(resultSet(), options, crate, false))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "the jar '%s' has the SHA-256 %s; no run of 't' has used it. The runs have used code.jar with %s"
                .formatted(other, CodeJar.of(other).digest(), CodeJar.of(jar).digest()));
    assertThat(crate).doesNotExist();
  }

  @Test
  void aFolderThatIsThereIsNeverReplaced() throws IOException {
    Path mine = Files.writeString(Files.createDirectory(crate).resolve("mine"), "mine");

    assertThatThrownBy(() -> Crate.write(resultSet(), CrateOptions.usual(), crate, true))
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "'"
                + crate
                + "' is there already; name another folder for the crate, or delete this one."
                + " --force replaces files only");
    assertThat(mine).hasContent("mine");
  }

  @Test
  void aFailureLeavesNothingBehind() throws IOException {
    CrateOptions unknown =
        new CrateOptions(
            ExportFormat.CSV,
            Query.ALL.where("nothing", 1L),
            List.of(),
            Optional.empty(),
            List.of());

    assertThatThrownBy(() -> Crate.write(resultSet(), unknown, crate, false))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("nothing");

    assertThat(names()).containsExactly("code.jar");
  }

  @Test
  void whatAKilledExportLeftIsDeletedByTheNext() throws IOException {
    Path left = Files.createDirectories(folder.resolve(".crate.part-123/content"));
    Path lock = Files.createFile(left.resolveSibling("lock"));
    Path notOurs = Files.createDirectory(folder.resolve(".crate.part-mine"));
    assertThat(lock).exists();

    long unused = write();

    assertThat(names()).containsExactly(notOurs.getFileName().toString(), "code.jar", "crate");
  }

  @Test
  void theSameResultsMakeTheSameBytes() throws IOException {
    long unused = write();
    long again = Crate.write(resultSet(), CrateOptions.usual(), folder.resolve("b"), false);
    long zip = Crate.write(resultSet(), CrateOptions.usual(), folder.resolve("a.zip"), false);
    long zipAgain = Crate.write(resultSet(), CrateOptions.usual(), folder.resolve("b.zip"), false);

    assertThat(List.of(again, zip, zipAgain)).containsOnly(2L);
    assertThat(folder.resolve("b/ro-crate-metadata.json"))
        .hasSameBinaryContentAs(crate.resolve("ro-crate-metadata.json"));
    assertThat(folder.resolve("b.zip")).hasSameBinaryContentAs(folder.resolve("a.zip"));
    assertThat(names()).containsExactly("a.zip", "b", "b.zip", "code.jar", "crate");
  }

  @Test
  void aZipFileHasTheFilesOfTheFolderAndWhichAreExecutable() throws IOException {
    long unused = write();
    Path file = folder.resolve("crate.ZIP");

    long rows = Crate.write(resultSet(), CrateOptions.usual(), file, false);

    assertThat(rows).isEqualTo(2);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry metadata = zip.getEntry("ro-crate-metadata.json");
      assertThat(zip.getInputStream(metadata))
          .hasBinaryContent(Files.readAllBytes(crate.resolve("ro-crate-metadata.json")));
    }
    try (FileSystem zip =
        FileSystems.newFileSystem(file, Map.of("enablePosixFileAttributes", true))) {
      assertThat(Files.getPosixFilePermissions(zip.getPath("/study/lib/run.sh")))
          .contains(PosixFilePermission.OWNER_EXECUTE);
      assertThat(Files.getPosixFilePermissions(zip.getPath("/data.csv")))
          .doesNotContain(PosixFilePermission.OWNER_EXECUTE);
    }
  }

  @Test
  void aZipFileIsReplacedOnlyOnRequest() throws IOException {
    Path file = Files.writeString(folder.resolve("crate.zip"), "mine");

    assertThatThrownBy(() -> Crate.write(resultSet(), CrateOptions.usual(), file, false))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("is there already; name another one, or replace it with --force");
    assertThat(file).hasContent("mine");

    long rows = Crate.write(resultSet(), CrateOptions.usual(), file, true);

    assertThat(rows).isEqualTo(2);
    assertThat(Files.size(file)).isGreaterThan(1000);
  }
}
