package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.Lab;
import org.labactors.cli.Screen;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.RecordOptions;

class MergeCommandTest {

  @TempDir private Path folder;

  private String notebook(String name, String tag, Batch... batches) {
    Path file = folder.resolve(name);
    try (WritableNotebook notebook = Notebooks.open(file);
        Recorder recorder = notebook.record(tag, counting(12), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batches));
    }
    return file.toString();
  }

  private Screen merge(int exitCode, String... arguments) {
    Screen screen = new Screen();
    List<String> all = new ArrayList<>(List.of("notebook", "merge"));
    all.addAll(List.of(arguments));
    assertThat(screen.lab(all.toArray(String[]::new)))
        .as(() -> screen.out() + screen.err())
        .isEqualTo(exitCode);
    return screen;
  }

  @Test
  void theMergedNotebookHasTheRowsOfAll() throws Exception {
    String a = notebook("a.db", "t", numbers(0, 5));
    String b = notebook("b.db", "t", numbers(4, 9));
    notebook("b.db", "other", numbers(0, 1));
    byte[] before = Files.readAllBytes(Path.of(a));
    String whole = notebook("whole.db", "t", numbers(0, 9));
    String target = folder.resolve("c.db").toString();

    Screen screen = merge(0, a, b, "-o", target);

    assertThat(screen.out())
        .isEqualTo(
            """
            other: 1 of 12 trials
            t: 9 of 12 trials; 1 result more than once
            """);
    try (Notebook merged = Lab.read(target);
        Notebook expected = Lab.read(whole)) {
      assertThat(rows(merged, "t")).isEqualTo(rows(expected, "t"));
      assertThat(merged.resultSet("t").orElseThrow().digest())
          .isEqualTo(expected.resultSet("t").orElseThrow().digest());
      assertThat(merged.resultSet("t").orElseThrow().provenance())
          .extracting(entry -> entry.facts().get("merged from"))
          .containsExactly(a, b);
    }
    assertThat(Files.readAllBytes(Path.of(a))).isEqualTo(before);
  }

  @Test
  void differentResultsAreNamedAndNothingIsWritten() {
    String a = notebook("a.db", "t", batch(ok(3, "z", 1.0)));
    String b = notebook("b.db", "t", batch(ok(3, "z", 1.5)));
    Path target = folder.resolve("c.db");

    Screen screen = merge(2, a, b, "-o", target.toString());

    assertThat(screen.err())
        .contains("the result set 't' has 1 trial with different results; nothing was written:")
        .contains("trial 3 (", ": z is 1.0 in " + a + ", 1.5 in " + b);
    assertThat(target).doesNotExist();
    merge(0, a, b, "-o", target.toString(), "--prefer", b);
    try (Notebook merged = Lab.read(target.toString())) {
      assertThat(rows(merged, "t")).extracting(row -> row.results().get("z")).containsExactly(1.5);
    }
  }

  @Test
  void whatCannotBeMergedIsRefused() {
    String a = notebook("a.db", "t", numbers(0, 1));
    String b = notebook("b.db", "t", numbers(1, 2));

    assertThat(merge(2, a, b, "-o", a).err()).contains("has a result set 't' already");
    assertThat(merge(2, a, b, "-o", a + "x", "--tag", "u").err())
        .contains("no notebook has a result set 'u'; there are t");
    assertThat(merge(2, a, b, "-o", a + "x", "--prefer", "z.db").err())
        .contains("--prefer z.db is none of the notebooks");
    assertThat(merge(2, a, "-o", a + "x").err()).contains("NOTEBOOK");
    assertThat(folder.resolve("a.dbx")).doesNotExist();
  }
}
