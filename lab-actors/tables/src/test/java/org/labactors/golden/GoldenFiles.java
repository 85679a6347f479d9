package org.labactors.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.design.RunOrder;
import org.labactors.experiment.Point;
import org.labactors.experiment.TrialSeed;
import org.labactors.internal.json.StudyDigest;
import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.epyc.EpycImport;
import org.labactors.notebook.format.ExportFormat;
import org.labactors.runfile.RunFile;
import org.labactors.study.Study;

/**
 * Writes the golden files anew. The run files, {@code double.sh} and {@code points.csv} are written
 * by hand and must be in the folder already.
 *
 * <p>Do that only where a format is meant to change, and say so in the change: what is there now
 * shows that notebooks of earlier versions can be read. From the folder {@code lab-actors}, after
 * {@code mvn test-compile}, with {@code CP} the class path of the tests ({@code mvn
 * dependency:build-classpath}):
 *
 * <pre>{@code
 * java -cp target/test-classes:target/classes:$CP \
 *   org.labactors.golden.GoldenFiles src/test/resources/golden
 * }</pre>
 */
final class GoldenFiles {

  /** The run files whose studies are complete in {@code complete.db}; their tags are the same. */
  static final List<String> RUN_FILES = List.of("values", "combined", "command", "half");

  /** The notebooks: complete, stopped on the way, and imported from an export for epyc. */
  static final List<String> NOTEBOOKS = List.of("complete.db", "half.db", "imported.db");

  private GoldenFiles() {}

