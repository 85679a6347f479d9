package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.ok;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.labactors.cli.Screen;
import org.labactors.cli.internal.terminal.ErrorHandler;
import org.labactors.design.Order;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.notebook.format.ExportFormat;
import org.labactors.study.Study;
import picocli.CommandLine;

class ExportCommandTest {

  @TempDir Path folder;
  private final Screen screen = new Screen();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Path file;

  @BeforeEach
  void record() {
    file = folder.resolve("lab.db");
    try (WritableNotebook notebook = Notebooks.open(file);
        Recorder counted = notebook.record("t", counting(3), RecordOptions.DEFAULT);
        Recorder mixed =
            notebook.record(
                "mixed",
                Study.of(new Recordings.Silent())
                    .with("p", 1, "1", "a b", List.of(1, 2))
                    .order(Order.SEQUENTIAL)
                    .seed(1),
                RecordOptions.DEFAULT)) {
      counted.record(
          List.of(batch(ok(0, "z", 0.5, "s", "a,\"b\""), failed(1), ok(2, "z", 1e300, "s", ""))));
      mixed.record(List.of(batch(ok(0, "z", 0), ok(1, "z", 1), ok(2, "z", 2), ok(3, "z", 3))));
    }
  }

  private int export(String... arguments) {
    CommandLine command = new CommandLine(new ExportCommand(screen.console(), out));
    ErrorHandler refusals = new ErrorHandler(screen.console());
    return command
        .setParameterExceptionHandler(refusals)
        .setExecutionExceptionHandler(refusals)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void csvGoesToStandardOutput() {
    int exitCode = export(file.toString(), "t");

    assertThat(exitCode).isZero();
    assertThat(output())
        .isEqualTo(
            """
            _trial,_row,_point,_replicate,_status,_start_time,_end_time,_elapsed_time,_setup_time,\
            _experiment_time,_teardown_time,_engine,_attempt,_exception,_traceback,k,z,s
            0,0,0,0,ok,1.7E9,1.700000000875E9,0.875,0.25,0.5,0.125,engine-1,1,,,0,0.5,"a,""b""\"
            1,0,1,0,failed,1.7E9,1.700000000875E9,0.875,0.25,0.5,0.125,engine-1,1,\
            java.lang.Error: no,"java.lang.Error: no\n\tat home",1,,
            2,0,2,0,ok,1.7E9,1.700000000875E9,0.875,0.25,0.5,0.125,engine-1,1,,,2,1.0E300,""
            """
                .replaceAll("(?<!no)\n", "\r\n"));
  }

  @Test
  void theEndOfTheFilesNameIsItsFormat() throws Exception {
    Path json = folder.resolve("t.jsonl");

    int exitCode = export(file.toString(), "t", "-o", json.toString(), "--successful");

    assertThat(exitCode).isZero();
    assertThat(screen.out()).isEqualTo(json + ": 2 rows\n");
    assertThat(Files.readString(json).lines().toList())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("{\"_trial\":").contains("\"k\":"));
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyByForce() throws Exception {
    Path csv = Files.writeString(folder.resolve("t.csv"), "mine");

    assertThat(export(file.toString(), "t", "-o", csv.toString())).isEqualTo(2);
    assertThat(screen.err()).contains("t.csv' is there already").contains("--force");
    assertThat(csv).hasContent("mine");

    assertThat(export(file.toString(), "t", "-o", csv.toString(), "--force")).isZero();
    assertThat(Files.readString(csv)).startsWith("_trial,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"p=1|0", "p=1.0|0", "p=\"1\"|1", "p=a b|2", "p=[1,2]|3"})
  void rowsAreChosenByTheValueOfAParameter(String condition, int z) {
    int exitCode = export(file.toString(), "mixed", "--where", condition, "--format", "json");

    assertThat(exitCode).isZero();
    assertThat(output().lines()).hasSize(3);
    assertThat(output()).contains("\"z\":" + z + "}");
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void everyFormatHasItsWordOnTheCommandLine(ExportFormat format) {
    Path any = folder.resolve("any");

    assertThat(export(file.toString(), "t", "--format", format.toString(), "-o", any.toString()))
        .isZero();

    assertThat(any).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t --where q=1|lab: the result set 't' has no parameter 'q'; it has k",
        "t --where k|lab: --where k: write it as name=value",
        "t --where k=1 --where k=2|lab: --where k=2: 'k' is given a value already",
        "t --where k=[1|lab: --where k=[1: what begins with '[' must be JSON",
        "u|lab: there is no result set 'u' in the notebook",
        "t --format parquet|lab: the format parquet is not text; name a file for it with -o",
        "t -o t.xls|lab: the end of 't.xls' is that of no format; end it with .csv, .json",
        "t --format xls|lab: Invalid value for option '--format': expected one of [csv, json, jsonl",
      })
  void whatIsWrongIsRefusedInOneLine(String arguments, String message) {
    int exitCode = export((file + " " + arguments).split(" "));

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).startsWith(message).doesNotContain("\tat ");
    assertThat(output()).isEmpty();
  }

  @Test
  void aCrateIsAFolderWithDataAndProvenance() throws Exception {
    Path crate = folder.resolve("crate");

    int exitCode =
        export(
            file.toString(),
            "t",
            "--format",
            "ro-crate",
            "-o",
            crate.toString(),
            "--data",
            "parquet",
            "--author",
            "Ann Example <https://orcid.org/0000-0002-1825-0097>",
            "--author",
            "Bob",
            "--licence",
            "CC-BY-4.0");

    assertThat(exitCode).isZero();
    assertThat(screen.out()).isEqualTo(crate + ": 3 rows\n");
    assertThat(crate.resolve("data.parquet")).isNotEmptyFile();
    assertThat(Files.readString(crate.resolve("ro-crate-metadata.json")))
        .contains("\"Ann Example\"", "\"Bob\"", "https://spdx.org/licenses/CC-BY-4.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t --format ro-crate|lab: the format ro-crate is a folder, or a file that ends with .zip",
        "--format ro-crate -o c|lab: the format ro-crate holds one result set; give its tag after"
            + " the notebook, which has t, mixed",
        "t --licence MIT|lab: --licence goes with --format ro-crate only",
        "t --author Ann|lab: --author goes with --format ro-crate only",
        "t --data csv|lab: --data goes with --format ro-crate only",
        "t --code a.jar|lab: --code goes with --format ro-crate only",
        "t --format ro-crate -o c --licence a?|lab: --licence: 'a?' is no licence; write an",
        "t --format ro-crate -o c --author <a>|lab: --author: '<a>' is no author; write \"Name\"",
        "t --format ro-crate -o c --author A<b>|lab: --author: 'b' is no address of a person; it",
        "t --format ro-crate -o c --code no.jar|lab: the jar 'no.jar' cannot be read",
        "t --format ro-crate -o no/c|lab: the crate 'no/c' cannot be written: there is no folder",
        "t --format ro-crate -o no/c.zip|lab: the file 'no/c.zip' cannot be written: there is no",
      })
  void whatACrateCannotBeIsRefusedInOneLine(String arguments, String message) {
    int exitCode = export((file + " " + arguments).split(" "));

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).startsWith(message).doesNotContain("\tat ");
    assertThat(output()).isEmpty();
  }

  @Test
  void aNotebookThatIsNotThereIsRefused() {
    int exitCode = export("nowhere.db", "t");

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).startsWith("lab: there is no notebook 'nowhere.db'");
  }
}
