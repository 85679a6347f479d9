package org.labactors.notebook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.text.TimeText;
import org.labactors.study.Study;

/**
 * Where results come from: one entry for each time that a result set was begun or continued.
 *
 * @param began when
 * @param recorded how many trials were recorded by then
 * @param facts who ran it, where, and on which versions of what, by name
 * @param code the jars with the experiment's code; code outside of jars leaves no trace
 */
public record Provenance(
    Instant began, long recorded, Map<String, String> facts, List<CodeJar> code) {

  private static final String CODE_NUMBER = "code-number";
  private static final String CHANGED_CODE = "changed-code";
  private static final String ACCEPTED = "accepted";
  private static final String RERUN = "run again";

  public Provenance {
    facts = Map.copyOf(facts);
    code = List.copyOf(code);
  }

  /** Of what is recorded here from now on. */
  public static Provenance now(long recorded, Study study, List<CodeJar> code) {
    Map<String, String> facts = here();
    Duration timeout = study.timeout();
    if (timeout != null) {
      facts.put("timeout", TimeText.of(timeout));
    }
    return new Provenance(Instant.now(), recorded, facts, code);
  }

  /** The same with the number of the code that ran. */
  public Provenance withCode(int number) {
    return withFact(CODE_NUMBER, Integer.toString(number));
  }

  /** The same with what became of results that other code had made. */
  public Provenance withChangedCode(ChangedCode what) {
    return what == ChangedCode.WARN
        ? this
        : withFact(CHANGED_CODE, what == ChangedCode.RERUN ? RERUN : ACCEPTED);
  }

  private Provenance withFact(String name, String value) {
    Map<String, String> more = new TreeMap<>(facts);
    more.put(name, value);
    return withFacts(more);
  }

  /** The same without the number of the code that ran. */
  public Provenance withoutCode() {
    Map<String, String> less = new TreeMap<>(facts);
    less.remove(CODE_NUMBER);
    return withFacts(less);
  }

  /** The number of the code that ran; empty if it was not noted. */
  public OptionalInt codeNumber() {
    String number = facts.getOrDefault(CODE_NUMBER, "");
    return number.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(number))
        : OptionalInt.empty();
  }

  /** What became of results that other code had made. */
  public ChangedCode changedCode() {
    String what = facts.getOrDefault(CHANGED_CODE, "");
    return what.equals(RERUN)
        ? ChangedCode.RERUN
        : what.equals(ACCEPTED) ? ChangedCode.ACCEPT : ChangedCode.WARN;
  }

  /** The same with other facts. */
  public Provenance withFacts(Map<String, String> others) {
    return new Provenance(began, recorded, others, code);
  }

  /** Who runs this, where, and on which versions of what. */
  public static Map<String, String> here() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("user", System.getProperty("user.name", ""));
    facts.put("host", hostName());
    facts.put(
        "java",
        System.getProperty("java.version", "") + ", " + System.getProperty("java.vendor", ""));
    facts.put(
        "os",
        System.getProperty("os.name", "")
            + " "
            + System.getProperty("os.version", "")
            + ", "
            + System.getProperty("os.arch", ""));
    String version = Provenance.class.getPackage().getImplementationVersion();
    facts.put("lab-actors", version == null ? "unreleased" : version);
    return facts;
  }

  /** The name of this machine. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