  /** Writes all into a folder. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Path work = Files.createTempDirectory("golden");
    writeComplete(folder, work.resolve("complete.db"));
    writeHalf(folder, work.resolve("half.db"));
    for (Map.Entry<String, String> each : exports(work.resolve("complete.db")).entrySet()) {
      Files.writeString(folder.resolve(each.getKey()), each.getValue());
    }
    try (EditableNotebook imported = Lab.edit(work.resolve("imported.db").toString())) {
      EpycImport.into(imported, folder.resolve("complete.epyc.json"), System.out::println);
    }
    for (String name : NOTEBOOKS) {
      compress(work.resolve(name), folder.resolve(name + ".gz"));
    }
    Files.writeString(folder.resolve("digests.txt"), digests(folder));
    Files.writeString(folder.resolve("seeds.txt"), seeds());
    Files.writeString(folder.resolve("orders.txt"), orders());
  }

  private static void compress(Path from, Path to) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
      long unused = Files.copy(from, out);
    }
  }

  /** Copies the golden files, with the notebooks as they were before they were compressed. */
  static void copyTo(Path folder) throws IOException, URISyntaxException {
    Path golden = Path.of(GoldenFiles.class.getResource("/golden/digests.txt").toURI());
    try (Stream<Path> files = Files.list(golden.getParent())) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    for (String name : NOTEBOOKS) {
      try (InputStream in =
          new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".gz")))) {
        long unused = Files.copy(in, folder.resolve(name));
      }
    }
  }

  /** Runs all studies to their end, with one engine, so that columns come in a certain order. */
  static void writeComplete(Path folder, Path notebook) throws InterruptedException {
    try (Lab lab = Lab.builder().notebook(notebook).engines(1).open()) {
      for (String name : RUN_FILES) {
        try (RunFile file = RunFile.read(folder.resolve(name + ".conf"))) {
          Run run = lab.submit(file.tag(), file.study(), RecordOptions.of(file));
          run.await();
        }
      }
      for (Map.Entry<String, Study> each : written().entrySet()) {
        Run run = lab.submit(each.getKey(), each.getValue());
        run.await();
      }
    }
    try (EditableNotebook written = Lab.edit(notebook.toString())) {
      written.edits().describe("Golden: \"every\" kind of value, µ 😀");
      written.edits().setAttribute("whole", 1);
      written.edits().setAttribute("real", -0.0);
      written.edits().setAttribute("not finite", Double.NaN);
      written.edits().setAttribute("values", "odd \"name\" µ", Arrays.asList(1, null, "a", 2.0));
      written.edits().setAttribute("values", "map", Map.of("k", List.of(Map.of())));
      written.edits().setAttribute("values", "z.unit", "mm");
      written.edits().finish("combined");
    }
  }

  /** Stops a run when a part of its trials is recorded. */
  static void writeHalf(Path folder, Path notebook) throws InterruptedException {
    Noise.pause = 40;
    try (Lab lab = Lab.builder().notebook(notebook).engines(1).open();
        RunFile file = RunFile.read(folder.resolve("half.conf"))) {
      Run run = lab.submit(file.tag(), file.study(), RecordOptions.of(file));
      while (run.progress().recorded() < 8) {
        Thread.sleep(5);
      }
      run.cancel();
      require(run.awaitEnd().recorded() < 16, "too much of the run was recorded");
    } finally {
      Noise.pause = 0;
    }
  }

  /** Studies that no run file can describe. */
  static Map<String, Study> written() {
    Map<String, Study> studies = new TreeMap<>();
    studies.put(
        "extremes",
        Study.of(new Everything(-0.0, List.of("\uD83D"), Map.of("nan", Double.NaN)))
            .with("what", "numbers")
            .with(
                "x",
                Range.of(
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Double.MIN_VALUE,
                    Long.MIN_VALUE,
                    false,
                    "a\0\uD83D",
                    new double[] {Double.NaN, -0.0},
                    List.of(),
                    Map.of("k", List.of(Map.of("double", "NaN"))),
                    Map.of()))
            .seed(Long.MIN_VALUE));
    studies.put(
        "listed",
        Study.of(new Noise(0))
            .design(
                new Points(
                    List.of("b", "x"),
                    List.of(
                        List.of(Map.of("m", 1L), 1.0),
                        List.of(List.of(true, Double.NaN), Double.POSITIVE_INFINITY))))
            .replicates(2)
            .order(Order.SEQUENTIAL)
            .timeout(Duration.ofMillis(1_234_567))
            .seed(5));
    return studies;
  }

  /** Studies of which only the digests are kept, by name. */
  private static Map<String, Study> others() {
    Study study = Study.of(new Noise(1)).with("x", 1, 2, 3).seed(3);
    Map<String, Study> studies = new TreeMap<>(written());
    studies.put("plain", study);
    studies.put("pointwise", study.with("y", "a", "b", "c").design(new Pointwise()));
    studies.put("linspace", study.with("x", Range.linspace(-1, 1, 1_000_000_000)));
    studies.put("logspace", study.with("x", Range.logspace(1e-3, 1e3, 7)));
    studies.put("stepped", study.with("x", Range.stepped(0, 1, 0.1)));
    studies.put("stepped whole", study.with("x", Range.stepped(10, -10, -5)));
    studies.put("one list", study.with("x", Range.of(List.of(1, 2))));
    studies.put("replicates", study.replicates(1_000_000));
    studies.put("sequential", study.order(Order.SEQUENTIAL));
    studies.put("timeout", study.timeout(Duration.ofNanos(1)));
    return studies;
  }

  /** The digests of the studies of run files, of Java studies, and of imported result sets. */
  static String digests(Path folder) {
    StringBuilder text = new StringBuilder();
    for (String name : RUN_FILES) {
      try (RunFile file = RunFile.read(folder.resolve(name + ".conf"))) {
        line(text, StudyDigest.of(file.study()), name);
      }
    }
    others().forEach((name, study) -> line(text, StudyDigest.of(study), name));
    return text.toString();
  }

  /** Seeds of trials: the bits, and the first two numbers drawn. */
  static String seeds() {
    StringBuilder text = new StringBuilder();
    for (Study study : others().values()) {
      long seed = study.seed().orElseThrow();
      for (int index = 0; index < 2; index++) {
        seed(text, seed, study.design().point(study.space(), index), index);
      }
    }
    Point odd =
        Point.of(
            Map.of("a\uD83D", List.of(1L, List.of(), "µ", true), "m", Map.of("z", 1.0, "a", "")));
    seed(text, -1, odd, 0);
    seed(text, -1, odd, Integer.MAX_VALUE);
    seed(text, 0, Point.of(Map.of()), 0);
    return text.toString();
  }

  private static void seed(StringBuilder text, long studySeed, Point point, int replicate) {
    TrialSeed seed = TrialSeed.of(studySeed, point, replicate);
    var random = seed.generator();
    line(text, Long.toHexString(seed.asLong()), random.nextLong() + " " + random.nextDouble());
  }

  /** The first positions of some random orders. */
  static String orders() {
    StringBuilder text = new StringBuilder();
    for (long size : new long[] {1, 2, 20, 1_000, 1_000_000_000_000L, Long.MAX_VALUE}) {
      for (long seed : new long[] {0, 42, -1}) {
        RunOrder order = RunOrder.random(size, seed);
        line(
            text,
            size + " " + seed,
            LongStream.range(0, Math.min(size, 20))
                .mapToObj(position -> Long.toString(order.place(position)))
                .collect(Collectors.joining(" ")));
      }
    }
    return text.toString();
  }

  /** All exports of a notebook, by the names of their files. */
  static Map<String, String> exports(Path notebook) {
    Map<String, String> exports = new TreeMap<>();
    try (Notebook read = Lab.read(notebook)) {
      for (ResultSet resultSet : read.resultSets()) {
        for (ExportFormat format : List.of(ExportFormat.CSV, ExportFormat.JSONL)) {
          exports.put(resultSet.tag() + "." + format, export(format, resultSet));
        }
      }
      ResultSet combined = read.resultSet("combined").orElseThrow();
      exports.put("combined.json", export(ExportFormat.JSON, combined));
      exports.put("complete.epyc.json", epyc(read));
    }
    return exports;
  }

  static String export(ExportFormat format, ResultSet resultSet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      long unused = format.export().write(resultSet, Query.ALL, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String epyc(Notebook notebook) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      long unused = ExportFormat.EPYC.export().write(notebook, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String first, String second) {
    text.append(first).append(' ').append(second).append('\n');
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalStateException(problem);
    }
  }
}
