package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.experiment.Status;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;

/** A trial that ends the JVM of every engine it is given to. */
class KillerIT {

  private static final int TRIALS = 1_000;
  private static final long KILLER = 500;

  /** Restarts of a JVM, one after the other, on a machine that may be busy. */
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private LocalCluster cluster;

  @BeforeEach
  void prepare() throws Exception {
    cluster = new LocalCluster(folder);
    Files.writeString(
        folder.resolve("killer.conf"),
        """
        study {
          experiment = { class = org.labactors.cli.Killer, at = %d, how = halt, milliseconds = 3 }
          parameters { x { from = 1, to = %d, step = 1 } }
          seed = 42
        }
        """
            .formatted(KILLER, TRIALS));
  }

  @AfterEach
  void end() throws Exception {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource({
    "halt,  2, 2, exit status 7",
    "halt,  4, 2, exit status 7",
    "crash, 2, 2, exit status 1: SIGSEGV (0xb) at",
    "hoard, 2, 2, exit status 3: Terminating due to java.lang.OutOfMemoryError: Java heap space"
  })
  void onlyTheKillerIsLost(String how, int engines, int nodes, String ending) throws Exception {
    LabProcess start =
        cluster.start(
            List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
            "--engines",
            Integer.toString(engines),
            "--nodes",
            Integer.toString(nodes));
    assertThat(start.exitCode()).as(start.err()).isZero();

    LabProcess run =
        cluster.run(
            "killer.conf",
            "--set",
            "study.experiment.how=" + how,
            "--set",
            "lab.min-engines=" + engines);

    assertThat(run.endsWithin(LONG)).as(run.err()).isTrue();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SOME_FAILED);
    List<Row> rows = rows();
    assertThat(rows.stream().map(Row::trial).sorted())
        .isEqualTo(IntStream.range(0, TRIALS).mapToObj(trial -> (long) trial).toList());
    List<Row> failed = rows.stream().filter(row -> row.status() != Status.OK).toList();
    assertThat(failed).hasSize(1);
    Row lost = failed.get(0);
    assertThat(lost.parameters()).containsEntry("x", KILLER);
    assertThat(lost.status()).isEqualTo(Status.LOST);
    assertThat(lost.attempt()).isEqualTo(3);
    String exception = lost.failure().exception();
    assertThat(exception)
        .startsWith("lost: 3 engines died while running it and nothing else: 127.0.0.1:");
    assertThat(exception.split("127.0.0.1:", -1)).hasSize(4);
    assertThat(exception.split(Pattern.quote(ending), -1)).hasSize(4);
  }

  private List<Row> rows() {
    try (Notebook notebook =
            Reading.openIfThere(folder.resolve("killer.db").toString()).orElseThrow();
        Stream<Row> rows = notebook.resultSet("killer").orElseThrow().rows(Query.ALL)) {
      return rows.toList();
    }
  }
}
