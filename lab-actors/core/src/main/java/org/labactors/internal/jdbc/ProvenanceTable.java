package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.database.Sql;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.ProgramVersions;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Provenance;

/** The table of who began and continued which result set; facts and jars are JSON in it. */
final class ProvenanceTable {

  private ProvenanceTable() {}

  static void add(Connection connection, String tag, int number, Provenance entry)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO _provenance VALUES (?, ?, ?, ?, ?, ?)",
        tag,
        number,
        entry.began().toString(),
        entry.recorded(),
        ValueJson.write(CanonicalValue.of(entry.facts()), JsonDialect.NOTEBOOK),
        code(entry));
  }

  /** Notes the number of a code in the entries that have none. */
  static void noteCode(Connection connection, String tag, int code) throws SQLException {
    List<Provenance> entries = read(connection, tag);
    for (int number = 0; number < entries.size(); number++) {
      Provenance entry = entries.get(number);
      if (entry.codeNumber().isEmpty()) {
        Sql.update(
            connection,
            "UPDATE _provenance SET facts = ? WHERE tag = ? AND number = ?",
            ValueJson.write(CanonicalValue.of(entry.withCode(code).facts()), JsonDialect.NOTEBOOK),
            tag,
            number);
      }
    }
  }

  /** The jars of an entry, as JSON. */
  static String code(Provenance entry) {
    List<Map<String, String>> code = CodesTable.jars(entry.code());
    return ValueJson.write(CanonicalValue.of(code), JsonDialect.NOTEBOOK);
  }

  /**
   * Adds the versions of programs that are in a batch to the newest entry of a result set, and to
   * the code that ran.
   */
  static void addVersions(Connection connection, String tag, Batch batch, OptionalInt code)
      throws SQLException {
    long newest = Sql.whole(connection, "SELECT max(number) FROM _provenance WHERE tag = ?", tag);
    String facts =
        Sql.text(
            connection, "SELECT facts FROM _provenance WHERE tag = ? AND number = ?", tag, newest);
    if (facts == null) {
      return; // a notebook of which somebody has deleted the entry
    }
    Optional<Map<String, String>> more =
        ProgramVersions.addTo(CodesTable.texts(ValueJson.read(facts, JsonDialect.NOTEBOOK)), batch);
    if (more.isPresent()) {
      Sql.update(
          connection,
          "UPDATE _provenance SET facts = ? WHERE tag = ? AND number = ?",
          ValueJson.write(CanonicalValue.of(more.get()), JsonDialect.NOTEBOOK),
          tag,
          newest);
    }
    if (code.isPresent()) {
      CodesTable.addFacts(
          connection, code.getAsInt(), ProgramVersions.addTo(Map.of(), batch).orElse(Map.of()));
    }
  }

  /** The entries of a result set, oldest first. */
  static List<Provenance> read(Connection connection, String tag) throws SQLException {
    List<Provenance> entries = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT began, recorded, facts, code FROM _provenance WHERE tag = ? ORDER BY number")) {
      select.setString(1, tag);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
    }
    return entries;
  }

  /** The entry whose parts are the first four columns of a row. */
  static Provenance entry(ResultSet row) throws SQLException {
    return new Provenance(
        Instant.parse(row.getString(1)),
        row.getLong(2),
        CodesTable.texts(ValueJson.read(row.getString(3), JsonDialect.NOTEBOOK)),
        CodesTable.jars(ValueJson.read(row.getString(4), JsonDialect.NOTEBOOK)));
  }
}
