package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.experiment.Status;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;

/** A lab that is stopped (SIGSTOP) for longer than its trials may take. */
class StoppedTrialIT {

  /** The program runs for ten seconds, in eight of which the lab is stopped. */
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  @TempDir private Path folder;

  @Test
  void theTimeDoesNotCountIntoTheTimeout() throws Exception {
    Files.writeString(
        folder.resolve("t.conf"),
        """
        study {
          tag = t
          experiment { class = Command, command = [sh, -c, "touch $BEGUN; sleep 10; echo y=1"]
                       environment { BEGUN = "%s" }, output = lines }
          parameters { x = 1 }
          timeout = %d s
        }
        """
            .formatted(folder.resolve("begun"), TIMEOUT.toSeconds()));
    try (LabProcess run = LabProcess.start(folder, "run", "t.conf", "--engines", "1")) {
      await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(folder.resolve("begun")));

      run.signal("STOP");
      await()
          .pollDelay(TIMEOUT.plusSeconds(2))
          .until(() -> true); // That is how long it is stopped.
      run.signal("CONT");

      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    try (Notebook notebook = Reading.open(folder.resolve("t.db").toString());
        Stream<Row> rows = notebook.resultSet("t").orElseThrow().rows(Query.ALL)) {
      assertThat(rows).extracting(Row::status).containsExactly(Status.OK);
    }
  }
}
