package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.database.Sql;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Audit;
import org.labactors.study.TrialRange;

/** The table of audits; what is not one number or one text is JSON in it. */
final class AuditsTable {

  private AuditsTable() {}

  /** Adds the newest audit of a result set. */
  static void add(Connection connection, String tag, Audit audit) throws SQLException {
    Audit.Sample sample = audit.sample();
    Audit.Findings findings = audit.findings();
    long number = Sql.whole(connection, "SELECT count(*) FROM _audits WHERE tag = ?", tag);
    Sql.update(
        connection,
        """
        INSERT INTO _audits (tag, number, began, recorded, facts, code, sample, conditions, seed,
          trials, audited, differing, other_engine, other_host, tolerances, names, mismatches,
          suspects) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        tag,
        number,
        audit.provenance().began().toString(),
        audit.provenance().recorded(),
        json(audit.provenance().facts()),
        ProvenanceTable.code(audit.provenance()),
        sample.size(),
        json(sample.where()),
        sample.seed(),
        json(sample.trials().stream().map(each -> List.of(each.first(), each.end())).toList()),
        sample.count(),
        findings.differing(),
        findings.onOtherEngines(),
        findings.onOtherHosts(),
        json(audit.tolerances()),
        json(findings.names()),
        json(findings.mismatches().stream().map(AuditsTable::fields).toList()),
        json(findings.suspects()));
  }

  private static String json(Object value) {
    return ValueJson.write(CanonicalValue.of(value), JsonDialect.NOTEBOOK);
  }

  private static Map<String, @Nullable Object> fields(Audit.Mismatch mismatch) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("trial", mismatch.trial());
    fields.put("name", mismatch.name());
    fields.put("recorded", mismatch.recorded());
    fields.put("again", mismatch.again());
    fields.put("recordedBy", mismatch.recordedBy());
    fields.put("againBy", mismatch.againBy());
    return fields;
  }

  /** The audits of a result set, oldest first. */
  static List<Audit> read(Connection connection, String tag) throws SQLException {
    List<Audit> audits = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT began, recorded, facts, code, sample, conditions, seed, trials, differing,
                other_engine, other_host, tolerances, names, mismatches, suspects
              FROM _audits WHERE tag = ? ORDER BY number""")) {
      select.setString(1, tag);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          audits.add(audit(row));
        }
      }
    }
    return audits;
  }

  private static Audit audit(ResultSet row) throws SQLException {
    Map<String, Double> tolerances = new TreeMap<>();
    map(row.getString(12)).forEach((name, value) -> tolerances.put(name, number(value)));
    Map<String, Long> names = new TreeMap<>();
    map(row.getString(13)).forEach((name, value) -> names.put(name, whole(value)));
    return new Audit(
        ProvenanceTable.entry(row),
        new Audit.Sample(
            row.getString(5),
            map(row.getString(6)),
            row.getLong(7),
            list(row.getString(8)).stream().map(AuditsTable::range).toList()),
        tolerances,
        new Audit.Findings(
            row.getLong(9),
            row.getLong(10),
            row.getLong(11),
            names,
            list(row.getString(14)).stream().map(AuditsTable::mismatch).toList(),
            list(row.getString(15)).stream().map(String::valueOf).toList()));
  }

  private static List<?> list(String json) {
    return ValueJson.read(json, JsonDialect.NOTEBOOK) instanceof List<?> list ? list : List.of();
  }

  private static Map<String, Object> map(String json) {
    return map(ValueJson.read(json, JsonDialect.NOTEBOOK));
  }

  private static Map<String, Object> map(@Nullable Object json) {
    Map<String, Object> known = new TreeMap<>();
    if (json instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> each : map.entrySet()) {
        if (each.getValue() != null) {
          known.put(String.valueOf(each.getKey()), each.getValue());
        }
      }
    }
    return known;
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static long whole(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static TrialRange range(@Nullable Object pair) {
    List<?> ends = pair instanceof List<?> list ? list : List.of();
    return new TrialRange(whole(ends.get(0)), whole(ends.get(1)));
  }

  private static Audit.Mismatch mismatch(@Nullable Object json) {
    Map<String, Object> fields = map(json);
    return new Audit.Mismatch(
        whole(fields.get("trial")),
        String.valueOf(fields.get("name")),
        fields.get("recorded"),
        fields.get("again"),
        String.valueOf(fields.get("recordedBy")),
        String.valueOf(fields.get("againBy")));
  }
}
