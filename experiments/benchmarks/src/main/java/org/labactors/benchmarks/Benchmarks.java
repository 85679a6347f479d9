package org.labactors.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that measures; see the README beside the sources. */
@Command(
    name = "experiments/benchmarks/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures the lab and prints one table. What counts are the ratios, each taken within this"
            + " run.")
public final class Benchmarks implements Callable<Integer> {

  /** The folder of this module, with its scripts. */
  private static final Path HOME = Path.of(System.getProperty("benchmarks.home", "."));

  /** Many nodes on one machine. */
  private static final Path PROFILE = HOME.resolve("../../config/profiles/cluster.conf");

  /** A load average above which something else is at work. */
  private static final double BUSY = 0.5;

  /** What there is to measure. */
  enum Section {
    /** Durable trials per second, against bare inserts. */
    RATE,
    /** Speed-up of busy trials, against a plain loop. */
    SPEEDUP,
    /** The same work with joblib, ipyparallel and Dask. */
    OTHERS,
    /** Programs, and functions in Python, against others that run them. */
    PROGRAMS,
    /** Cost of a trial from 1,000 to 10,000,000 of them. */
    SCALE,
    /** Memory at 1,000 and at 1,000,000,000 points. */
    MEMORY,
    /** What a lab with a thousand engines costs. */
    CROWD,
    /** The first two with engines in other JVMs. */
    REMOTE,
    /** From nothing to the first result. */
    START,
    /** The pieces that every trial goes through. */
    PIECES
  }

  @Parameters(
      paramLabel = "SECTION",
      arity = "0..*",
      description = "What to measure: ${COMPLETION-CANDIDATES}; everything, if nothing is named.")
  private Set<Section> wanted = EnumSet.noneOf(Section.class);

  @ArgGroup private Lengths lengths = new Lengths();

  /** One of these, or none. */
  private static final class Lengths {
    @Option(
        names = "--full",
        description = "Longer: about three quarters of an hour instead of four minutes.")
    private boolean full;

    @Option(
        names = "--smallest",
        description = "As short as can be, to see that each section runs; the figures say nothing.")
    private boolean smallest;

    Length chosen() {
      if (full) {
        return Length.FULL;
      }
      return smallest ? Length.SMALLEST : Length.QUICK;
    }
  }

  @Option(
      names = "--engines",
      paramLabel = "N",
      description = "How many engines; one for each core, if it is not given.")
  private int engines = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = "${sys:benchmarks.home}/target/notebooks",
      description = "Where notebooks are put for a while, on a real disk; here: ${DEFAULT-VALUE}.")
  private Path folder = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  public static void main(String... args) {
    System.exit(
        new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (engines < 1) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--engines is " + engines + "; it must be at least 1");
    }
    Length length = lengths.chosen();
    Set<Section> chosen = wanted.isEmpty() ? EnumSet.allOf(Section.class) : wanted;
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    System.out.printf(
        "%d engines on %d cores, Java %s, %s%n%n",
        engines,
        machine.getAvailableProcessors(),
        System.getProperty("java.version"),
        length.name().toLowerCase(Locale.ROOT));
    if (machine.getSystemLoadAverage() > BUSY) {
      System.out.printf(
          "The machine is busy (load %.1f): what follows says little.%n%n",
          machine.getSystemLoadAverage());
    }
    Table table = new Table(System.out);
    LabBench lab = new LabBench(folder, engines);
    Sections sections = new Sections(table, lab, length);
    ClusterSections cluster = new ClusterSections(table, lab, length);
    ProgramSections programs = new ProgramSections(table, lab, length, HOME.resolve("python"));
    return measureAll(chosen, table, each -> measure(each, sections, programs, cluster)) ? 0 : 1;
  }

  /** Something that can be done for a section. */
  interface Measurement {
    void measure(Section section) throws Exception;
  }

  /**
   * Measures section after section. One that fails is a line of the table, and the next follow.
   *
   * @return whether none has failed
   */
  static boolean measureAll(Set<Section> chosen, Table table, Measurement measurement)
      throws InterruptedException {
    boolean ok = true;
    for (Section each : chosen) {
      try {
        measurement.measure(each);
      } catch (InterruptedException end) {
        throw end;
      } catch (Exception | LinkageError | AssertionError failure) {
        ok = false;
        table.failed(each.name().toLowerCase(Locale.ROOT), failure);
        failure.printStackTrace();
      }
    }
    return ok;
  }

  private static void measure(
      Section section, Sections table, ProgramSections programs, ClusterSections cluster)
      throws Exception {
    switch (section) {
      case RATE -> table.rate();
      case SPEEDUP -> table.speedUp();
      case OTHERS -> table.others(HOME.resolve("python/others.py"));
      case PROGRAMS -> programs.programs();
      case SCALE -> table.scale();
      case MEMORY -> table.memory();
      case CROWD -> cluster.crowd();
      case REMOTE -> cluster.remote(PROFILE);
      case START -> cluster.start(HOME, PROFILE);
      case PIECES -> table.pieces();
    }
  }
}
