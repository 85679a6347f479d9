package org.labactors.notebook.crate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.labactors.notebook.Provenance;

/** What a notebook knows of a run: who ran it, where, and on which versions of what. */
final class RunFacts {

  private static final String USER = "user";
  private static final String HOST = "host";
  private static final String LAB = "lab-actors";

  private RunFacts() {}

  /** The name of the user's account; empty if it is not known. */
  static String user(Provenance run) {
    return run.facts().getOrDefault(USER, "");
  }

  /** The version of the laboratory. */
  static String lab(Provenance run) {
    String version = run.facts().getOrDefault(LAB, "");
    return version.isEmpty() ? "unknown" : version;
  }

  /** The versions of a run in words. */
  static String versions(Provenance run) {
    Map<String, String> facts = new TreeMap<>(run.facts());
    facts.remove(USER);
    facts.remove(HOST);
    List<String> texts = new ArrayList<>();
    facts.forEach((name, value) -> texts.add(name + " " + value));
    return texts.isEmpty() ? "unknown" : String.join("; ", texts);
  }

  /** A run in words. */
  static String text(Provenance run) {
    String user = user(run);
    String host = run.facts().getOrDefault(HOST, "");
    return "lab run "
        + CrateContent.RUN_FILE
        + (user.isEmpty() ? "" : ", by " + user)
        + (host.isEmpty() ? "" : ", on " + host)
        + ", with "
        + versions(run)
        + ". Trials recorded before: "
        + run.recorded()
        + ".";
  }

  /** What was there beside the laboratory, as names with versions. */
  static List<String> platform(Provenance run) {
    List<String> platform = new ArrayList<>();
    String java = run.facts().getOrDefault("java", "");
    if (!java.isEmpty()) {
      platform.add("Java " + java);
    }
    for (String fact : List.of("os", "programs")) {
      String value = run.facts().getOrDefault(fact, "");
      if (!value.isEmpty()) {
        platform.add(value);
      }
    }
    return platform;
  }
}
