package org.labactors.combinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.Lab;
import org.labactors.combinator.Samples.FailingNowAndThen;
import org.labactors.combinator.Samples.Gauss;
import org.labactors.experiment.Experiment;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.study.Study;

/** Summaries beside the same statistics, computed by SQLite over the rows themselves. */
@Timeout(120)
class SummaryBySqlTest {

  private static final int N = 1_000;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("all.db");
  }

  private void run(String tag, Experiment experiment, int replicates) throws Exception {
    try (Lab lab = Lab.builder().notebook(file).engines(2).open()) {
      lab.submit(tag, Study.of(experiment).with("mu", -3, 1e6).replicates(replicates).seed(42))
          .await();
    }
  }

  /** The statistics of z at one value of mu, from the raw rows. */
  private Map<String, Double> bySql(String table, double mu) throws SQLException {
    String raw = "(SELECT z FROM " + table + " WHERE mu = " + mu + " AND _status = 'ok')";
    String mean = "(SELECT avg(z) FROM " + raw + ")";
    String sql =
        "SELECT count(z) AS count, min(z) AS min, max(z) AS max, avg(z) AS mean,"
            + (" sum((z - " + mean + ") * (z - " + mean + ")) / (count(z) - 1) AS variance,")
            + (" (SELECT avg(z) FROM (SELECT z FROM " + raw + " ORDER BY z")
            + (" LIMIT 2 - (SELECT count(*) FROM " + raw + ") % 2")
            + (" OFFSET (SELECT (count(*) - 1) / 2 FROM " + raw + "))) AS median FROM " + raw);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return Map.of(
          "count", row.getDouble("count"),
          "min", row.getDouble("min"),
          "max", row.getDouble("max"),
          "mean", row.getDouble("mean"),
          "variance", row.getDouble("variance"),
          "median", row.getDouble("median"));
    }
  }

  private List<Row> rows(String tag) {
    try (Notebook notebook = Lab.read(file);
        Stream<Row> rows = notebook.resultSet(tag).orElseThrow().rows(Query.SUCCESSFUL)) {
      return rows.toList();
    }
  }

  private static void assertSame(Row summary, Map<String, Double> sql) {
    sql.forEach(
        (name, value) ->
            assertThat(summary.getDouble("z_" + name))
                .as(name)
                .isCloseTo(value, within(1e-9 * Math.abs(value))));
    assertThat(summary.getDouble("z_standard_error"))
        .isCloseTo(Math.sqrt(sql.get("variance") / sql.get("count")), within(1e-9));
    // For 999 degrees of freedom 97.5 % of Student's t are below 1.9623414611.
    assertThat(summary.getDouble("z_confidence_high") - summary.getDouble("z_mean"))
        .isCloseTo(1.9623414611 * summary.getDouble("z_standard_error"), within(1e-6));
  }

  @Test
  void theSummaryOfAThousandRunsIsWhatSqlSaysOfTheirRows() throws Exception {
    run("raw", new Repeated(new Gauss(), N), 1);

    run("short", new Summary(new Repeated(new Gauss(), N), "z"), 1);

    List<Row> summaries = rows("short");
    assertThat(summaries).hasSize(2);
    for (Row summary : summaries) {
      Map<String, Double> sql = bySql("raw", summary.getDouble("mu"));
      assertThat(sql).containsEntry("count", 1_000.0);
      assertSame(summary, sql);
    }
  }

  @Test
  void metadataOfRepetitionsAreColumnsOfEachRow() throws Exception {
    run("raw", new Repeated(new Gauss(), N), 1);

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), sum(repetition = _row), min(repetitions), max(repetitions),"
                    + " count(DISTINCT z) FROM raw")) {
      assertThat(List.of(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)))
          .containsExactly(2 * N, 2 * N, N, N, 2 * N);
    }
  }

  @Test
  void whatSqlLeavesOutAsFailedTheSummaryLeavesOutAndCounts() throws Exception {
    run("raw", new FailingNowAndThen(7), N);
    run("short", new Summary(new Repeated(new FailingNowAndThen(7), N), "z"), 1);

    for (Row summary : rows("short")) {
      Map<String, Double> sql = bySql("raw", summary.getDouble("mu"));
      assertThat(sql.get("count")).isBetween(800.0, 900.0);
      assertThat(summary.metadata()).containsEntry("failed_runs", N - summary.getLong("z_count"));
      // Other random numbers, as these are other trials: the same but for chance.
      assertThat(summary.getDouble("z_mean")).isCloseTo(sql.get("mean"), within(0.4));
      assertThat(summary.getDouble("z_mean")).isCloseTo(3.5, within(0.3));
    }
  }
}
