package org.labactors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.ResultSet;
import org.labactors.study.CodeJar;
import org.labactors.study.Tally;

/**
 * All there is to know about a result set, but its rows.
 *
 * @param facts what is known, by name; canonical values
 */
record ResultSetReport(Map<String, Object> facts) {

  static ResultSetReport of(ResultSet resultSet) {
    Tally tally = resultSet.tally();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("tag", resultSet.tag());
    facts.put("description", resultSet.description());
    facts.put("trials", tally.trials());
    facts.put("ok", tally.ok());
    facts.put("failed", tally.failed());
    facts.put("cancelled", tally.cancelled());
    facts.put("pending", tally.pending());
    facts.put("ready", tally.pending() == 0);
    facts.put("readyFraction", tally.readyFraction());
    facts.put("finished", resultSet.isFinished());
    facts.put("created", resultSet.created().toString());
    facts.put("attributes", resultSet.attributes());
    facts.put(
        "columns",
        resultSet.columns().stream()
            .map(
                column ->
                    Map.of(
                        "name",
                        column.name(),
                        "kind",
                        column.kind().word(),
                        "column",
                        column.column()))
            .toList());
    facts.put("study", study(resultSet));
    facts.put("digest", resultSet.digest());
    facts.put("provenance", resultSet.provenance().stream().map(ResultSetReport::entry).toList());
    return new ResultSetReport(facts);
  }

  private static Object study(ResultSet resultSet) {
    try {
      return new ObjectMapper().readValue(resultSet.study(), Object.class);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException(
          "the study recorded under " + resultSet.tag() + " is no JSON", unreadable);
    }
  }

  private static Map<String, Object> entry(Provenance provenance) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("began", provenance.began().toString());
    entry.put("recorded", provenance.recorded());
    entry.putAll(provenance.facts());
    entry.put("code", provenance.code().stream().map(ResultSetReport::jar).toList());
    return entry;
  }

  private static Map<String, String> jar(CodeJar jar) {
    return Map.of("jar", jar.name(), "sha256", jar.digest());
  }

  void print(Listing.Format format, Console console) {
    if (format == Listing.Format.json) {
      Listing.printJson(console.data(), facts);
      console.out().flush();
      return;
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    facts.forEach(
        (name, value) -> {
          if (format == Listing.Format.table && value instanceof List<?> list) {
            list.forEach(each -> rows.add(List.of(name, each)));
          } else {
            rows.add(List.of(name, value));
          }
        });
    new Listing(List.of("what", "value"), rows).print(format, console);
  }
}
