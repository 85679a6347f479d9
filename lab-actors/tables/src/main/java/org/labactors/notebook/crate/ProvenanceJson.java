package org.labactors.notebook.crate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.value.ValueTree;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.ResultSet;

/** What a notebook has about a result set beside its rows, for programs. */
final class ProvenanceJson {

  private ProvenanceJson() {}

  /** The content of the file. */
  static Map<String, Object> of(ResultSet resultSet, List<Provenance> runs) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("tag", resultSet.tag());
    facts.put("description", resultSet.description());
    facts.put("digest", resultSet.digest());
    facts.put("created", resultSet.created().toString());
    facts.put("finished", resultSet.isFinished());
    facts.put("trials", resultSet.tally().trials());
    facts.put("ok", resultSet.tally().ok());
    facts.put("failed", resultSet.tally().failed());
    facts.put("cancelled", resultSet.tally().cancelled());
    Map<String, Object> attributes = new LinkedHashMap<>();
    resultSet.attributes().forEach((name, value) -> attributes.put(name, ValueTree.write(value)));
    facts.put("attributes", attributes);
    facts.put("runs", runs.stream().map(ProvenanceJson::run).toList());
    return facts;
  }

  private static Map<String, Object> run(Provenance run) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("began", run.began().toString());
    facts.put("recorded", run.recorded());
    facts.put("facts", new TreeMap<>(run.facts()));
    facts.put("code", run.code().stream().map(ProvenanceJson::jar).toList());
    return facts;
  }

  private static Map<String, Object> jar(CodeJar jar) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("jar", jar.name());
    facts.put("sha256", jar.digest());
    return facts;
  }
}
