package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachedFilesTest {

  @TempDir private Path folder;
  private Path here;

  @BeforeEach
  void files() throws IOException {
    here = folder.resolve("here");
    for (String name :
        List.of(
            "here/sir.py",
            "here/data/b.csv",
            "here/data/a.csv",
            "here/data/notes.txt",
            "here/data/deep/er/c.csv",
            "here/data/.hidden",
            "here/data/.git/config.csv",
            "other/lib/x.py",
            "other/lib/y.py")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private List<String> names(String pattern) {
    return Attachment.all(here, pattern).stream().map(Attachment::name).toList();
  }

  @Test
  void aFolderStandsForAllFilesInIt() {
    List<String> all = List.of("data/a.csv", "data/b.csv", "data/deep/er/c.csv", "data/notes.txt");

    assertThat(names("data")).isEqualTo(all);
    assertThat(names("./data/")).isEqualTo(all);
  }

  @Test
  void aPatternStandsForTheFilesThatItFits() {
    assertThat(names("data/*.csv")).containsExactly("data/a.csv", "data/b.csv");
    assertThat(names("data/**.csv"))
        .containsExactly("data/a.csv", "data/b.csv", "data/deep/er/c.csv");
    assertThat(names("*/[ab].*")).containsExactly("data/a.csv", "data/b.csv");
    assertThat(names("{sir,none}.py")).containsExactly("sir.py");
  }

  @Test
  void ofWhatIsElsewhereTheFoldersBeforeAreLeftOut() {
    assertThat(names("../other/lib")).containsExactly("lib/x.py", "lib/y.py");
    assertThat(names("../other/lib/*.py")).containsExactly("x.py", "y.py");
    assertThat(names("../other/lib/x.py")).containsExactly("x.py");
    assertThat(names(folder.resolve("other/lib").toString()))
        .containsExactly("lib/x.py", "lib/y.py");
  }

  @Test
  void aFileMayBeCalledLikeAPattern() throws IOException {
    Files.writeString(here.resolve("a[1].txt"), "");

    assertThat(names("a[1].txt")).containsExactly("a[1].txt");
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Files.createDirectory(here.resolve("empty"));
    assertRefused("none.py", "there is no such file: " + here.resolve("none.py"));
    assertRefused("none/*.py", "there is no such folder: " + here.resolve("none"));
    assertRefused("data/*.py", "no file is called so in " + here.resolve("data"));
    assertRefused("empty", "there is no file in this folder");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attachment.all(here, "data/{a"))
        .withMessageMatching("is no pattern of names: Missing '}'?; write data/\\*.csv");
  }

  @Test
  void tooManyFilesAreRefused() throws IOException {
    for (int i = 0; i <= AttachedFiles.MOST; i++) {
      Files.createFile(here.resolve("empty" + i));
    }

    assertRefused(
        "empty*", "more than 1000 files; put them into an archive that the program unpacks");
  }

  private void assertRefused(String pattern, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Attachment.all(here, pattern))
        .withMessage(message);
  }

  @Test
  void theFirstContentsThatFitAreInTheTextAndTheOthersApart() throws IOException {
    Files.write(here.resolve("1"), new byte[400 * 1024]);
    Files.write(here.resolve("2"), new byte[200 * 1024]);
    Files.write(here.resolve("3"), new byte[100 * 1024]);
    Files.write(here.resolve("4"), new byte[600 * 1024]);

    Command command = new Command("true").files(Attachment.all(here, "[1234]"));

    assertThat(command.files())
        .extracting(file -> file.content() instanceof FileContent.Inline)
        .containsExactly(true, false, true, false);
    Path copy = folder.resolve("copy");
    for (Attachment file : command.files()) {
      file.content().writeTo(copy);
      assertThat(copy).hasSameBinaryContentAs(here.resolve(file.name()));
    }
    assertThat(new Command("true").files(command.files())).isEqualTo(command);
  }
}
