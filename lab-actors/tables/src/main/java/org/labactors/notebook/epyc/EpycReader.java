package org.labactors.notebook.epyc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.NotebookException;

/** Walks through a notebook of epyc, one result at a time. */
final class EpycReader {

  /** What is told of a notebook, in the order of the file. */
  interface Visitor {

    /** Something about the notebook itself, such as its description. */
    void notebook(String name, @Nullable Object value);

    /** A result set begins. */
    void begin(String tag);

    /** One of its attributes, description and lock included. */
    void attribute(String name, @Nullable Object value);

    /** A result. */
    void result(
        Map<String, @Nullable Object> parameters,
        Map<String, @Nullable Object> results,
        Map<String, @Nullable Object> metadata);

    /** A pending result. */
    void pending(String job, Map<String, @Nullable Object> parameters);

    /** It ends. */
    void end();
  }

  private final Path file;
  private final Visitor visitor;
  private boolean anyVersion;
  private boolean anyResultSets;
  private @Nullable String large;

  private EpycReader(Path file, Visitor visitor) {
    this.file = file;
    this.visitor = visitor;
  }

  /**
   * Reads a notebook.
   *
   * @return a whole number of more than 64 bits that is in it, if there is one; it is told as text
   * @throws NotebookException if the file cannot be read, or is no notebook of epyc's version 2;
   *     the text says where and why
   */
  static Optional<String> read(Path file, Visitor visitor) {
    if (!EpycFile.check(file)) {
      return Optional.empty();
    }
    try (JsonParser json = ValueJson.FACTORY.createParser(file.toFile())) {
      EpycReader reader = new EpycReader(file, visitor);
      try {
        reader.notebook(json);
        return Optional.ofNullable(reader.large);
      } catch (IOException malformed) {
        throw reader.refused(
            json, String.valueOf(malformed.getMessage()).lines().findFirst().orElse(""));
      }
    } catch (IOException failure) {
      throw NotebookException.unavailable(
          "the file '" + file + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  private void notebook(JsonParser json) throws IOException {
    json.nextToken();
    require(json, JsonToken.START_OBJECT, "a JSON object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals(EpycFormat.VERSION)) {
        version(json);
      } else if (name.equals(EpycFormat.RESULT_SETS)) {
        resultSets(json);
      } else {
        visitor.notebook(name, value(json));
      }
    }
    if (!anyVersion) {
      throw refused(
          json, "it has no 'version'; files of epyc before 1.0 have none, and cannot be read here");
    }
    if (!anyResultSets) {
      throw refused(json, "it has no '" + EpycFormat.RESULT_SETS + "'");
    }
  }

  private void version(JsonParser json) throws IOException {
    Object version = value(json);
    if (!EpycFormat.THE_VERSION.equals(String.valueOf(version))) {
      throw refused(json, "its version is " + version + "; only version 2 can be read");
    }
    anyVersion = true;
  }

  private void resultSets(JsonParser json) throws IOException {
    require(json, JsonToken.START_OBJECT, "an object with the result sets");
    anyResultSets = true;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      visitor.begin(json.currentName());
      json.nextToken();
      resultSet(json);
      visitor.end();
    }
  }

  private void resultSet(JsonParser json) throws IOException {
    require(json, JsonToken.START_OBJECT, "a result set");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case EpycFormat.RESULTS -> results(json);
        case EpycFormat.PENDING -> pending(json);
        default -> visitor.attribute(name, value(json));
      }
    }
  }

  private void results(JsonParser json) throws IOException {
    require(json, JsonToken.START_ARRAY, "a list of results");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json, JsonToken.START_OBJECT, "a result");
      result(json, value(json));
    }
  }

  private void result(JsonParser json, @Nullable Object value) {
    Map<String, @Nullable Object> result = map(json, "a result", value);
    Object results = result.get(EpycFormat.RESULTS);
    if (results instanceof List<?> nested) {
      // As experiments that repeat others give them; epyc takes them apart like this too.
      nested.forEach(each -> result(json, each));
    } else {
      visitor.result(
          map(json, EpycFormat.PARAMETERS, result.get(EpycFormat.PARAMETERS)),
          results == null ? Map.of() : map(json, EpycFormat.RESULTS, results),
          map(json, EpycFormat.METADATA, result.get(EpycFormat.METADATA)));
    }
  }

  private void pending(JsonParser json) throws IOException {
    require(json, JsonToken.START_OBJECT, "an object with pending results");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String job = json.currentName();
      json.nextToken();
      visitor.pending(job, map(json, "a pending result", value(json)));
    }
  }

  private @Nullable Object value(JsonParser json) throws IOException {
    return ValueJson.value(
        json,
        JsonDialect.PYTHON,
        digits -> {
          large = digits;
          return digits;
        });
  }

  private void require(JsonParser json, JsonToken wanted, String what) {
    if (json.currentToken() != wanted) {
      throw refused(json, "there is no " + what.replaceFirst("^an? ", "") + " where one should be");
    }
  }

  @SuppressWarnings("unchecked") // the keys of JSON are strings
  private Map<String, @Nullable Object> map(JsonParser json, String what, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw refused(json, "there is no JSON object for " + what);
  }

  private NotebookException refused(JsonParser json, String problem) {
    return NotebookException.refused(
        file
            + ", line "
            + json.currentLocation().getLineNr()
            + ": this is no notebook of epyc that can be read: "
            + problem);
  }
}
