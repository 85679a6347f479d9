package org.labactors.notebook.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Canonical values with lists of pairs in place of maps: {@code {"map": [[name, value], …]}}. As
 * JSON they carry every name, even one that JSON readers refuse in an object.
 */
final class PairedMaps {

  private static final String MAP = "map";

  private PairedMaps() {}

  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> paired = new ArrayList<>();
      list.forEach(element -> paired.add(of(element)));
      return paired;
    }
    if (value instanceof Map<?, ?> map) {
      List<@Nullable Object> pairs = new ArrayList<>();
      map.forEach(
          (name, element) -> {
            List<@Nullable Object> pair = new ArrayList<>();
            pair.add(name);
            pair.add(of(element));
            pairs.add(pair);
          });
      return Map.of(MAP, pairs);
    }
    return value;
  }

  /** The value from which {@link #of} made this one. */
  static @Nullable Object undo(@Nullable Object paired) {
    if (paired instanceof List<?> list) {
      List<@Nullable Object> value = new ArrayList<>();
      list.forEach(element -> value.add(undo(element)));
      return Collections.unmodifiableList(value);
    }
    if (paired instanceof Map<?, ?> map && map.get(MAP) instanceof List<?> pairs) {
      Map<String, @Nullable Object> value = new LinkedHashMap<>();
      for (Object pair : pairs) {
        if (pair instanceof List<?> two && two.size() == 2 && two.get(0) instanceof String name) {
          value.put(name, undo(two.get(1)));
        }
      }
      return Collections.unmodifiableMap(value);
    }
    return paired;
  }
}
