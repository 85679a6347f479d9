package org.labactors.internal.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives back maps that were written as {@code {"map": [[name, value], …]}}. */
final class PairedMaps {

  static final String MAP = "map";

  private PairedMaps() {}

  /** The value that was written so. */
  static @Nullable Object undo(@Nullable Object paired) {
    if (paired instanceof List<?> values) {
      List<@Nullable Object> list = new ArrayList<>(values.size());
      values.forEach(each -> list.add(undo(each)));
      return Collections.unmodifiableList(list);
    }
    return paired instanceof Map<?, ?> map && map.get(MAP) instanceof List<?> pairs
        ? ofPairs(pairs)
        : paired;
  }

  private static Map<String, @Nullable Object> ofPairs(List<?> pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Object pair : pairs) {
      if (pair instanceof List<?> two && two.size() == 2 && two.get(0) instanceof String name) {
        map.put(name, undo(two.get(1)));
      }
    }
    return Collections.unmodifiableMap(map);
  }
}
