package org.labactors.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was noted about one row of a trial besides what it measured.
 *
 * @param derived parameters worked out for this row, by name
 * @param metadata anything else worth keeping, by name
 */
public record Notes(Map<String, @Nullable Object> derived, Map<String, @Nullable Object> metadata) {

  /** Nothing was. */
  public static final Notes NONE = new Notes(Map.of(), Map.of());

  public Notes {
    derived = Collections.unmodifiableMap(derived);
    metadata = Collections.unmodifiableMap(metadata);
  }

  /** Both; where both have a name, what these notes say. */
  Notes over(Notes others) {
    return new Notes(merged(others.derived, derived), merged(others.metadata, metadata));
  }

  private static Map<String, @Nullable Object> merged(
      Map<String, @Nullable Object> first, Map<String, @Nullable Object> then) {
    if (first.isEmpty()) {
      return then;
    }
    Map<String, @Nullable Object> both = new LinkedHashMap<>(first);
    both.putAll(then);
    return both;
  }

  /** Roughly how many bytes they take. */
  long weight() {
    return CanonicalValue.weight(derived) + CanonicalValue.weight(metadata);
  }
}
