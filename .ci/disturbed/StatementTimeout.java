import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;

/**
 * Runs a study with a notebook in PostgreSQL, as a role with a {@code statement_timeout} of 50 ms,
 * while another session holds one table of the notebook after another for longer than that. Each
 * trial must be recorded once and none as failed, with the results of a run that nothing disturbed.
 *
 * <pre>LAB_TEST_POSTGRES=jdbc:postgresql://… .ci/disturbed/run StatementTimeout [--trials 20000] [--seed N]</pre>
 *
 * The user of that address makes the role, and the database is one to be thrown away. {@code
 * .ci/check-statement-timeout} starts a server for it.
 */
final class StatementTimeout {

  private static final int MILLISECONDS_OF_A_TRIAL = 20;
  private static final int ENGINES = 8;
  private static final String ROLE = "hurried";
  private static final int TIMEOUT = 50;

  /** A statement that has waited for so long would have been cancelled. */
  private static final int CERTAINLY_TOO_LONG = 4 * TIMEOUT;

  /** A table that nobody asks for meanwhile. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

  private static final int FEWEST_WAITS = 5;
  private static final String CANCELLED = "57014";
  private static final Duration TO_FINISH = Duration.ofMinutes(5);

  private final String address;
  private final Random random;
  private final long began = System.nanoTime();

  private StatementTimeout(String address, Random random) {
    this.address = address;
    this.random = random;
  }

  public static void main(String... arguments) throws Exception {
    String address = System.getenv("LAB_TEST_POSTGRES");
    if (address == null) {
      System.out.println("LAB_TEST_POSTGRES names no PostgreSQL server");
      System.exit(77);
    }
    int trials = (int) Results.option(arguments, "--trials", 20_000);
    long seed = Results.option(arguments, "--seed", System.nanoTime());
    System.out.printf("%,d trials; seed %d%n", trials, seed);
    Path folder = Files.createTempDirectory("statement-timeout-");
    Results.writeRunFile(folder.resolve("nap.conf"), trials, MILLISECONDS_OF_A_TRIAL);
    Results.runCalmly(folder);

    new StatementTimeout(address, new Random(seed)).run(folder);

    System.out.printf(
        "%,d trials recorded once each, with the results of an undisturbed run; attempts %s%n",
        trials, Results.requireSame(folder.resolve("calm.db"), address, trials));
  }

  private void run(Path folder) throws Exception {
    try (Connection owner = connect(address)) {
      makeRole(owner);
      LabProcess lab =
          LabProcess.start(
              "lab", folder, List.of(), Map.of(),
              "run", "nap.conf", "--notebook", ofRole(), "--engines", "" + ENGINES);
      int holds = 0;
      int waits = 0;
      try (Connection holder = connect(address)) {
        holder.setAutoCommit(false);
        while (lab.isAlive()) {
          List<String> tables = tables(owner);
          if (!tables.isEmpty()) {
            holds++;
            waits += hold(holder, tables.get(random.nextInt(tables.size())), owner, lab) ? 1 : 0;
          }
          lab.endsWithin(Duration.ofMillis(100 + random.nextInt(300)));
          Hosts.require(elapsed().compareTo(TO_FINISH) < 0, "the run does not end; the lab said\n" + lab.lastLines());
        }
      }
      lab.requireSuccess(Duration.ZERO);
      System.out.printf(
          "%4d s: the lab has finished; of %d times that a table was held, a statement waited %d times for more than %d ms%n",
          elapsed().toSeconds(), holds, waits, CERTAINLY_TOO_LONG);
      Hosts.require(waits >= FEWEST_WAITS, "the run was over before its time; give it more --trials");
    }
  }

  private void makeRole(Connection owner) throws SQLException {
    try (Statement sql = owner.createStatement()) {
      sql.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + System.getenv("PGPASSWORD") + "'");
      sql.execute("ALTER ROLE " + ROLE + " SET statement_timeout = '" + TIMEOUT + "ms'");
      sql.execute("GRANT CREATE ON SCHEMA public TO " + ROLE);
    }
    try (Connection hurried = connect(ofRole());
        Statement sql = hurried.createStatement()) {
      sql.execute("SELECT pg_sleep(60)");
      throw new IllegalStateException("the role's statements have all the time they want");
    } catch (SQLException cancelled) {
      Hosts.require(CANCELLED.equals(cancelled.getSQLState()), "the role cannot be used: " + cancelled.getMessage());
    }
  }

  private String ofRole() {
    return address.replaceFirst("user=[^&]*", "user=" + ROLE);
  }

  private static Connection connect(String address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("password", System.getenv("PGPASSWORD"));
    return DriverManager.getConnection(address, properties);
  }

  /** The tables that the lab has made so far. */
  private static List<String> tables(Connection owner) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement sql = owner.createStatement();
        ResultSet rows =
            sql.executeQuery("SELECT quote_ident(tablename) FROM pg_tables WHERE tableowner = '" + ROLE + "'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  /** Holds a table until a statement has waited for too long, and says whether one has. */
  private static boolean hold(Connection holder, String table, Connection owner, LabProcess lab)
      throws SQLException, InterruptedException {
    try (Statement sql = holder.createStatement()) {
      sql.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      long limit = System.nanoTime() + LONGEST_HOLD.toNanos();
      boolean waited = false;
      while (!waited && System.nanoTime() - limit < 0 && !lab.endsWithin(Duration.ofMillis(20))) {
        waited = isWaiting(owner);
      }
      return waited;
    } finally {
      holder.rollback();
    }
  }

  private static boolean isWaiting(Connection owner) throws SQLException {
    try (Statement sql = owner.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = '"
                    + ROLE
                    + "' AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '"
                    + CERTAINLY_TOO_LONG
                    + " ms'")) {
      return rows.next() && rows.getInt(1) > 0;
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
