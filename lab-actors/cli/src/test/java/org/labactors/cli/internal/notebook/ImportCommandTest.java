package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.cli.Screen;

class ImportCommandTest {

  @TempDir Path folder;
  private final Screen screen = new Screen();

  private int lab(String... arguments) {
    return screen.lab(arguments);
  }

  @Test
  void whatIsImportedIsListedAndCanBeExportedAgain() throws Exception {
    Path epyc = folder.resolve("epyc.json");
    try (InputStream sample =
        getClass().getResourceAsStream("/org/labactors/notebook/epyc/epyc-notebook.json")) {
      Files.copy(sample, epyc);
    }
    String notebook = folder.resolve("lab.db").toString();

    int exitCode = lab("notebook", "import", epyc.toString(), notebook);

    assertThat(exitCode).isZero();
    assertThat(screen.out()).isEqualTo("percolation: 4 rows, and 1 pending, now cancelled\n");
    Path csv = folder.resolve("out.csv");
    assertThat(lab("notebook", "export", notebook, "percolation", "-o", csv.toString())).isZero();
    assertThat(Files.readString(csv)).contains(",lattice,").contains("was pending in epyc");
  }

  @Test
  void whatHasAnotherNameHereIsSaidAndTheWholeNotebookGoesOutAgain() throws Exception {
    Path epyc = folder.resolve("epyc.json");
    try (InputStream sample =
        getClass().getResourceAsStream("/org/labactors/notebook/epyc/epyc/under.json")) {
      Files.copy(sample, epyc);
    }
    String notebook = folder.resolve("lab.db").toString();

    assertThat(lab("notebook", "import", epyc.toString(), notebook)).isZero();

    assertThat(screen.out()).isEqualTo("epyc.resultset.default: 2 rows\n");
    assertThat(screen.err())
        .isEqualTo(
            """
            lab: note: epyc.resultset.default: the result '' is 'epyc' here
            lab: note: epyc.resultset.default: the result '_r' is 'epyc_r' here
            """);
    Path out = folder.resolve("out.json");
    assertThat(lab("notebook", "export", notebook, "--format", "epyc", "-o", out.toString()))
        .isZero();
    assertThat(screen.out()).endsWith(out + ": 2 rows\n");
    assertThat(lab("notebook", "export", notebook)).isEqualTo(2);
    assertThat(screen.err())
        .contains(
            "lab: the format csv holds one result set; give its tag after the notebook, which has"
                + " epyc.resultset.default. Only --format epyc writes a whole notebook\n");
    assertThat(lab("notebook", "export", notebook, "--format", "epyc", "--successful"))
        .isEqualTo(2);
    assertThat(screen.err()).contains("lab: --where and --successful go with one result set");
  }

  @Test
  void aFileThatIsNoNotebookOfEpycIsRefusedAndNothingIsMade() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.json"), "[]");
    Path notebook = folder.resolve("lab.db");

    int exitCode = lab("notebook", "import", wrong.toString(), notebook.toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo(
            "lab: "
                + wrong
                + ", line 1: this is no notebook of epyc that can be read: there is no JSON object"
                + " where one should be\n");
    assertThat(notebook).doesNotExist();
  }
}
