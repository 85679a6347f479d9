package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.ProcessReport;

/** What a test that fails says of its processes. */
class ProcessReportIT {

  @TempDir private Path folder;

  @Test
  void aFailureCarriesExitCodesOutputAndThreads() throws Exception {
    String seed = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    AssertionError failure = new AssertionError("expected");
    try (LabProcess wrong = LabProcess.start(folder, "run", "nothing.conf");
        LabProcess node =
            LabProcess.start(folder, "node", "--profile", LocalCluster.PROFILE, "--set", seed)) {
      assertThat(wrong.exitCode()).isEqualTo(2);
      await().atMost(Duration.ofSeconds(60)).until(() -> node.err().contains("engine node on"));

      Throwable told =
          catchThrowable(() -> new ProcessReport().handleTestExecutionException(null, failure));

      assertThat(told).isSameAs(failure);
      assertThat(told.getSuppressed()).hasSize(1);
      assertThat(told.getSuppressed()[0])
          .hasMessageContaining("lab run nothing.conf, process ")
          .hasMessageContaining(": exit code 2")
          .hasMessageContaining("nothing.conf")
          .hasMessageContaining("lab node --profile")
          .hasMessageContaining(": running")
          .hasMessageContaining("\"main\"")
          .hasMessageContaining("waiting for a lab at");
    }
  }
}
