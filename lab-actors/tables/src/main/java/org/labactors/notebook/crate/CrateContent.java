package org.labactors.notebook.crate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.labactors.internal.code.CodeJar;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.format.ExportFormat;

/** Writes the files of a crate into a folder. */
final class CrateContent {

  static final String STUDY_FOLDER = "study/";
  static final String RUN_FILE = STUDY_FOLDER + RecordedRunFile.NAME;

  static final String README = "README.md";
  static final String PROVENANCE = "provenance.json";

  private static final String CODE_FOLDER = "code/";
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";

  private final ResultSet resultSet;
  private final CrateOptions options;
  private final List<Provenance> runs;
  private final RecordedRunFile runFile;

  /** The jars that go into the crate, by SHA-256. */
  private final Map<String, Path> jars = new LinkedHashMap<>();

  /**
   * The files of a crate.
   *
   * @throws NotebookException if a jar is not one that a run has used
   */
  CrateContent(ResultSet resultSet, CrateOptions options) {
    this.resultSet = resultSet;
    this.options = options;
    this.runs = runs(resultSet);
    this.runFile = new RecordedRunFile(resultSet);
    options.code().forEach(this::add);
  }

  /**
   * The runs; of a result set whose runs are not in the notebook, one of which nothing is known.
   */
  private static List<Provenance> runs(ResultSet resultSet) {
    List<Provenance> runs = resultSet.provenance();
    return runs.isEmpty()
        ? List.of(new Provenance(resultSet.created(), 0, Map.of(), List.of()))
        : runs;
  }

  private void add(Path file) {
    CodeJar jar;
    try {
      jar = CodeJar.of(file);
    } catch (IllegalArgumentException unreadable) {
      throw NotebookException.refused(String.valueOf(unreadable.getMessage()));
    }
    List<CodeJar> used = usedJars();
    if (used.stream().noneMatch(each -> each.digest().equals(jar.digest()))) {
      throw NotebookException.refused(
          "the jar '"
              + file
              + "' has the SHA-256 "
              + jar.digest()
              + "; no run of '"
              + resultSet.tag()
              + "' has used it. "
              + (used.isEmpty()
                  ? "The runs have used no jar"
                  : used.stream()
                      .map(each -> each.name() + " with " + each.digest())
                      .collect(Collectors.joining(", ", "The runs have used ", ""))));
    }
    jars.put(jar.digest(), file);
  }

  /** Writes all of them, and tells how many rows there are. */
  long writeTo(Path folder) throws IOException {
    List<CrateFile> files = new ArrayList<>();
    String data = "data." + options.data();
    long rows = writeData(folder.resolve(data));
    files.add(CrateFile.in(folder, data, dataType(), dataDescription(rows)));
    Map<String, CrateFile> code = writeJars(folder);
    files.add(0, writeRunFile(folder, code));
    files.addAll(writeAttached(folder));
    files.addAll(code.values());
    Files.writeString(folder.resolve("study.json"), resultSet.studyJson());
    files.add(CrateFile.in(folder, "study.json", JSON, "The study as the notebook has it"));
    Files.writeString(folder.resolve(PROVENANCE), Graph.json(ProvenanceJson.of(resultSet, runs)));
    files.add(
        CrateFile.in(
            folder,
            PROVENANCE,
            JSON,
            "Each run of the study: when, where, by whom, on which versions, with which code"));
    Files.writeString(
        folder.resolve(README),
        new CrateReadme(resultSet, runFile, runs, files, code.keySet()).text());
    files.add(
        CrateFile.in(folder, README, "text/markdown", "What is here, and how to run it again"));
    RunTimes times = RunTimes.of(resultSet, runs);
    Files.writeString(
        folder.resolve(CrateMetadata.NAME),
        new CrateMetadata(resultSet, options, runFile, runs, times, files, code).text());
    return rows;
  }

  private long writeData(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      return options.data().export().write(resultSet, options.query(), out);
    }
  }

  private String dataType() {
    return options.data() == ExportFormat.CSV ? "text/csv" : "application/vnd.apache.parquet";
  }

  private String dataDescription(long rows) {
    return (options.query().equals(Query.ALL)
            ? "The results of all recorded trials"
            : "The results of some of the recorded trials, as they were chosen for this crate")
        + ", rows: "
        + rows;
  }

  private List<CodeJar> usedJars() {
    return runs.stream().flatMap(run -> run.code().stream()).distinct().toList();
  }

  /** Writes the jars that are named, and those that the notebook keeps; by their digests. */
  private Map<String, CrateFile> writeJars(Path folder) throws IOException {
    Map<String, CrateFile> written = new LinkedHashMap<>();
    Path code = Files.createDirectory(folder.resolve(CODE_FOLDER));
    for (CodeJar jar : usedJars()) {
      String name = freeName(code, jar);
      if (!written.containsKey(jar.digest()) && isWritten(jar, code.resolve(name))) {
        written.put(
            jar.digest(),
            CrateFile.in(
                folder,
                CODE_FOLDER + name,
                "application/java-archive",
                "A jar with the experiment's code"));
      }
    }
    if (written.isEmpty()) {
      Files.delete(code);
    }
    return written;
  }

  /** A name that leads nowhere else, whatever the notebook says. */
  private static String freeName(Path folder, CodeJar jar) {
    String plain = jar.name().replaceAll("[^\\w.+-]", "_").replaceFirst("^\\.+", "_");
    return plain.isEmpty() || Files.exists(folder.resolve(plain))
        ? jar.digest() + "-" + plain
        : plain;
  }

  private boolean isWritten(CodeJar jar, Path file) throws IOException {
    Path named = jars.get(jar.digest());
    if (named == null) {
      return resultSet.writeKeptJar(jar, file);
    }
    Files.copy(named, file);
    return true;
  }

  private CrateFile writeRunFile(Path folder, Map<String, CrateFile> code) throws IOException {
    List<String> ofLastRun =
        runs.get(runs.size() - 1).code().stream()
            .flatMap(jar -> Optional.ofNullable(code.get(jar.digest())).stream())
            .map(jar -> "../" + jar.path())
            .toList();
    Files.createDirectory(folder.resolve(STUDY_FOLDER));
    Files.writeString(folder.resolve(RUN_FILE), runFile.text(ofLastRun));
    return CrateFile.in(
        folder,
        RUN_FILE,
        TEXT,
        "The run file of the study; its experiment is " + runFile.experimentClass());
  }

  private List<CrateFile> writeAttached(Path folder) throws IOException {
    List<CrateFile> written = new ArrayList<>();
    for (AttachedFile file : runFile.files()) {
      if (file.isHere()) {
        file.writeTo(folder.resolve(STUDY_FOLDER));
        written.add(
            CrateFile.in(
                folder,
                STUDY_FOLDER + file.name(),
                file.base64() ? "application/octet-stream" : TEXT,
                "A file that is attached to the study"));
      }
    }
    return written;
  }
}
