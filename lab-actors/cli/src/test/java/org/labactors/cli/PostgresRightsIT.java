package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.Lab;
import org.labactors.internal.postgres.PostgresRole;
import org.labactors.internal.postgres.PostgresServer;
import org.labactors.notebook.Notebook;
import org.labactors.study.Tally;

/** A run whose user loses a right in the middle. */
class PostgresRightsIT {

  private static final int TRIALS = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private PostgresRole role;
  private String owner;
  private String schema;

  @BeforeEach
  void prepare() throws IOException {
    PostgresServer server = PostgresServer.shared();
    role = PostgresRole.create(server);
    owner = server.newSchema();
    schema = owner.replaceFirst(".*currentSchema=", "");
    role.sql(owner, "GRANT USAGE, CREATE ON SCHEMA " + schema + " TO ROLE_NAME");
    role.sql(owner, "ALTER ROLE ROLE_NAME SET statement_timeout = '50ms'");
    Files.writeString(
        folder.resolve("slow.conf"),
        """
        study {
          experiment = { class = org.labactors.cli.Waiting, milliseconds = 5, failFrom = 100000 }
          parameters { x { from = 1, to = %d, step = 1 } }
          seed       = 42
        }
        lab { engines = 2 }
        """
            .formatted(TRIALS));
  }

  @AfterEach
  void dropRole() {
    role.close();
  }

  @Test
  void theRunWaitsSaysWhatToGrantAndGoesOnWhenItIsGranted() throws Exception {
    try (LabProcess lab =
        LabProcess.start(folder, "run", "slow.conf", "--notebook", role.at(owner))) {
      await().atMost(PATIENCE).until(() -> recorded() > 100);
      role.sql(owner, "REVOKE INSERT ON TABLE slow FROM ROLE_NAME");

      String grant = "GRANT INSERT ON TABLE " + schema + ".slow TO " + role.name();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(lab.err()).contains(grant));
      long before = recorded();
      assertThat(before).isLessThan(TRIALS);
      assertThat(lab.endsWithin(Duration.ofMillis(1))).isFalse();
      role.sql(owner, "GRANT INSERT ON TABLE slow TO ROLE_NAME");

      assertThat(lab.endsWithin(PATIENCE)).as(lab.err()).isTrue();
      assertThat(lab.exitCode()).as(lab.err()).isZero();
      assertThat(lab.err())
          .contains("waiting: the notebook '", "permission denied for table slow")
          .contains("going on")
          .doesNotContain("\tat ");
    }
    try (Notebook notebook = Lab.read(owner)) {
      assertThat(notebook.resultSet("slow").orElseThrow().tally())
          .isEqualTo(new Tally(TRIALS, TRIALS, 0));
    }
  }

  private long recorded() {
    try (Notebook notebook = Lab.read(owner)) {
      return notebook.resultSet("slow").map(results -> results.tally().recorded()).orElse(0L);
    }
  }
}
