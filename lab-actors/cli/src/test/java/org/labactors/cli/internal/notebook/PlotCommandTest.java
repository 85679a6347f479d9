package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.cli.Screen;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;

class PlotCommandTest {

  @TempDir private Path folder;
  private final Screen screen = new Screen();
  private Path file;
  private WritableNotebook notebook;
  private Recorder recorder;

  /** A study of ten trials that is running: six are recorded. */
  @BeforeEach
  void beginStudy() {
    file = folder.resolve("notes.db");
    notebook = Notebooks.open(file);
    recorder = notebook.record("counting", Recordings.counting(10), RecordOptions.DEFAULT);
    recorder.record(List.of(Recordings.numbers(0, 6)));
  }

  @AfterEach
  void endStudy() {
    recorder.close();
    notebook.close();
  }

  private int plot(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "plot";
    arguments[1] = file.toString();
    arguments[2] = "counting";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return screen.lab(arguments);
  }

  @Test
  void aPictureIsDrawnWhileTheStudyRuns() {
    Path picture = folder.resolve("counting.svg");

    int exitCode = plot("-o", picture.toString());

    assertThat(screen.err()).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(screen.out())
        .isEqualTo(
            picture + ": the mean of z over k; 6 rows\n" + "so far 6 of 10 trials are recorded\n");
    assertThat(picture).content().contains("<svg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--x k --y zz         | has no 'zz', which --y names; it has parameters k, and results z",
        "--by zz              | has no 'zz', which --by names",
        "--heatmap k kk z     | has no 'kk', which the second of --heatmap names",
        "--histogram z --x k  | --x does not go with --histogram; leave one of them out",
        "--histogram z --scatter | only one of --scatter, --heatmap and --histogram is possible",
        "-o picture.gif       | 'picture.gif' is the name of no picture; let it end with .png or .svg"
      })
  void whatIsNotPossibleIsRefused(String options, String message) {
    int exitCode = plot(options.split(" "));

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).startsWith("lab: ").contains(message).doesNotContain("\tat ");
  }

  @Test
  void aTagThatIsNotThereIsRefusedWithThoseThatAreAndTheNearest() {
    int exitCode = screen.lab("plot", file.toString(), "countin");

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo(
            "lab: there is no result set 'countin' in the notebook '"
                + file
                + "'; it has counting\n"
                + "Maybe counting?\n");
  }

  @Test
  void aNotebookThatIsNotThereIsRefused() {
    int exitCode = screen.lab("plot", folder.resolve("no.db").toString(), "t");

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).startsWith("lab: there is no notebook '");
    assertThat(folder.resolve("no.db")).doesNotExist();
  }
}
