package org.labactors.internal.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.reach.CodeDifference;
import org.labactors.internal.reach.CodeNow;
import org.labactors.notebook.ChangedCode;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Study;

/**
 * What a user should know who continues a result set: that results in it come, or may come, from
 * other code than what runs now.
 */
public final class CodeChanges {

  private static final String REMEDY = "use another tag to run them again";
  private static final String CHOICE =
      "--rerun-changed runs them again, --accept-code goes on without this warning";
  private static final int MOST_NAMED = 3;

  /** A number that no notebook comes to. */
  private static final int OF_FILES = 999_999_999;

  private CodeChanges() {}

  /**
   * The warnings, each a text for the user.
   *
   * @param study the study that is continued
   * @param history the entries of its result set, the last one for what runs now
   * @param codes the codes of the notebook by their numbers
   */
  public static List<String> warnings(
      Study study, List<Provenance> history, Map<Integer, RecordedCode> codes) {
    Provenance now = history.get(history.size() - 1);
    if (now.recorded() == 0 || now.changedCode() != ChangedCode.WARN) {
      return List.of();
    }
    long others = 0;
    Provenance other = now;
    for (int i = 0; i < history.size() - 1; i++) {
      Provenance then = history.get(i);
      if (then.changedCode() != ChangedCode.WARN && isSame(then, now, codes)) {
        others = 0; // What was there before has been run again, or may be of other code.
      } else if (then.changedCode() == ChangedCode.RERUN) {
        others = then.recorded(); // All that was left is of that code.
        other = then;
      }
      long recorded = history.get(i + 1).recorded() - then.recorded();
      if (recorded > 0 && !isSame(then, now, codes)) {
        others += recorded;
        other = then;
      }
    }
    if (others > 0) {
      return List.of(changed(Math.min(others, now.recorded()), other, now, codes));
    }
    return StudyJson.incomparableIn(study).stream()
        .map(what -> incomparable(what, now.recorded()))
        .toList();
  }

  /**
   * The warnings for a study that would go on now.
   *
   * @param there what is recorded
   * @param options with what becomes of results that other code made
   */
  public static List<String> warnings(ResultSet there, Study study, RecordOptions options) {
    CodeNow code = options.codeNow(study);
    RecordedCode now = NewCode.of(code);
    Map<Integer, RecordedCode> codes = new HashMap<>(Map.of(now.number(), now));
    there.knownCodes().forEach(each -> codes.put(each.number(), each));
    List<Provenance> history = new ArrayList<>(there.provenance());
    NewCode.ofFiles(there.studyJson(), study, there.created())
        .ifPresent(
            files -> {
              codes.put(OF_FILES, files);
              history.replaceAll(
                  entry -> entry.codeNumber().isEmpty() ? entry.withCode(OF_FILES) : entry);
            });
    ChangedCode told =
        options.changedCode() == ChangedCode.ACCEPT ? ChangedCode.ACCEPT : ChangedCode.WARN;
    history.add(
        Provenance.now(there.tally().recorded(), study, code.jars())
            .withCode(now.number())
            .withChangedCode(told));
    return warnings(study, history, codes);
  }

  /**
   * Whether two runs had the same code: what their experiments reach; or, if one has not noted that
   * or it reaches neither classes nor files, the jars.
   */
  private static boolean isSame(
      Provenance one, Provenance other, Map<Integer, RecordedCode> codes) {
    Optional<RecordedCode> code = code(one, codes);
    Optional<RecordedCode> otherCode = code(other, codes);
    return (code.isPresent() && otherCode.isPresent())
        ? code.get().digest().equals(otherCode.get().digest())
        : digests(one.code()).equals(digests(other.code()));
  }

  private static Optional<RecordedCode> code(Provenance run, Map<Integer, RecordedCode> codes) {
    return run.codeNumber().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(codes.get(run.codeNumber().getAsInt()))
            .filter(code -> code.parts().hasContents());
  }

  private static String changed(
      long results, Provenance then, Provenance now, Map<Integer, RecordedCode> codes) {
    Optional<RecordedCode> before = code(then, codes);
    Optional<RecordedCode> after = code(now, codes);
    if (before.isEmpty() || after.isEmpty()) {
      return changed(results, then.code(), now.code());
    }
    List<String> differences = CodeDifference.between(before.get().parts(), after.get().parts());
    return "the code has changed since "
        + were(results)
        + " recorded: "
        + CodeDifference.inShort(differences, MOST_NAMED)
        + "; "
        + CHOICE;
  }

  private static String changed(long results, List<CodeJar> then, List<CodeJar> now) {
    List<String> changed =
        now.stream()
            .filter(jar -> !then.contains(jar))
            .map(CodeJar::name)
            .filter(names(then)::contains)
            .toList();
    return changed.isEmpty()
        ? were(results)
            + " recorded with other code ("
            + list(then)
            + ") than that of now ("
            + list(now)
            + "); "
            + REMEDY
        : String.join(", ", changed)
            + (changed.size() == 1 ? " has" : " have")
            + " changed since "
            + were(results)
            + " recorded; "
            + REMEDY;
  }

  private static String incomparable(String what, long results) {
    return "the experiment is "
        + what
        + ", which cannot be compared with the one that "
        + were(results)
        + " recorded with; if it is another one, "
        + REMEDY
        + " (a class with a name, such as a record, is compared by its fields)";
  }

  private static String were(long results) {
    return String.format(Locale.ROOT, "%,d result%s", results, results == 1 ? " was" : "s were");
  }

  private static Set<String> digests(List<CodeJar> code) {
    return code.stream().map(CodeJar::digest).collect(Collectors.toSet());
  }

  private static Set<String> names(List<CodeJar> code) {
    return code.stream().map(CodeJar::name).collect(Collectors.toSet());
  }

  private static String list(List<CodeJar> code) {
    return code.isEmpty()
        ? "in no jar"
        : code.stream().map(CodeJar::name).collect(Collectors.joining(", "));
  }
}
