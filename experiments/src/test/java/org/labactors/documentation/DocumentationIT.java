package org.labactors.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.runfile.RunFile;
import org.labactors.study.Study;

/**
 * Runs what the documentation shows: run files are read and planned, Java is compiled and run,
 * commands are run, all in one folder and in the order in which a reader meets them. What cannot be
 * run is in the two lists below and is reported as skipped, with the reason.
 */
class DocumentationIT {

  private static final Path REPOSITORY = Path.of("..");
  private static final List<Path> PAGES =
      Stream.of(
              "README.md",
              "lab-actors/docs/tutorial.md",
              "lab-actors/docs/command-line.md",
              "lab-actors/docs/run-file.md",
              "lab-actors/docs/programs.md",
              "lab-actors/docs/embedding.md",
              "lab-actors/docs/clusters.md",
              "lab-actors/docs/security.md",
              "lab-actors/docs/notebooks.md",
              "lab-actors/docs/tables.md",
              "experiments/README.md")
          .map(REPOSITORY::resolve)
          .toList();

  /** Commands that are not run here, by how they begin or what they contain. */
  private static final Map<String, String> NOT_RUN = notRun();

  private static Map<String, String> notRun() {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("mvn verify", "it is what runs this test");
    reasons.put("--profile tls", "it takes several machines; TlsIT runs such nodes");
    reasons.put("--profile ", "it takes ports of this machine; ClusterIT runs nodes and a lab");
    reasons.put("./lab cluster ", "it takes ports of this machine; ClusterCommandIT does it");
    reasons.put("docker compose", "it takes Docker; .ci/check-docker does it where there is one");
    reasons.put("jdbc:postgresql:", "it takes that server; PostgresSurvivalIT starts one");
    return reasons;
  }

  /** Java that is compiled but not run, by what it contains. */
  private static final Map<String, String> NOT_STARTED =
      Map.of(
          "context.spawn", "it is part of an actor; ActorProgramsTest runs one",
          "NodeSystem.start", "it takes a port of this machine; ClusterProgramsTest runs it",
          "Profile.read(\"cluster\"", "it takes a port of this machine; ClusterIT runs such a lab");

  /** What is done after a piece of Java, by what it contains, to see that it has worked. */
  private static final Map<String, String> AFTERWARDS =
      Map.of(
          "CompletionStage<Progress> end",
          "if (end.toCompletableFuture().join().ok() != 110) System.exit(1); System.exit(0);");

  /** What commands must print, by what they contain. */
  private static final Map<String, String> PRINTED =
      Map.of(
          "./lab --version", "lab .*Java",
          "DiceStudy.java", "^110 of 110\\nOptionalDouble\\[0\\.167061]\\n$",
          "z > 0.99", "0\\.99",
          "notebook export curve.db curve -o curve.parquet", "curve.parquet: 10,000 rows",
          "notebook export curve.db curve -o curve.jsonl", "curve.jsonl: 100 rows",
          "notebook import curve.json", "curve: 10,000 rows",
          "lab plot curve.db curve -o", "the mean of z over x and y; 10,000 rows");

  /**
   * The studies of the lessons are made small here; that they can be run whole is their own test.
   */
  private static final Pattern LESSON =
      Pattern.compile("\\./lab run config/studies/(pi|percolation|epidemic|waiting)\\.conf$");

  private static final String SMALL = " --set study.replicates=2";

  private static final Pattern NOTEBOOK = Pattern.compile("notebook\\s*=\\s*\"(\\w+)\\.db\"");

  private static final Pattern LIBRARY = Pattern.compile("library\\((\\w+)\\)|\\b(\\w+)::");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> everyExampleWorks() throws Exception {
    Workplace workplace = new Workplace(folder, REPOSITORY);
    // A run file of the README takes it for granted.
    workplace.write("sir.py", "print('{\"size\": 0.5}')\n");
    workplace.write("sir.R", "simulate <- function(beta, gamma) list(size = beta / gamma)\n");
    workplace.write("worker.py", "print('{\"ready\": {}}')\n");
    List<Example> examples = new ArrayList<>();
    for (Path page : PAGES) {
      examples.addAll(Example.of(page));
    }
    for (Example example : examples) {
      keep(example, workplace);
    }
    return examples.stream().flatMap(example -> tests(example, workplace));
  }

  /** Writes down what the reader writes into a file: classes and run files. */
  private static void keep(Example example, Workplace workplace) throws IOException {
    if (example.language().equals("java")) {
      Program program = Program.of(example, "");
      if (program.whole()) {
        workplace.write(program.name() + ".java", program.source());
      }
    } else if (example.language().equals("hocon")) {
      workplace.write(name(example) + ".conf", runFile(example));
    }
  }

