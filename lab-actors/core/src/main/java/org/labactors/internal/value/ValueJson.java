package org.labactors.internal.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.value.JsonDialect.Halves;
import org.labactors.internal.value.JsonDialect.Maps;
import org.labactors.internal.value.JsonDialect.Names;

/**
 * Canonical values as JSON text: whole numbers have neither decimal point nor exponent, others have
 * one, so both read back as what they were. What JSON cannot hold is written as a {@link
 * JsonDialect} has it. How deep values nest is limited where they become canonical, in {@link
 * CanonicalValue}.
 */
public final class ValueJson {

  /** Reads JSON with the bare words NaN and Infinity, and texts and names of any length. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What becomes of a whole number of more than 64 bits. */
  public interface LargeNumbers {
    /**
     * The value in its place.
     *
     * @throws IOException if it is refused
     */
    Object of(String digits) throws IOException;
  }

  private static final LargeNumbers REFUSED =
      digits -> {
        throw new IOException(
            digits + " is a whole number of more than 64 bits; write it as a float or a string");
      };

  private ValueJson() {}

  /** The text of a value. */
  public static String write(@Nullable Object value, JsonDialect dialect) {
    StringBuilder text = new StringBuilder();
    append(text, value, dialect);
    return text.toString();
  }

  /** Appends the text of a value. */
  public static void append(StringBuilder text, @Nullable Object value, JsonDialect dialect) {
    int start = text.length();
    StringBuilder unused = CanonicalValue.visit(value, new JsonWriter(text, dialect, false));
    if (dialect.halves() == Halves.ALL_ESCAPED && !UnicodeText.isUnicode(text, start)) {
      text.setLength(start);
      unused = CanonicalValue.visit(value, new JsonWriter(text, dialect, true));
    }
  }

  /** Appends a name and the colon behind it. */
  public static void appendName(StringBuilder text, String name, JsonDialect dialect) {
    new JsonWriter(text, dialect, false).name(name);
  }

  /**
   * The value of a text that was written in a dialect. Numbers that are not finite come back if the
   * dialect has words for them.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  public static @Nullable Object read(String text, JsonDialect dialect) {
    try (JsonParser json = FACTORY.createParser(text)) {
      JsonToken unused = json.nextToken();
      return value(json, dialect, REFUSED);
    } catch (IOException malformed) {
      throw new IllegalArgumentException("no JSON: " + malformed.getMessage(), malformed);
    }
  }

  /**
   * The value at which a parser is; the parser is at the value's last token then.
   *
   * @param large what becomes of whole numbers of more than 64 bits
   * @throws IOException if it is no JSON
   */
  public static @Nullable Object value(JsonParser json, JsonDialect dialect, LargeNumbers large)
      throws IOException {
    Object value = new Reading(json, dialect.names() == Names.MARKED, large).value();
    return dialect.maps() == Maps.PAIRS ? PairedMaps.undo(value) : value;
  }

  /** What is needed while a value is read. */
  private record Reading(JsonParser json, boolean marked, LargeNumbers large) {

    @Nullable Object value() throws IOException {
      JsonToken token = json.currentToken();
      if (token == null) {
        throw new IOException("the text ends too early");
      }
      return switch (token) {
        case START_ARRAY -> list();
        case START_OBJECT -> map();
        case VALUE_NUMBER_INT -> whole();
        case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
        case VALUE_STRING -> json.getText();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default -> null;
      };
    }

    private Object whole() throws IOException {
      return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? large.of(json.getText())
          : (Object) json.getLongValue();
    }

    private List<@Nullable Object> list() throws IOException {
      List<@Nullable Object> list = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        list.add(value());
      }
      return Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> map() throws IOException {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken unused = json.nextToken();
        map.put(marked ? JsonNames.read(name) : name, value());
      }
      return Collections.unmodifiableMap(map);
    }
  }
}
