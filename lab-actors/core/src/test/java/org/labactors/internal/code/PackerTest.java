package org.labactors.internal.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.combinator.Repeated;
import org.labactors.command.Attachment;
import org.labactors.command.Command;
import org.labactors.design.Pointwise;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.runfile.RunFile;
import org.labactors.study.Study;

class PackerTest {

  private static final long MOST = 64 << 20;
  private static final int MANY = 32 << 20;

  @TempDir private Path folder;
  private PartCache cache;
  private Packer packer;

  /** An experiment on the class path of the tests, which is a folder. */
  record Plain() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  @BeforeEach
  void open() {
    cache = PartCache.in(folder.resolve("cache"));
    packer = new Packer(cache, MOST);
  }

  @Test
  void aBundleIsTheJarsOfTheUserAndNothingOfTheLaboratory() throws Exception {
    Path mine =
        JarFiles.jar(
            folder.resolve("mine.jar"), "mine.Mine", JarFiles.experiment("mine.Mine", "1"));
    Path data =
        JarFiles.pack(Files.createDirectory(folder.resolve("empty")), folder.resolve("data.jar"));
    Path file =
        Files.writeString(
            folder.resolve("a.conf"), "study.experiment = { class = mine.Mine, factor = 2 }");

    try (RunFile run = RunFile.read(file, List.of(), List.of(data, mine))) {
      Bundle bundle = packer.pack(run.study(), run.code(), SentEntries.NONE);

      assertThat(bundle.parts()).extracting(Part::name).containsExactly("data.jar", "mine.jar");
      assertThat(packer.pack(run.study(), List.of(), SentEntries.NONE).parts())
          .extracting(Part::name)
          .containsExactly("mine.jar");
    }
  }

  @Test
  void aFolderOfTheClassPathIsPackedAndMakesTheSameJarEachTime() throws IOException {
    Study study = Study.of(new Plain()).design(new Pointwise());

    Bundle first = packer.pack(study, List.of(), SentEntries.NONE);
    Files.setLastModifiedTime(cache.fileOf(first.parts().get(0)), FileTime.from(Instant.EPOCH));
    Bundle second = packer.pack(study, List.of(), SentEntries.NONE);

    assertThat(second).isEqualTo(first);
    assertThat(first.parts()).hasSize(1);
    try (JarFile jar = new JarFile(cache.fileOf(first.parts().get(0)).toFile())) {
      assertThat(Collections.list(jar.entries()))
          .extracting(JarEntry::getName)
          .isSorted()
          .contains("org/labactors/internal/code/PackerTest$Plain.class")
          .doesNotContain("org/labactors/experiment/Experiment.class");
    }
  }

  @Test
  void whatIsHiddenInAFolderIsLeftOut() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/.git")).getParent();
    Files.writeString(classes.resolve(".git/objects"), "no");
    Files.writeString(classes.resolve(".secret"), "no");
    Files.writeString(classes.resolve("table.csv"), "yes");

    Part part =
        packer.pack(Study.of(new Plain()), List.of(classes), SentEntries.NONE).parts().get(0);

    try (JarFile jar = new JarFile(cache.fileOf(part).toFile())) {
      assertThat(Collections.list(jar.entries()))
          .extracting(JarEntry::getName)
          .containsExactly("table.csv");
    }
  }

  /** Loads classes from nowhere, as from a jar inside a jar. */
  private static final class FromMemory extends ClassLoader {
    FromMemory() {
      super(PackerTest.class.getClassLoader());
    }

    Class<?> define(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      return defineClass(null, bytes, 0, bytes.length);
    }
  }

  @Test
  void aClassThatIsInNoFileIsRefusedUnlessAJarWithItIsNamed() throws Exception {
    Path classes =
        JarFiles.compile(
            Files.createDirectory(folder.resolve("classes")),
            "mine.Mine",
            JarFiles.experiment("mine.Mine", "1"));
    Class<? extends Experiment> type =
        new FromMemory().define(classes.resolve("mine/Mine.class")).asSubclass(Experiment.class);
    Study study = Study.of(type.getConstructor(int.class).newInstance(3));
    Path jar = JarFiles.pack(classes, folder.resolve("mine.jar"));

    assertThatThrownBy(() -> packer.pack(study, List.of(), SentEntries.NONE))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("mine.Mine was loaded from ")
        .hasMessageContaining("name it in RecordOptions.code");
    assertThat(packer.pack(study, List.of(jar), SentEntries.NONE).parts())
        .extracting(Part::name)
        .containsExactly("mine.jar");
  }

  @Test
  void tooMuchCodeIsRefusedWithTheFolderAndTheKey() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("film"), "x".repeat(1001));

    assertThatThrownBy(
            () ->
                new Packer(cache, 1000)
                    .pack(Study.of(new Plain()), List.of(home), SentEntries.NONE))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "the code of the study is too large to be sent to the engines: with "
                + home
                + " it has more than lab.code.max-size = 1000 bytes\n"
                + "Everything in a folder of the class path is sent. Make a jar of the classes, or"
                + " set lab.code.max-size.");
  }

  @Test
  void aJarThatIsTooLargeIsRefusedAndNotCopied() throws IOException {
    Path jar = Files.writeString(folder.resolve("film.jar"), "x".repeat(1001));

    assertThatThrownBy(
            () ->
                new Packer(cache, 1000).pack(Study.of(new Plain()), List.of(jar), SentEntries.NONE))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("the code of the study is too large to be sent to the engines: ")
        .hasMessageEndingWith(
            jar
                + " it has more than lab.code.max-size = 1000 bytes\nLeave out what the experiment"
                + " does not need with lab.code.exclude, or set lab.code.max-size.");
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void whatCannotBePackedLeavesNothingInTheCache() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("film"), "x".repeat(1001));

    assertThatThrownBy(
            () ->
                new Packer(cache, 1000)
                    .pack(Study.of(new Plain()), List.of(home), SentEntries.NONE))
        .isInstanceOf(BundleException.class);

    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void theSameCodeUnderTwoNamesCountsOnce() throws IOException {
    Path one = Files.writeString(folder.resolve("one.jar"), "x".repeat(MANY));
    Path two = Files.copy(one, folder.resolve("two.jar"));
    Study study = Study.of(trial -> Values.none());
    long most = MANY + MANY / 2;

    assertThat(new Packer(cache, most).pack(study, List.of(one, two), SentEntries.NONE).parts())
        .extracting(Part::name)
        .contains("one.jar")
        .doesNotContain("two.jar");
  }

  @Test
  void aJarThatIsGoneIsRefusedWithItsName() {
    Path gone = folder.resolve("gone.jar");

    assertThatThrownBy(() -> packer.pack(Study.of(new Plain()), List.of(gone), SentEntries.NONE))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith(gone + " cannot be read: ");
  }

  @Test
  void contentsThatAreNotInTheTextOfAStudyArePartsOfTheirOwn() throws IOException {
    byte[] large = new byte[600 * 1024];
    Path one = Files.write(folder.resolve("one.bin"), large);
    Path same = Files.write(folder.resolve("same.bin"), large);
    Path small = Files.writeString(folder.resolve("small.txt"), "small");
    Study study =
        Study.of(
            new Repeated(
                new Command("true")
                    .files(Attachment.of(one), Attachment.of(same), Attachment.of(small)),
                2));

    List<Part> parts = packer.contents(study);

    assertThat(parts).extracting(Part::name).containsExactly("one.bin");
    assertThat(cache.find(parts.get(0)).orElseThrow()).hasBinaryContent(large);
    assertThat(packer.contents(study)).isEqualTo(parts);
  }
}
