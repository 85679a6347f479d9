package org.labactors.cli.internal.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Listing;
import org.labactors.cli.internal.terminal.Table;
import org.labactors.cli.internal.terminal.VisibleWriter;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.internal.code.CodeJar;
import org.labactors.notebook.Audit;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Tally;

/** All there is to know about a result set, but its rows. */
final class ResultSetReport {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  private final ResultSet resultSet;

  ResultSetReport(ResultSet resultSet) {
    this.resultSet = resultSet;
  }

  /** What is known, by name; canonical values. */
  private Map<String, Object> facts() {
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
    facts.put("study", study());
    facts.put("digest", resultSet.digest());
    facts.put("provenance", resultSet.provenance().stream().map(ResultSetReport::entry).toList());
    facts.put(
        "audits", resultSet.audits().stream().map(each -> new AuditReport(each).facts()).toList());
    return facts;
  }

  private JsonNode study() {
    try {
      return new ObjectMapper().readTree(resultSet.studyJson());
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException(
          "the study recorded under " + resultSet.tag() + " is no JSON", unreadable);
    }
  }

  static Map<String, Object> entry(Provenance provenance) {
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
    switch (format) {
      case table -> {
        lines(console).forEach(console.out()::println);
        console.out().flush();
      }
      case csv -> {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        facts()
            .forEach(
                (name, value) ->
                    rows.add(
                        List.of(name, value instanceof JsonNode tree ? tree.toString() : value)));
        new Listing(List.of("what", "value"), rows).print(format, console);
      }
      case json -> {
        Listing.printJson(console.data(), facts());
        console.out().flush();
      }
    }
  }

  private List<String> lines(Console console) {
    Tally tally = resultSet.tally();
    List<String> lines = new ArrayList<>();
    lines.add(
        console.bold(resultSet.tag())
            + ": "
            + Wording.count(tally.recorded())
            + " of "
            + Wording.count(tally.trials(), "trial")
            + " recorded"
            + some(tally.failed(), "failed")
            + some(tally.cancelled(), "cancelled")
            + (resultSet.isFinished() ? ", finished" : ""));
    resultSet.description().lines().forEach(line -> lines.add("  " + VisibleWriter.line(line)));
    resultSet
        .attributes()
        .forEach(
            (name, value) ->
                lines.add("  " + VisibleWriter.line(name + " = " + Listing.text(value))));
    lines.add("");
    lines.addAll(StudyText.lines(resultSet.tag(), study()));
    lines.add("");
    lines.addAll(columns());
    lines.add("");
    for (Provenance each : resultSet.provenance()) {
      lines.addAll(lines(each));
    }
    for (Audit each : resultSet.audits()) {
      lines.addAll(new AuditReport(each).shortLines());
    }
    lines.add("digest " + resultSet.digest());
    return lines;
  }

  private static String some(long number, String what) {
    return number == 0 ? "" : ", " + Wording.count(number) + " " + what;
  }

  private List<String> columns() {
    Table table = new Table(Set.of());
    table.row("column", "holds", "name");
    resultSet
        .columns()
        .forEach(
            column ->
                table.row(
                    VisibleWriter.line(column.column()),
                    column.kind().word(),
                    column.column().equals(column.name())
                        ? ""
                        : VisibleWriter.line(column.name())));
    return table.lines();
  }

  private static List<String> lines(Provenance provenance) {
    Map<String, String> facts = new TreeMap<>(provenance.withoutCode().facts());
    String user = facts.remove("user");
    String host = facts.remove("host");
    List<String> on = new ArrayList<>();
    facts.forEach((name, version) -> on.add(name + " " + version));
    List<String> lines = new ArrayList<>();
    lines.add(
        (provenance.recorded() == 0
                ? "begun "
                : "continued from " + Wording.count(provenance.recorded(), "trial") + " on ")
            + MINUTE.format(provenance.began())
            + (user == null ? "" : " by " + user)
            + (host == null ? "" : " on " + host));
    lines.add("  with " + String.join("; ", on));
    provenance
        .codeNumber()
        .ifPresent(number -> lines.add("  code " + number + " in the column _code"));
    for (CodeJar jar : provenance.code()) {
      lines.add("  code " + jar.name() + ", SHA-256 " + jar.digest());
    }
    return lines;
  }
}
