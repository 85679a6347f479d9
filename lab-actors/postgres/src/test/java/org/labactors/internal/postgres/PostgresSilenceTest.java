package org.labactors.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Recorder;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Row;
import org.labactors.study.Tally;
import org.postgresql.Driver;

/** Servers that are there, but do not answer any more. */
@Timeout(120)
final class PostgresSilenceTest {

  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** More than the system takes in for a program that does not read. */
  private static final int MUCH = 40_000_000;

  private String url;
  private String writer = "";

  @BeforeEach
  void makeSchema() {
    url = PostgresServer.shared().newSchema();
  }

  @AfterEach
  void thaw() throws Exception {
    if (!writer.isEmpty()) {
      int unused = signal("CONT"); // it may be gone already
    }
  }

  private static JdbcNotebook open(String url) {
    return JdbcNotebook.open(PostgresDatabase.at(url, System::getenv, SILENCE));
  }

  private int signal(String signal) throws Exception {
    return new ProcessBuilder("kill", "-" + signal, writer).start().waitFor();
  }

  /** Stops the server's process that writes for us, as a frozen machine would. */
  private void freezeWriter() throws Exception {
    PostgresServer.shared().data(); // skips the test if the server is somewhere else
    writer =
        PostgresServer.sql(
            url, "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'process %'");
    assertThat(signal("STOP")).isZero();
  }

  /** Records as the lab does: what cannot be recorded now is tried again. */
  private static void recordAtLast(Recorder recorder, Batch batch) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              try {
                recorder.record(List.of(batch));
                return true;
              } catch (NotebookException failure) {
                assertThat(failure.isTemporary()).as(failure.getMessage()).isTrue();
                return false;
              }
            });
  }

  private static void assertRecordedOnce(JdbcNotebook notebook, int trials) {
    assertThat(rows(notebook, "t"))
        .extracting(Row::trial)
        .isEqualTo(LongStream.range(0, trials).boxed().toList());
  }

  @Test
  void aServerThatFallsSilentIsGivenUpSoonAndNothingIsLost() throws Exception {
    try (JdbcNotebook notebook = open(url);
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      recordAtLast(recorder, numbers(0, 10));

      freezeWriter();

      assertThatThrownBy(() -> recorder.record(List.of(numbers(10, 20))))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining("cannot be reached")
          .matches(failure -> ((NotebookException) failure).isTemporary());
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 10, 0));
      assertThat(signal("CONT")).isZero();
      recordAtLast(recorder, numbers(10, 20));
      assertRecordedOnce(notebook, 20);
    }
  }

  @Test
  void aServerThatTakesNothingAnyMoreIsGivenUpSoon() throws Exception {
    try (JdbcNotebook notebook = open(url);
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      recordAtLast(recorder, batch(ok(0, "z", "text")));

      freezeWriter();

      assertThatThrownBy(() -> recorder.record(List.of(batch(ok(1, "z", "x".repeat(MUCH))))))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining("cannot be reached")
          .matches(failure -> ((NotebookException) failure).isTemporary());
      assertThat(signal("CONT")).isZero();
      recordAtLast(recorder, batch(ok(1, "z", "text")));
      assertRecordedOnce(notebook, 2);
    }
  }

  @Test
  void aCommitWhoseAnswerNeverComesIsCountedOnce() throws Exception {
    Properties address = Driver.parseURL(url, new Properties());
    String host = address.getProperty("PGHOST");
    int port = Integer.parseInt(address.getProperty("PGPORT"));
    try (DeafRelay relay = DeafRelay.to(host, port);
        JdbcNotebook notebook = open(url.replace(host + ":" + port, "127.0.0.1:" + relay.port()));
        Recorder recorder = notebook.record("t", counting(100), RecordOptions.DEFAULT)) {
      recordAtLast(recorder, numbers(0, 10));

      relay.goDeafAt("COMMIT");

      assertThatThrownBy(() -> recorder.record(List.of(numbers(10, 20))))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining("cannot be reached");
      await().until(() -> PostgresServer.sql(url, "SELECT count(*) FROM t").equals("20"));
      recordAtLast(recorder, numbers(10, 20));
      recordAtLast(recorder, numbers(20, 30));
      assertThat(recorder.tally()).isEqualTo(new Tally(100, 30, 0));
      assertRecordedOnce(notebook, 30);
    }
  }
}
