package org.labactors.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.labactors.command.FileContent;
import org.labactors.command.Input;
import org.labactors.command.Output;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Point;
import org.labactors.internal.code.JarFiles;
import org.labactors.runfile.RunFile;
import org.labactors.runfile.RunFileException;
import org.labactors.study.Samples.Lattice;
import org.labactors.study.Samples.Plain;
import org.labactors.study.Study;

/** Combinators and commands in run files, on the wire and in digests. */
class CombinatorsInStudiesTest {

  private static final ClassLoader CLASSES = CombinatorsInStudiesTest.class.getClassLoader();

  private static final Attachment SCRIPT = new Attachment("sir.py", "print(1)\n", false, true);

  private static final Command COMMAND =
      new Command("python3", "sir.py", "--beta={beta}", "{{")
          .environment(Map.of("THREADS", "1"))
          .input(Input.JSON)
          .output(Output.CSV)
          .files(SCRIPT)
          .outputLimit(1000);

  private static final Summary NESTED =
      new Summary(new Repeated(new Repeated(COMMAND, 3), 5), "size", "time")
          .confidence(0.99)
          .keepingRows();

  @TempDir Path folder;

  @Test
  void anExperimentOfAnotherLoaderInsideOneOfTheLaboratoryIsCopied() throws Exception {
    Path jar =
        JarFiles.jar(
            folder.resolve("mine.jar"), "mine.Mine", JarFiles.experiment("mine.Mine", "1"));
    // Not a loader of bundles: that of a source file which is run, or of an application server.
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      Experiment mine =
          Class.forName("mine.Mine", true, loader)
              .asSubclass(Experiment.class)
              .getConstructor(int.class)
              .newInstance(3);

      assertThat(StudyJson.copyOf(new Summary(new Repeated(mine, 2))))
          .isEqualTo(new Summary(new Repeated(mine, 2)));
    }
  }

  private Study read(String experiment) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.conf"),
            "study { seed = 1, parameters { beta = [0.5, 1] }, experiment " + experiment + " }");
    try (RunFile run = RunFile.read(file)) {
      return run.study();
    }
  }

  private void refused(String experiment, String message) {
    assertThatThrownBy(() -> read(experiment))
        .isInstanceOf(RunFileException.class)
        .extracting(refusal -> refusal.getMessage().replace(folder + "/", ""))
        .isEqualTo(message);
  }

  @Test
  void combinatorsNestInARunFileByTheirShortNames() throws IOException {
    Study written =
        read(
            """
            { class = Summary, names = [size], confidence = 0.9, keepRows = true,
              experiment { class = Repeated, n = 10,
                experiment { class = "org.labactors.study.Samples$Lattice", size = 8,
                             occupation = 1, boundary = open } } }""");

    Experiment programmed =
        new Summary(new Repeated(new Lattice(8, 1.0, "open"), 10), "size")
            .confidence(0.9)
            .keepingRows();
    assertThat(written.experiment()).isEqualTo(programmed);
    assertThat(StudyDigest.of(written))
        .isEqualTo(StudyDigest.of(Study.of(programmed).with("beta", 0.5, 1).seed(1)));
  }

  @Test
  void whatARunFileDoesNotSayOfACombinatorHasADefault() throws IOException {
    assertThat(
            read("""
                    { class = Summary, experiment { class = Repeated, n = 2,
                      experiment = "org.labactors.study.Samples$Plain" } }""")
                .experiment())
        .isEqualTo(new Summary(new Repeated(new Plain(), 2)));
    assertThat(read("{ class = Command, command = [\"true\"] }").experiment())
        .isEqualTo(new Command("true"));
  }

  @Test
  void aCommandIsDeclaredWhollyInARunFileAndItsFilesAreReadFromBesideIt() throws IOException {
    Path script = Files.writeString(folder.resolve("sir.py"), "print(1)\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    Study written =
        read(
            """
            {
              class       = Command
              command     = [python3, sir.py, "--beta={beta}", "{{"]
              environment { THREADS = "1" }
              input       = json
              output      = csv
              files       = [sir.py]
              outputLimit = 1000
            }""");

    assertThat(written.experiment()).isEqualTo(COMMAND);
  }

  @Test
  void combinatorsAndCommandsTravelAsJson() {
    Study study = Study.of(NESTED).with("beta", 1).seed(1);

    Study back = StudyJson.read(StudyJson.write(study), CLASSES);

    assertThat(back).isEqualTo(study);
    assertThat(StudyDigest.of(back)).isEqualTo(StudyDigest.of(study));
    assertThat(StudyJson.copyOf(NESTED)).isEqualTo(NESTED).isNotSameAs(NESTED);
  }

  @Test
  void aFileThatIsNoTextTravelsToo() throws IOException {
    byte[] bytes = {0, 1, (byte) 0xff, 10};
    Attachment binary = Attachment.of(Files.write(folder.resolve("data.bin"), bytes));
    Study study = Study.of(new Command("true").files(binary)).seed(1);

    Command back = (Command) StudyJson.read(StudyJson.write(study), CLASSES).experiment();

    assertThat(back.files()).containsExactly(binary);
    assertThat(binary.content()).isEqualTo(new FileContent.Inline("AAH/Cg==", true));
    assertThat(StudyJson.write(study)).contains("\"AAH/Cg==\"");
  }

  static Stream<Experiment> others() {
    Repeated inner = new Repeated(new Repeated(COMMAND, 3), 5);
    Attachment other = new Attachment("sir.py", "print(2)\n", false, true);
    return Stream.of(
        COMMAND,
        inner,
        new Summary(inner, "size", "time").confidence(0.99),
        new Summary(inner, "size", "time").keepingRows(),
        new Summary(inner, "size").confidence(0.99).keepingRows(),
        around(new Repeated(new Repeated(COMMAND, 4), 5)),
        around(new Repeated(new Repeated(COMMAND, 3), 6)),
        around(new Repeated(new Repeated(COMMAND.files(other), 3), 5)),
        around(new Repeated(new Repeated(COMMAND.files(new Attachment[0]), 3), 5)),
        around(new Repeated(new Repeated(COMMAND.input(Input.NONE), 3), 5)),
        around(new Repeated(new Repeated(COMMAND.output(Output.LINES), 3), 5)),
        around(new Repeated(new Repeated(COMMAND.outputLimit(2000), 3), 5)),
        around(new Repeated(new Repeated(COMMAND.environment(Map.of("THREADS", "2")), 3), 5)));
  }

  private static Summary around(Experiment inner) {
    return new Summary(inner, "size", "time").confidence(0.99).keepingRows();
  }

  @ParameterizedTest
  @MethodSource("others")
  void whateverIsInACombinatorChangesTheDigest(Experiment other) {
    assertThat(StudyDigest.of(Study.of(other).seed(1)))
        .isNotEqualTo(StudyDigest.of(Study.of(NESTED).seed(1)));
  }

  @Test
  void aCombinatorThatIsWrongIsRefusedWithKeyAndRemedy() {
    refused(
        "{ class = Repeated, n = 0, experiment = \"org.labactors.study.Samples$Plain\" }",
        "a.conf:1: study.experiment: is refused by Repeated: n is 0; it must be at least 1");
    refused(
        "{ class = Repeated, n = 3 }",
        """
        a.conf:1: study.experiment.experiment: is missing
        Repeated needs it: an experiment, { class = …, its fields }.""");
    refused(
        "{ class = Summary, experiment { class = Repeatd, n = 3 } }",
        """
        a.conf:1: study.experiment.experiment.class = "Repeatd": there is no such class in the \
        laboratory's own class path
        Maybe you mean Repeated.""");
    refused(
        "{ class = Summary, confidance = 0.9, experiment = \"org.labactors.study.Samples$Plain\" }",
        """
        a.conf:1: study.experiment.confidance = 0.9: there is no such field
        Maybe you mean confidence. Summary has confidence, experiment, keepRows, names.""");
    refused(
        "{ class = Summary, confidence = 95, experiment = \"org.labactors.study.Samples$Plain\" }",
        "a.conf:1: study.experiment: is refused by Summary: confidence is 95.0; it must be between 0"
            + " and 1, such as 0.95");
    refused(
        "{ class = Repeated, n = 3, experiment = Nowhere }",
        """
        a.conf:1: study.experiment.experiment = "Nowhere": there is no such class in the \
        laboratory's own class path
        If it is in a jar of yours, name the jar in study.code or with --code.""");
  }

  @Test
  void aCommandThatIsWrongIsRefusedWithKeyAndRemedy() {
    refused(
        "{ class = Command, command = [python3, sir.py], files = [sir.py] }",
        "a.conf:1: study.experiment.files[0] = \"sir.py\": there is no such file: sir.py");
    refused(
        "{ class = Command, command = [\"./sir.sh\"] }",
        "a.conf:1: study.experiment: command[0] is ./sir.sh, which is not in"
            + " the folder of a trial; name it in files, or give its absolute path");
    refused(
        "{ class = Command, command = [echo, \"{beta\"] }",
        "a.conf:1: study.experiment: is refused by Command: command[1]: '{beta' has a { that"
            + " encloses no name; write {{ for a brace of the text");
    refused(
        "{ class = Command, command = [echo, \"{gamma}\"] }",
        "a.conf:1: study.experiment: command[1] = {gamma}: there is no parameter 'gamma'; there are"
            + " [beta], _seed and _replicate. For braces of the text write {{ and }}");
    refused(
        "{ class = Command, command = [echo], output = xml }",
        "a.conf:1: study.experiment.output = \"xml\": must be one of json, lines, csv");
    refused(
        "{ class = Command, command = [echo], environment { LAB_SEED = 1 } }",
        "a.conf:1: study.experiment: is refused by Command: environment has the variable LAB_SEED,"
            + " which is the lab's own; give it another name");
    refused(
        "{ class = Command, command = echo }",
        "a.conf:1: study.experiment.command = \"echo\": must be a list");
  }

  @Test
  void filesThatAreTooLargeForAStudyAreRefused() throws IOException {
    Files.write(folder.resolve("a.bin"), new byte[40 << 20]);
    Files.write(folder.resolve("b.bin"), new byte[40 << 20]);
    String remedy =
        " bytes are too much to travel with a study; 67,108,864 at most. Put large files on every"
            + " machine and name them by their absolute paths";

    refused(
        "{ class = Command, command = [echo], files = [a.bin, b.bin] }",
        "a.conf:1: study.experiment: is refused by Command: files: 83,886,080" + remedy);
    refused(
        "{ class = Command, command = [echo], files = [\"*.bin\"] }",
        "a.conf:1: study.experiment.files[0] = \"*.bin\": 83,886,080" + remedy);
  }

  @Test
  void aRunFileNamesFoldersAndPatterns() throws IOException {
    Files.createDirectories(folder.resolve("lib/sub"));
    Files.writeString(folder.resolve("lib/b.py"), "b");
    Files.writeString(folder.resolve("lib/sub/a.py"), "a");
    Files.writeString(folder.resolve("x.csv"), "x");

    Command command =
        (Command)
            read("{ class = Command, command = [echo], files = [lib, \"*.csv\"] }").experiment();

    assertThat(command.files())
        .extracting(Attachment::name)
        .containsExactly("lib/b.py", "lib/sub/a.py", "x.csv");
    refused(
        "{ class = Command, command = [echo], files = [x.csv, \"lib/*.txt\"] }",
        "a.conf:1: study.experiment.files[1] = \"lib/*.txt\": no file is called so in "
            + folder.resolve("lib").toString().replace(folder + "/", ""));
    refused(
        "{ class = Command, command = [echo], files = 5 }",
        "a.conf:1: study.experiment.files = 5: must be a list of names of files");
  }

  @Test
  void ofLargeFilesTheTextOfAStudyHasTheDigests() throws IOException {
    Files.write(folder.resolve("a.bin"), new byte[300 * 1024]);
    Files.write(folder.resolve("b.bin"), new byte[300 * 1024]);
    String files = "{ class = Command, command = [echo], files = [a.bin, b.bin] }";
    Study study = read(files);

    String json = StudyJson.write(study);

    assertThat(json.length()).isBetween(400 * 1024, 500 * 1024);
    assertThat(json)
        .contains(
            "{\"name\":\"b.bin\",\"sha256\":"
                + "\"7818f5542a0404157573be6cffc0e0c8e68ce3c0f5d17d07ccdd9313fb700baf\",\"size\":307200,");
    assertThat(StudyJson.read(json, CLASSES).experiment()).isEqualTo(study.experiment());
    Files.write(folder.resolve("b.bin"), new byte[300 * 1024 + 1]);
    assertThat(StudyDigest.of(read(files))).isNotEqualTo(StudyDigest.of(study));
    assertThatThrownBy(() -> StudyJson.read(json.replace("7818f554", "00000000"), CLASSES))
        .hasMessageContaining("the content of the file b.bin is not on this machine; its SHA-256");
  }

  @Test
  void onlyARunFileNamesFiles() {
    String json =
        StudyJson.write(Study.of(COMMAND).seed(1))
            .replaceFirst("\"files\":\\[.*?]", "\"files\":[\"/etc/passwd\"]");

    assertThatThrownBy(() -> StudyJson.read(json, CLASSES))
        .hasMessage(
            "experiment.files.0 = \"/etc/passwd\": is the name of a file; only a run file names"
                + " files");
  }

  @Test
  void theCheckBeforeTheFirstTrialKnowsSeedAndReplicate() {
    new Command("sim", "{_seed}", "{_replicate}", "{beta}").check(Point.of(Map.of("beta", 1)));

    assertThat(List.of(COMMAND.files())).hasSize(1);
  }
}
