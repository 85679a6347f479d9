package org.labactors.notebook.crate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.labactors.internal.code.CodeJar;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Tally;

/** The text, for people, of what is in a crate and of how to run the study again. */
final class CrateReadme {

  private static final String OWN_PACKAGE = "org.labactors.";

  private final ResultSet resultSet;
  private final RecordedRunFile runFile;
  private final List<Provenance> runs;
  private final List<CrateFile> files;
  private final Set<String> jarsHere;

  /**
   * The text of a crate.
   *
   * @param jarsHere the SHA-256 of the jars that are in the crate
   */
  CrateReadme(
      ResultSet resultSet,
      RecordedRunFile runFile,
      List<Provenance> runs,
      List<CrateFile> files,
      Set<String> jarsHere) {
    this.resultSet = resultSet;
    this.runFile = runFile;
    this.runs = runs;
    this.files = files;
    this.jarsHere = jarsHere;
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# Study " + markdown(resultSet.tag()));
    lines.add("");
    if (!resultSet.description().isEmpty()) {
      lines.add(markdown(resultSet.description()));
      lines.add("");
    }
    lines.add(tally());
    lines.add("");
    lines.add("| file | what it is |");
    lines.add("| --- | --- |");
    files.forEach(
        file -> lines.add("| " + markdown(file.path()) + " | " + file.description() + ". |"));
    lines.add("| " + CrateMetadata.NAME + " | All of this for programs, by RO-Crate 1.2. |");
    lines.add("");
    lines.add(
        "In the data, the columns that begin with `_` are the lab's: the number of the trial, how it"
            + " ended, when it ran and on which engine. The others are parameters, results and notes"
            + " of the trial.");
    lines.add("");
    lines.add("## Run it again");
    lines.add("");
    runFile.obstacle().ifPresentOrElse(reason -> refuse(lines, reason), () -> explain(lines));
    return String.join("\n", lines) + "\n";
  }

  private String tally() {
    Tally tally = resultSet.tally();
    return "Trials: %d. Recorded as ok: %d, as failed: %d, as cancelled: %d; not recorded: %d."
        .formatted(tally.trials(), tally.ok(), tally.failed(), tally.cancelled(), tally.pending());
  }

  private static void refuse(List<String> lines, String reason) {
    lines.add(
        "The study cannot be run from its run file. "
            + markdown(reason)
            + " `study.json` describes it.");
  }

  private void explain(List<String> lines) {
    lines.add("1. Install Java 17 or later, and Lab Actors. The runs had these versions:");
    lines.add("");
    for (int i = 0; i < runs.size(); i++) {
      lines.add("   - run " + (i + 1) + ": " + markdown(RunFacts.versions(runs.get(i))));
    }
    lines.add("");
    lines.add("2. " + code());
    missingFiles(lines);
    lines.add("3. Run it:");
    lines.add("");
    lines.add("       lab run " + CrateContent.RUN_FILE);
    lines.add("");
    lines.add(
        "The results go into a new notebook in the current folder. The run file has the seed of the"
            + " study, so an experiment that takes its random numbers from the trial measures the"
            + " same. Times and engines differ. If `lab run` refuses a field of the experiment, the"
            + " study was written in Java and sets what a run file cannot set.");
  }

  private String code() {
    List<CodeJar> jars = runs.get(runs.size() - 1).code();
    if (jars.isEmpty()) {
      return runFile.experimentClass().startsWith(OWN_PACKAGE)
          ? "The experiment needs no jar: its class, `"
              + runFile.experimentClass()
              + "`, came with Lab Actors."
          : "The class of the experiment, `"
              + runFile.experimentClass()
              + "`, came from no jar, so nothing is known of it. Name a jar or folder that has it"
              + " with `--code`.";
    }
    List<String> texts = new ArrayList<>();
    for (CodeJar jar : jars) {
      texts.add(
          markdown(jar.name())
              + " (SHA-256 "
              + jar.digest()
              + ", "
              + (jarsHere.contains(jar.digest())
                  ? "which is here"
                  : "which is not here: get it and name it with `--code`")
              + ")");
    }
    return "The code of the experiment is in " + String.join(", ", texts) + ".";
  }

  private void missingFiles(List<String> lines) {
    for (AttachedFile file : runFile.files()) {
      if (!file.isHere()) {
        lines.add(
            "   Put the file with the SHA-256 "
                + file.digest()
                + " at "
                + markdown(CrateContent.STUDY_FOLDER + file.name())
                + (file.executable() ? ", as an executable one" : "")
                + ": it is too large for a notebook, which has no copy of it.");
      }
    }
  }

  /** A text that is no Markdown, on one line. */
  private static String markdown(String text) {
    return text.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ")
        .replaceAll("([\\\\`*_<>\\[\\]|#])", "\\\\$1");
  }
}
