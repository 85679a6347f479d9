package org.labactors.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.labactors.study.Study;

/**
 * What tells studies apart: the SHA-256 digest of everything that decides the results. It is the
 * same whether the study was written in Java or in a run file, and on every Java release, since
 * numbers enter by their bits and not by their text.
 */
public final class StudyDigest {

  private static final String FORM = "study, form 1";

  private final MessageDigest digest;

  private StudyDigest(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * The digest of a study.
   *
   * @return 64 hexadecimal digits
   * @throws IllegalArgumentException if the study has no seed yet, or cannot be written as JSON
   */
  public static String of(Study study) {
    if (study.seed().isEmpty()) {
      throw new IllegalArgumentException("the study has no seed yet; draw one before its digest");
    }
    return of(StudyJson.tree(study));
  }

  /**
   * Whether a study is the recorded one. The time limit may be another: it decides how long a trial
   * may take, and nothing of what comes out of one that has ended in time. So may the order, which
   * decides when a trial runs, what the study has grown from, and what is in attached files, which
   * is code.
   *
   * @param study with a seed
   * @param recordedJson the recorded study, as {@link StudyJson} wrote it
   * @param recordedDigest its digest
   */
  public static boolean isSame(Study study, String recordedJson, String recordedDigest) {
    return of(study).equals(recordedDigest)
        || of(StudyJson.tree(study, StudyJson.parse(recordedJson))).equals(recordedDigest);
  }

  /** Whether a study differs from the recorded one in nothing but its points and replicates. */
  public static boolean isSameButForSize(Study study, String recordedJson, String recordedDigest) {
    return of(StudyJson.treeOfSameSize(study, StudyJson.parse(recordedJson)))
        .equals(recordedDigest);
  }

  private static String of(JsonNode study) {
    try {
      StudyDigest form = new StudyDigest(MessageDigest.getInstance("SHA-256"));
      form.text(FORM);
      form.value(study);
      return HexFormat.of().formatHex(form.digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  private void value(JsonNode value) {
    if (value.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      value.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
      head('o', fields.size());
      fields.forEach(
          (name, field) -> {
            text(name);
            value(field);
          });
    } else if (value.isArray()) {
      head('a', value.size());
      value.forEach(this::value);
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      head('l', value.longValue());
    } else if (value.isFloatingPointNumber()) {
      head('d', Double.doubleToLongBits(value.doubleValue()));
    } else {
      head(value.isTextual() ? 's' : 'x', 0);
      text(value.asText());
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    head('#', utf8.length);
    digest.update(utf8);
  }

  private void head(char type, long number) {
    digest.update(ByteBuffer.allocate(1 + Long.BYTES).put((byte) type).putLong(number).array());
  }
}