  /** A run file is called as its notebook; a part of one gets a name of its own. */
  private static String name(Example runFile) {
    Matcher notebook = NOTEBOOK.matcher(runFile.text());
    return notebook.find() ? notebook.group(1) : "part" + runFile.line();
  }

  /** The run file; of one that is only an experiment, with a study around it. */
  private static String runFile(Example example) {
    return example.text().startsWith("experiment ")
        ? "study {\n" + example.text() + "parameters { samples = [10] }\n}\n"
        : example.text();
  }

  private Stream<DynamicTest> tests(Example example, Workplace workplace) {
    if (example.isShell()) {
      return example.commands().stream()
          .map(command -> test(example, command, () -> run(command, workplace)));
    }
    return switch (example.language()) {
      case "hocon" ->
          Stream.of(test(example, name(example) + ".conf", () -> plan(example, workplace)));
      case "java" -> {
        Program program = Program.of(example, afterwards(example));
        yield Stream.of(
            test(example, program.name() + ".java", () -> start(example, program, workplace)));
      }
      case "xml" ->
          Stream.of(test(example, "XML", () -> abort("ConsumerIT builds Maven projects with it")));
      case "python" -> Stream.of(test(example, "Python", () -> python(example, workplace)));
      case "r" -> Stream.of(test(example, "R", () -> r(example, workplace)));
      default ->
          throw new AssertionError(
              example.place() + " is in '" + example.language() + "', which is not known here");
    };
  }

  private static DynamicTest test(Example example, String what, Executable run) {
    return DynamicTest.dynamicTest(example.place() + " " + what, run);
  }

  private static void run(String command, Workplace workplace) throws Exception {
    NOT_RUN.forEach(
        (part, reason) -> {
          if (command.contains(part)) {
            abort(command + ": " + reason);
          }
        });
    if (command.startsWith("sqlite3 ")) {
      assumeTrue(workplace.has("sqlite3", "--version"), "there is no sqlite3 here");
    }
    boolean lesson = LESSON.matcher(command).find();

    String printed = workplace.run(lesson ? command + SMALL : command);

    PRINTED.forEach(
        (part, pattern) -> {
          if (command.contains(part)) {
            assertThat(printed).as(command).containsPattern(pattern);
          }
        });
  }

  /** A run file that names a jar which is made later is planned by the command that runs it. */
  private void plan(Example example, Workplace workplace) throws Exception {
    if (example.text().contains("class = Dice")) {
      workplace.run(
          "mkdir -p early && javac -cp 'target/lib/*' -d early Dice.java"
              + " && jar cf early.jar -C early .");
    }
    List<Path> code =
        example.text().contains("class = Dice") ? List.of(folder.resolve("early.jar")) : List.of();
    Path file = folder.resolve(name(example) + ".conf");

    try (RunFile runFile = RunFile.read(file, List.of(), code)) {
      Study study = runFile.study();

      assertThat(study.design().size(study.space())).isPositive();
    }
  }

  private static void start(Example example, Program program, Workplace workplace)
      throws Exception {
    if (program.whole()) {
      // The commands that follow it compile and run it.
      assertThat(program.source()).contains(program.name());
      return;
    }
    workplace.write(program.name() + ".java", program.source());
    for (Map.Entry<String, String> each : NOT_STARTED.entrySet()) {
      if (example.text().contains(each.getKey())) {
        workplace.run("javac -cp 'target/lib/*:dice.jar' -d compiled " + program.name() + ".java");
        abort("compiled, but not run: " + each.getValue());
      }
    }

    workplace.run("java -cp 'target/lib/*:dice.jar' " + program.name() + ".java");
  }

  private static String afterwards(Example example) {
    return AFTERWARDS.entrySet().stream()
        .filter(each -> example.text().contains(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static void python(Example example, Workplace workplace) throws Exception {
    // The first of the path may be one that lacks what the distribution's own has.
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (workplace.has(python, "-c", "import pandas")) {
        workplace.write("example.py", example.text());
        // As in a clone: the package there finds the lab there.
        workplace.run("PYTHONPATH=experiments/python " + python + " example.py");
        return;
      }
    }
    abort("there is no python3 with pandas here");
  }

  private static void r(Example example, Workplace workplace) throws Exception {
    assumeTrue(workplace.has("Rscript", "--version"), "there is no R here");
    for (Matcher used = LIBRARY.matcher(example.text()); used.find(); ) {
      String name = used.group(1) == null ? used.group(2) : used.group(1);
      assumeTrue(
          workplace.has("Rscript", "-e", "library(" + name + ")"),
          "there is no R with " + name + " here");
    }
    workplace.write("example.R", example.text());

    workplace.run("Rscript example.R");
  }
}
