package org.labactors.cli.internal.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.labactors.Lab;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.recording.Continuation;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;
import org.labactors.runfile.RunFile;
import org.labactors.study.Study;

/** The studies of several run files that one lab runs, and so in one notebook. */
public final class Studies implements AutoCloseable {

  private final List<RunFile> files;

  private Studies(List<RunFile> files) {
    this.files = files;
  }

  /**
   * Reads run files, at least one.
   *
   * @throws org.labactors.runfile.RunFileException if one is wrong
   * @throws NotebookException if they do not go together
   */
  public static Studies read(List<Path> paths, Function<Path, RunFile> reading) {
    List<RunFile> files = new ArrayList<>();
    boolean ok = false;
    try (Studies read = new Studies(files)) {
      paths.forEach(path -> files.add(reading.apply(path)));
      requireOneNotebook(paths, files);
      requireTagsOfTheirOwn(paths, files);
      ok = true;
      return new Studies(List.copyOf(files));
    } finally {
      if (ok) {
        files.clear(); // they are for the caller to close
      }
    }
  }

  private static void requireOneNotebook(List<Path> paths, List<RunFile> files) {
    String first = files.get(0).notebook();
    for (int i = 1; i < files.size(); i++) {
      String other = files.get(i).notebook();
      if (!place(other).equals(place(first))) {
        throw NotebookException.refused(
            "notebook = "
                + first
                + " in "
                + paths.get(0)
                + ", and notebook = "
                + other
                + " in "
                + paths.get(i)
                + ": a lab writes one notebook\nSay which with --notebook NOTEBOOK, or start a lab for"
                + " each, in a cluster of its own.");
      }
    }
  }

  /** The same text for the same notebook. */
  private static String place(String notebook) {
    return notebook.startsWith("jdbc:") || notebook.equals(Lab.MEMORY)
        ? notebook
        : Path.of(notebook).toAbsolutePath().normalize().toString();
  }

  private static void requireTagsOfTheirOwn(List<Path> paths, List<RunFile> files) {
    Map<String, Path> tags = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      Path before = tags.putIfAbsent(files.get(i).tag(), paths.get(i));
      if (before != null) {
        throw NotebookException.refused(
            "study.tag = "
                + files.get(i).tag()
                + " in "
                + before
                + " and in "
                + paths.get(i)
                + ": each study needs a tag of its own\nGive one of them another.");
      }
    }
  }

  /**
   * Refuses what the lab would refuse; creates nothing.
   *
   * @throws NotebookException if one cannot be recorded, or its tag holds the results of another
   *     study
   */
  public void check() {
    for (RunFile file : files) {
      Lab.builder().notebook(file.notebook()).check(file.tag(), file.study());
    }
    try (Notebook there = Reading.openIfThere(notebook()).orElse(null)) {
      if (there != null) {
        files.forEach(file -> requireSame(there, file));
      }
    }
  }

  private static void requireSame(Notebook there, RunFile file) {
    Optional<ResultSet> recorded = there.resultSet(file.tag());
    if (recorded.isPresent()) {
      String study = recorded.get().studyJson();
      OptionalLong seed = StudyJson.seedOf(study);
      Study unused =
          Continuation.of(
              there.location(),
              Continuation.Recorded.of(recorded.get()),
              Continuation.seeded(file.study(), seed),
              false);
    }
  }

  public List<RunFile> files() {
    return files;
  }

  /** Where all of them are recorded. */
  public String notebook() {
    return files.get(0).notebook();
  }

  @Override
  public void close() {
    files.forEach(RunFile::close);
  }
}
