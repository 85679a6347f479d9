package org.labactors.notebook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.reach.CodeParts;

/**
 * Code that made results. It is the same as long as what the experiment reaches, the version of
 * Java and that of the laboratory are the same.
 *
 * @param number its number in the notebook, from 1
 * @param digest of what the experiment reaches: SHA-256, 64 hexadecimal digits
 * @param since when it was first used
 * @param facts on which versions of Java, the laboratory and interpreters; the host; the git
 *     commit, and whether it was clean
 * @param jars the jars that it came from
 * @param parts the digests of its parts
 * @param experiment the experiment with its files, as JSON, if it has any: scripts, for example
 */
public record RecordedCode(
    int number,
    String digest,
    Instant since,
    Map<String, String> facts,
    List<CodeJar> jars,
    CodeParts parts,
    Optional<String> experiment) {

  /** What of the facts makes other code of the same digest. */
  private static final List<String> VERSIONS = List.of("java", "lab-actors");

  public RecordedCode {
    facts = Map.copyOf(facts);
    jars = List.copyOf(jars);
  }

  /** The same under another number. */
  public RecordedCode numbered(int other) {
    return new RecordedCode(other, digest, since, facts, jars, parts, experiment);
  }

  /** Whether it is the same code on the same versions, whatever its number. */
  public boolean isSameAs(RecordedCode other) {
    return digest.equals(other.digest) && isOn(other.facts);
  }

  /** Whether it is on the same versions as these facts say. */
  public boolean isOn(Map<String, String> others) {
    return VERSIONS.stream()
        .allMatch(each -> facts.getOrDefault(each, "").equals(others.getOrDefault(each, "")));
  }
}
