package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What epyc.md says to write here is there, and no name of epyc's is left out. */
class EpycPageTest {

  private static final Path PAGE = Path.of("..", "docs", "epyc.md");

  /** The pages that explain what can be written here. */
  private static final List<Path> PAGES =
      List.of(
          Path.of("..", "docs", "run-file.md"),
          Path.of("..", "docs", "programs.md"),
          Path.of("..", "docs", "notebooks.md"),
          Path.of("..", "docs", "clusters.md"));

  private static final List<Path> MODULES =
      Stream.of("core", "postgres", "tables", "cli").map(Path.of("..")::resolve).toList();

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** The public names of epyc 1.x that are mapped, by the class they are in. */
  private static final Map<String, String> NAMES =
      Map.of(
          "Experiment",
          "setUp tearDown configure deconfigure set do report run success results"
              + " experimentalResults parameters metadata resultsdict METADATA PARAMETERS RESULTS"
              + " START_TIME END_TIME ELAPSED_TIME SETUP_TIME EXPERIMENT_TIME TEARDOWN_TIME STATUS"
              + " EXCEPTION TRACEBACK StandardMetadata StandardMetadataTypes",
          "Combinators",
          "ExperimentCombinator RepeatedExperiment repetitions REPETITIONS I SummaryExperiment"
              + " summarise MEAN_SUFFIX MEDIAN_SUFFIX VARIANCE_SUFFIX MIN_SUFFIX MAX_SUFFIX"
              + " UNDERLYING_RESULTS UNDERLYING_SUCCESSFUL_RESULTS experiment",
          "Design",
          "Design FactorialDesign PointwiseDesign experiments ExperimentalConfiguration"
              + " DesignException",
          "Lab",
          "notebook design open close updateResults recreate addParameter deleteParameter"
              + " deleteAllParameters parameters experiments parameterSpace runExperiment createWith"
              + " dataframe results ready readyFraction",
          "ParallelLab",
          "ParallelLab numberOfCores runExperiment",
          "ClusterLab",
          "ClusterLab WaitingTime Reconnections Retries connect activate open close recreate"
              + " numberOfEngines engines sync_imports use_dill runExperiment updateResults wait",
          "LabNotebook",
          "LabNotebook JSONLabNotebook HDF5LabNotebook SQLiteLabNotebook DEFAULT_RESULTSET name"
              + " description setDescription isPersistent commit addResultSet deleteResultSet"
              + " resultSets resultSet resultSetTag select current currentTag numberOfResultSets"
              + " keys already finish isLocked assertUnlocked addPendingResult"
              + " resolvePendingResult cancelPendingResult ready readyFraction pendingResults"
              + " numberOfPendingResults pendingResultParameters allPendingResults"
              + " numberOfAllPendingResults addResult dataframe dataframeFor results resultsFor"
              + " numberOfResults open ResultsStructureException NotebookVersionException"
              + " LabNotebookLockedException",
          "ResultSet",
          "JOBID TypeMapping ZeroMapping description setDescription names metadataNames"
              + " parameterNames resultNames finish isLocked assertUnlocked setAttribute"
              + " getAttribute keys isDirty dirty isTypeChanged typechanged dtype setDtype"
              + " pendingdtype setPendingResultDtype typeToDtype valueToDtype inferDtype"
              + " inferPendingResultDtype zero addSingleResult addSinglePendingResult"
              + " pendingResults numberOfPendingResults pendingResultsFor"
              + " resolveSinglePendingResult cancelSinglePendingResult ready"
              + " pendingResultParameters dataframe dataframeFor results resultsFor"
              + " numberOfResults parameterRange parameterSpace parameterCombinations"
              + " CancelledException ResultSetLockedException PendingResultException",
          "The recipe for a cluster",
          "profile ipcluster sync_imports runExperiment wait");

  private record Line(String section, String there, String here) {}

  /** The part with epyc's own tests, where the cells hold other names. */
  private static final String TESTS = "epyc's own tests";

  /** How many tests the modules of epyc 1.7.2 have that begin a part of the list. */
  private static final Map<String, Integer> TESTS_OF_MODULES =
      Map.of(
          "test_designs.py", 13,
          "test_experiments.py", 14,
          "test_parameters.py, test_repeatedexperiments.py", 4,
          "test_summaryexperiments.py", 10,
          "test_labs.py", 21,
          "test_parallellabs.py, test_clusterlabs.py", 15,
          "test_notebooks.py", 22,
          "test_jsonnotebooks.py, test_hdf5notebooks.py", 38,
          "test_resultsets.py", 40);

  private static List<Line> lines() throws IOException {
    return allLines().stream().filter(line -> !line.section.startsWith("test_")).toList();
  }

