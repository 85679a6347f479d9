package org.labactors.internal.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.reach.CodeParts;
import org.labactors.internal.recording.NewCode;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.RecordedCode;
import org.labactors.study.Study;

/** The table of codes that made results; facts, jars and parts are JSON in it. */
final class CodesTable {

  /** The parts of a code that reaches much are packed. */
  private static final String PACKED = "gzip:";

  private static final int LONGEST_UNPACKED = 20_000;

  private static final String SELECT =
      "SELECT number, digest, since, facts, jars, parts, experiment FROM _codes";

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private CodesTable() {}

  /**
   * The number of a code, which is added to the table if it is not there.
   *
   * @param code with any number
   */
  static int numberOf(Connection connection, RecordedCode code) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT number, facts FROM _codes WHERE digest = ?")) {
      select.setString(1, code.digest());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          if (code.isOn(texts(ValueJson.read(row.getString(2), JsonDialect.NOTEBOOK)))) {
            return row.getInt(1);
          }
        }
      }
    }
    int number = 1 + (int) Sql.whole(connection, "SELECT max(number) FROM _codes");
    Sql.update(
        connection,
        "INSERT INTO _codes VALUES (?, ?, ?, ?, ?, ?, ?)",
        number,
        code.digest(),
        code.since().toString(),
        json(code.facts()),
        json(jars(code.jars())),
        packed(json(code.parts().parts())),
        code.experiment().map(CodesTable::packed).orElse(null));
    return number;
  }

  /**
   * Notes the experiment of a recorded study as the code of rows without one, before the study is
   * replaced by one with other files: a notebook of an older format has it nowhere else.
   *
   * @param study the one that goes on
   */
  static void noteFilesOf(Connection connection, StoredResultSet there, Study study)
      throws SQLException {
    String table = Sql.quoted(there.tag());
    String none = ResultTable.CODE + " IS NULL";
    Optional<RecordedCode> files = NewCode.ofFiles(there.study(), study, there.created());
    if (files.isPresent()
        && Sql.isAny(connection, "SELECT 1 FROM %s WHERE %s LIMIT 1".formatted(table, none))) {
      int number = numberOf(connection, files.get());
      Sql.update(
          connection,
          "UPDATE %s SET %s = ? WHERE %s".formatted(table, ResultTable.CODE, none),
          number);
      ProvenanceTable.noteCode(connection, there.tag(), number);
    }
  }

  /** The jars that a code came from when it was first used. */
  static List<CodeJar> jarsOf(Connection connection, int number) throws SQLException {
    String jars = Sql.text(connection, "SELECT jars FROM _codes WHERE number = ?", number);
    return jars == null ? List.of() : jars(ValueJson.read(jars, JsonDialect.NOTEBOOK));
  }

  /** Notes other jars with the same code. */
  static void setJars(Connection connection, int number, List<CodeJar> jars) throws SQLException {
    Sql.update(connection, "UPDATE _codes SET jars = ? WHERE number = ?", json(jars(jars)), number);
  }

  /** Notes further facts of a code. */
  static void addFacts(Connection connection, int number, Map<String, String> more)
      throws SQLException {
    String facts = Sql.text(connection, "SELECT facts FROM _codes WHERE number = ?", number);
    if (facts != null) {
      Map<String, String> all = new TreeMap<>(texts(ValueJson.read(facts, JsonDialect.NOTEBOOK)));
      all.putAll(more);
      Sql.update(connection, "UPDATE _codes SET facts = ? WHERE number = ?", json(all), number);
    }
  }

  /** All codes by their numbers. */
  static Map<Integer, RecordedCode> read(Connection connection) throws SQLException {
    Map<Integer, RecordedCode> codes = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT + " ORDER BY number");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        codes.put(row.getInt(1), code(row));
      }
    }
    return codes;
  }

  /** The code of a number, if there is one. */
  static Optional<RecordedCode> read(Connection connection, int number) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE number = ?")) {
      select.setInt(1, number);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(code(row)) : Optional.empty();
      }
    }
  }

  private static RecordedCode code(ResultSet row) throws SQLException {
    return new RecordedCode(
        row.getInt(1),
        row.getString(2),
        Instant.parse(row.getString(3)),
        texts(ValueJson.read(row.getString(4), JsonDialect.NOTEBOOK)),
        jars(ValueJson.read(row.getString(5), JsonDialect.NOTEBOOK)),
        parts(ValueJson.read(unpacked(row.getString(6)), JsonDialect.NOTEBOOK)),
        Optional.ofNullable(row.getString(7)).map(CodesTable::unpacked));
  }

  private static String json(Object value) {
    return ValueJson.write(CanonicalValue.of(value), JsonDialect.NOTEBOOK);
  }

  private static String packed(String text) {
    if (text.length() <= LONGEST_UNPACKED) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
      packing.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return PACKED + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String unpacked(String text) {
    if (!text.startsWith(PACKED)) {
      return text;
    }
    byte[] bytes = Base64.getDecoder().decode(text.substring(PACKED.length()));
    try (GZIPInputStream unpacking = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(unpacking.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** Jars as JSON has them. */
  static List<Map<String, String>> jars(List<CodeJar> jars) {
    return jars.stream().map(jar -> Map.of("jar", jar.name(), "sha256", jar.digest())).toList();
  }

  /** Jars from JSON. */
  static List<CodeJar> jars(@Nullable Object list) {
    List<CodeJar> jars = new ArrayList<>();
    if (list instanceof List<?> read) {
      for (Object jar : read) {
        Map<String, String> texts = texts(jar);
        String digest = texts.getOrDefault("sha256", "");
        if (SHA_256.matcher(digest).matches()) { // it becomes the name of a file
          jars.add(new CodeJar(texts.getOrDefault("jar", ""), digest));
        }
      }
    }
    return jars;
  }

  /** Texts by name from JSON. */
  static Map<String, String> texts(@Nullable Object map) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> read) {
      read.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
    }
    return texts;
  }

  private static CodeParts parts(@Nullable Object map) {
    Map<String, Map<String, String>> parts = new TreeMap<>();
    if (map instanceof Map<?, ?> read) {
      read.forEach((name, members) -> parts.put(String.valueOf(name), texts(members)));
    }
    return CodeParts.of(parts);
  }
}
