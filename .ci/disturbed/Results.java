import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.labactors.Lab;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;

/** The study that is disturbed, and what its notebooks hold. */
final class Results {

  static final String TAG = "nap";
  private static final List<String> OPTIONS =
      List.of(
          "--seconds",
          "--trials",
          "--programs",
          "--seed",
          "--runs",
          "--engines",
          "--bundles",
          "--connections",
          "--rounds");

  private Results() {}

  /** Compares: {@code CALM.db DISTURBED.db TRIALS}. */
  public static void main(String... arguments) {
    Path disturbed = Path.of(arguments[1]);
    int trials = Integer.parseInt(arguments[2]);
    System.out.printf(
        "%,d trials recorded once each, with the results of an undisturbed run; attempts %s%n",
        trials, requireSame(Path.of(arguments[0]), disturbed, trials));
  }

  /** Writes a run file with so many trials of so many milliseconds. */
  static void writeRunFile(Path file, int trials, int milliseconds) throws IOException {
    writeRunFile(file, "Nap", trials, milliseconds);
  }

  /** The same with another experiment. */
  static void writeRunFile(Path file, String experiment, int trials, int milliseconds)
      throws IOException {
    Files.writeString(
        file,
        """
        study {
          tag        = nap
          experiment = { class = %s, milliseconds = %d }
          parameters { n { from = 1, to = %d, step = 1 } }
          seed       = 42
        }
        """
            .formatted(experiment, milliseconds, trials));
  }

  /** Runs the study in one JVM, where nothing disturbs it. */
  static void runCalmly(Path folder, String... more) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", "nap.conf", "--notebook", "calm.db"));
    arguments.addAll(List.of(more));
    hurry(folder);
    LabProcess calm =
        LabProcess.start("calm", folder, List.of(), Map.of(), arguments.toArray(String[]::new));
    calm.requireSuccess(Duration.ofMinutes(5));
    Files.delete(folder.resolve(Nap.HURRY));
  }

  /** Has what is left of a run be done at once, since nothing is to disturb it any more. */
  static void hurry(Path folder) throws IOException {
    Files.createFile(folder.resolve(Nap.HURRY));
  }

  /**
   * Requires that two notebooks hold the same results, each trial once and none failed.
   *
   * @return how many trials took how many attempts
   */
  static Map<Integer, Integer> requireSame(Path calm, Path disturbed, int trials) {
    return requireSame(calm, disturbed.toString(), trials);
  }

  /** The same with a notebook that need not be a file. */
  static Map<Integer, Integer> requireSame(Path calm, String disturbed, int trials) {
    Map<Integer, Integer> attempts = new TreeMap<>();
    try (Notebook one = Lab.read(calm);
        Notebook other = Lab.read(disturbed);
        Stream<Row> expected = one.resultSet(TAG).orElseThrow().rows(Query.ALL);
        Stream<Row> found = other.resultSet(TAG).orElseThrow().rows(Query.ALL)) {
      Iterator<Row> left = expected.iterator();
      Iterator<Row> right = found.iterator();
      for (int i = 0; i < trials; i++) {
        if (!right.hasNext()) {
          throw new IllegalStateException("only " + i + " of " + trials + " rows are recorded");
        }
        Row row = right.next();
        if (row.trial() != i || !measured(row).equals(measured(left.next()))) {
          throw new IllegalStateException(
              "row "
                  + i
                  + " is not that of the calm run: "
                  + measured(row)
                  + " by "
                  + row.engine());
        }
        attempts.merge(row.attempt(), 1, Integer::sum);
      }
      if (right.hasNext() || left.hasNext()) {
        throw new IllegalStateException("there are more than " + trials + " rows");
      }
    }
    return attempts;
  }

  private static List<Object> measured(Row row) {
    return List.of(
        row.trial(),
        row.row(),
        row.point(),
        row.replicate(),
        row.status(),
        row.parameters(),
        row.results());
  }

  /** How many trials that began after a moment were recorded by the engines at an address. */
  static long recordedSince(Path notebook, Instant moment, String address) {
    if (!Files.exists(notebook)) {
      return 0;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + notebook);
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT count(*) FROM " + TAG + " WHERE _start_time > ? AND _engine LIKE ?")) {
      query.setDouble(1, moment.toEpochMilli() / 1000.0);
      query.setString(2, address + "%");
      return query.executeQuery().getLong(1);
    } catch (SQLException notYet) {
      if (String.valueOf(notYet.getMessage()).contains("no such table")) {
        return 0;
      }
      throw new IllegalStateException(
          "the notebook cannot be read: " + notYet.getMessage(), notYet);
    }
  }

  /** A port of this machine that is free. */
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The value of an option, as {@code --seconds 60}. */
  static long option(String[] arguments, String name, long usual) {
    for (int i = 0; i < arguments.length; i += 2) {
      if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            arguments[i] + ": must be one of " + OPTIONS + ", followed by a number");
      }
      if (arguments[i].equals(name)) {
        return Long.parseLong(arguments[i + 1]);
      }
    }
    return usual;
  }
}