  private static List<Line> allLines() throws IOException {
    List<Line> lines = new ArrayList<>();
    String section = "";
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ") || line.startsWith("### ")) {
        section = line.replaceFirst("#+ ", "");
      } else if (line.startsWith("| ") && !line.startsWith("| --- ")) {
        String[] cells = line.substring(2, line.length() - 2).split(" \\| ");
        assertThat(cells).as(line).hasSize(2);
        lines.add(new Line(section, cells[0], cells[1]));
      }
    }
    return lines;
  }

  private static List<String> code(String text) {
    return CODE.matcher(text).results().map(match -> match.group(1)).toList();
  }

  @Test
  void everyNameOfEpycsIsOnThePage() throws IOException {
    List<Line> lines = lines();

    NAMES.forEach(
        (section, names) ->
            assertThat(names.split(" "))
                .as(section)
                .allSatisfy(
                    name ->
                        assertThat(lines)
                            .anyMatch(
                                line ->
                                    line.section.equals(section)
                                        && code(line.there).stream()
                                            .anyMatch(code -> hasWord(code, name)))));
  }

  private static boolean hasWord(String code, String name) {
    return Pattern.compile("(^|\\W)" + Pattern.quote(name) + "($|\\W)").matcher(code).find();
  }

  @Test
  void everyTestOfEpycsIsOnThePageWithTheTestThatHoldsTheSameOrWhatDiffers() throws Exception {
    Map<String, List<String>> tests = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (Line line : allLines()) {
      if (!line.section.startsWith("test_") || line.there.equals("epyc's tests")) {
        continue;
      }
      tests.computeIfAbsent(line.section, section -> new ArrayList<>()).addAll(code(line.there));
      List<String> held =
          code(line.here).stream()
              .filter(each -> each.matches("\\w+(Test|IT|Contract)\\.\\w+"))
              .toList();
      if (held.isEmpty() && !line.here.startsWith("differs: ")) {
        missing.add(line.there);
      }
      held.stream().filter(each -> !isTest(each)).forEach(missing::add);
    }

    assertThat(missing).isEmpty();
    assertThat(Files.readString(PAGE)).contains("## " + TESTS + "\n");
    TESTS_OF_MODULES.forEach(
        (module, count) ->
            assertThat(tests.getOrDefault(module, List.of()))
                .as(module)
                .doesNotHaveDuplicates()
                .hasSize(count));
  }

  /** Whether there is a test method, in a class of any module. */
  private static boolean isTest(String classAndMethod) {
    int dot = classAndMethod.indexOf('.');
    String file = classAndMethod.substring(0, dot) + ".java";
    String method = classAndMethod.substring(dot + 1);
    return MODULES.stream()
        .anyMatch(
            module -> {
              try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
                return files
                    .filter(each -> each.endsWith(file))
                    .anyMatch(each -> hasTest(each, method));
              } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
              }
            });
  }

  private static boolean hasTest(Path file, String method) {
    try {
      return Files.readString(file).contains("  void " + method + "(");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void whatIsNotHereSaysWhy() throws IOException {
    assertThat(lines())
        .filteredOn(line -> line.here.startsWith("not here"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.here).matches("not here, (because|for) .+"));
  }

  @Test
  void everythingToWriteHereIsThere() throws IOException {
    Words words = new Words();
    List<String> missing =
        lines().stream()
            .flatMap(line -> code(line.here).stream())
            .distinct()
            .filter(code -> !words.areThere(code))
            .toList();

    assertThat(missing).isEmpty();
  }

  /** What can be written here. */
  private static final class Words {

    private static final Pattern JAVA = Pattern.compile("([A-Z][A-Za-z]*)(?:\\.(\\w+))?");

    private final Map<String, Class<?>> types = new HashMap<>();
    private final CommandLine lab = LabCommand.commandLine(new Screen().console());
    private final Config keys = ConfigFactory.parseResources("reference.conf");
    private final StringBuilder pages = new StringBuilder();

    Words() throws IOException {
      for (Path page : PAGES) {
        pages.append(Files.readString(page));
      }
      for (Path module : MODULES) {
        putAll(module.resolve("target/classes"));
      }
    }

    private void putAll(Path classes) throws IOException {
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          String name = classes.relativize(file).toString().replace('/', '.');
          name = name.substring(0, name.length() - ".class".length());
          if (!name.contains("$") && !name.contains("-")) {
            put(name);
          }
        }
      }
    }

    private void put(String name) {
      try {
        Class<?> type = Class.forName(name, false, getClass().getClassLoader());
        if (Modifier.isPublic(type.getModifiers())) {
          types.put(type.getSimpleName(), type);
        }
      } catch (ClassNotFoundException | LinkageError impossible) {
        throw new AssertionError(name + " cannot be loaded", impossible);
      }
    }

    boolean areThere(String code) {
      if (code.startsWith("./lab ")) {
        return isCommand(List.of(code.substring(6).split(" ")));
      }
      if (code.startsWith("lab.")) {
        return keys.hasPath(code);
      }
      if (code.startsWith("_")) {
        return pages.toString().contains("`" + code + "`");
      }
      Matcher java = JAVA.matcher(code);
      if (java.matches()) {
        return isJava(java.group(1), Optional.ofNullable(java.group(2)));
      }
      return code.matches("[a-z_]+")
          || pages.toString().contains(code.replaceAll("^study\\.| .*", ""));
    }

    private boolean isCommand(List<String> words) {
      CommandLine command = lab;
      for (String word : words) {
        if (word.startsWith("--")) {
          if (command.getCommandSpec().findOption(word) == null) {
            return false;
          }
          continue;
        }
        command = command.getSubcommands().get(word);
        if (command == null) {
          return false;
        }
      }
      return true;
    }

    private boolean isJava(String name, Optional<String> member) {
      Class<?> type = types.get(name);
      if (type == null) {
        return name.equals("IllegalArgumentException");
      }
      return member.isEmpty()
          || Stream.of(type.getMethods()).anyMatch(each -> each.getName().equals(member.get()))
          || Stream.of(type.getFields()).anyMatch(each -> each.getName().equals(member.get()))
          || Arrays.stream(type.getClasses())
              .anyMatch(each -> each.getSimpleName().equals(member.get()));
    }
  }
}
