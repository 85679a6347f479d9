package org.labactors.internal.recording;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.json.StudyJson;
import org.labactors.notebook.Provenance;
import org.labactors.study.Study;

/**
 * What a user should know who continues a result set: that results in it come, or may come, from
 * other code than what runs now.
 */
public final class CodeChanges {

  private static final String REMEDY = "use another tag to run them again";

  private CodeChanges() {}

  /**
   * The warnings, each a text for the user.
   *
   * @param study the study that is continued
   * @param history the entries of its result set, the last one for what runs now
   */
  public static List<String> warnings(Study study, List<Provenance> history) {
    Provenance now = history.get(history.size() - 1);
    if (now.recorded() == 0) {
      return List.of();
    }
    long others = 0;
    List<CodeJar> otherCode = List.of();
    for (int i = 0; i < history.size() - 1; i++) {
      Provenance then = history.get(i);
      long recorded = history.get(i + 1).recorded() - then.recorded();
      if (recorded > 0 && !digests(then.code()).equals(digests(now.code()))) {
        others += recorded;
        otherCode = then.code();
      }
    }
    if (others > 0) {
      return List.of(changed(Math.min(others, now.recorded()), otherCode, now.code()));
    }
    return StudyJson.incomparableIn(study).stream()
        .map(what -> incomparable(what, now.recorded()))
        .toList();
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
