package org.labactors.internal.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.labactors.design.Range;
import org.labactors.experiment.Values;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.study.Study;

/**
 * How fast results become durable, beside a bare JDBC loop that inserts rows of the same columns in
 * transactions of the same size. Run by hand: {@code main [trials] [rounds]}.
 */
final class RecordingSpeed {

  private static final int BATCH = 1_000;

  private RecordingSpeed() {}

  public static void main(String[] args) throws Exception {
    int trials = args.length > 0 ? Integer.parseInt(args[0]) : 300_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
    Path folder = Files.createTempDirectory("recording-speed");
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      double bare = bare(folder.resolve("bare.db"), trials);
      double ours = notebook(folder.resolve("notebook.db"), trials);
      ratios.add(ours / bare);
      System.out.printf(
          "bare JDBC %,9.0f rows/s   notebook %,9.0f trials/s   ratio %.2f%n",
          bare, ours, ours / bare);
      for (String file : List.of("bare.db", "notebook.db")) {
        Files.delete(folder.resolve(file));
      }
    }
    Collections.sort(ratios.subList(1, ratios.size()));
    System.out.printf(
        "median ratio after the first round: %.2f%n", ratios.get(1 + (rounds - 1) / 2));
    try (Stream<Path> rest = Files.list(folder)) {
      for (Path file : rest.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static double notebook(Path file, int trials) {
    int side = (int) Math.ceil(Math.sqrt(trials));
    Study study =
        Study.of(new Recordings.Silent())
            .with("x", Range.linspace(-6.28, 6.28, side))
            .with("y", Range.linspace(-6.28, 6.28, side))
            .seed(1);
    List<Batch> batches = new ArrayList<>();
    for (int first = 0; first < trials; first += BATCH) {
      Batch.Builder batch = new Batch.Builder("engine-1", 1);
      for (int trial = first; trial < first + BATCH; trial++) {
        batch.add(Recordings.ok(trial, Values.of("z", Math.sin(trial))));
      }
      batches.add(batch.build());
    }
    try (JdbcNotebook notebook = Notebooks.open(file);
        Recorder recorder = notebook.record("curve", study, RecordOptions.DEFAULT)) {
      long start = System.nanoTime();
      for (Batch batch : batches) {
        recorder.record(List.of(batch));
      }
      return trials * 1e9 / (System.nanoTime() - start);
    }
  }

  private static double bare(Path file, int trials) throws Exception {
    List<String> columns = new ArrayList<>(ResultTable.OWN);
    columns.addAll(List.of("x", "y", "z"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          "CREATE TABLE curve ("
              + String.join(", ", columns).replaceFirst("_trial", "_trial INTEGER PRIMARY KEY")
              + ")");
      connection.setAutoCommit(false);
      String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO curve VALUES (" + marks + ")")) {
        long start = System.nanoTime();
        for (int trial = 0; trial < trials; trial++) {
          bind(insert, trial, trials);
          insert.addBatch();
          if (trial % BATCH == BATCH - 1) {
            insert.executeBatch();
            connection.commit();
          }
        }
        return trials * 1e9 / (System.nanoTime() - start);
      }
    }
  }

  private static void bind(PreparedStatement insert, int trial, int trials) throws Exception {
    insert.setLong(1, trial);
    insert.setLong(2, trial * 7_919L % trials);
    insert.setInt(3, 0);
    insert.setString(4, "ok");
    insert.setDouble(5, 1.7e9);
    insert.setDouble(6, 1.7e9 + 0.875);
    insert.setDouble(7, 0.875);
    insert.setDouble(8, 0.25);
    insert.setDouble(9, 0.5);
    insert.setDouble(10, 0.125);
    insert.setString(11, "engine-1");
    insert.setInt(12, 1);
    for (int i = 13; i <= 16; i++) {
      insert.setNull(i, Types.NULL);
    }
    insert.setDouble(17, trial * 0.01);
    insert.setDouble(18, trial * 0.02);
    insert.setDouble(19, Math.sin(trial));
  }
}
