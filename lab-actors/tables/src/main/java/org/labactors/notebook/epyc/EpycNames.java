package org.labactors.notebook.epyc;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.table.TableColumn;
import org.labactors.internal.table.TableHeader;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;

/**
 * How the names in a result set of epyc's become names here. One that the lab itself gave for an
 * export becomes the user's again. One that is impossible here, since it is empty or starts with an
 * underscore, gets {@value EpycTags#PREFIX} in front.
 */
final class EpycNames {

  static final List<String> PARTS =
      List.of(EpycFormat.PARAMETERS, EpycFormat.RESULTS, EpycFormat.METADATA);

  private final Map<String, Set<String>> seen = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> here = new LinkedHashMap<>();

  EpycNames() {
    PARTS.forEach(
        part -> {
          seen.put(part, new LinkedHashSet<>());
          here.put(part, new LinkedHashMap<>());
        });
  }

  /** Notes which names there are in a part of the results. */
  void see(String part, Map<String, ?> values) {
    in(seen, part).addAll(values.keySet());
  }

  /** Takes back the names that an export gave, as {@link #note} wrote them down. */
  void restore(@Nullable Object note) {
    try {
      if (note instanceof String text
          && ValueJson.read(text, JsonDialect.PYTHON_EXACT) instanceof Map<?, ?> parts) {
        parts.forEach(
            (part, names) -> {
              Map<String, String> known = here.get(part);
              if (known != null && names instanceof Map<?, ?> map) {
                map.forEach((there, name) -> known.put((String) there, String.valueOf(name)));
              }
            });
      }
    } catch (IllegalArgumentException notOurs) {
      // Somebody else's attribute of that name says nothing about names.
    }
  }

  /**
   * Finds a name for each that is impossible here, once all are seen.
   *
   * @return what to tell the user, one text for each
   */
  List<String> complete() {
    List<String> notes = new java.util.ArrayList<>();
    for (String part : PARTS) {
      Map<String, String> names = in(here, part);
      for (String name : in(seen, part)) {
        if (!names.containsKey(name) && (name.isEmpty() || name.startsWith("_"))) {
          String free = free(part, EpycTags.PREFIX + name);
          names.put(name, free);
          notes.add(word(part) + " '" + name + "' is '" + free + "' here");
        }
      }
    }
    return notes;
  }

  private String free(String part, String base) {
    String candidate = base;
    for (int number = 2;
        in(seen, part).contains(candidate) || in(here, part).containsValue(candidate);
        number++) {
      candidate = base + "_" + number;
    }
    return candidate;
  }

  private static String word(String part) {
    return switch (part) {
      case EpycFormat.PARAMETERS -> "the parameter";
      case EpycFormat.RESULTS -> "the result";
      default -> "the metadata";
    };
  }

  /** The values under their names here. */
  Map<String, @Nullable Object> renamed(String part, Map<String, @Nullable Object> values) {
    Map<String, String> names = in(here, part);
    if (names.isEmpty() || names.keySet().stream().noneMatch(values::containsKey)) {
      return values;
    }
    Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
    values.forEach((name, value) -> renamed.put(names.getOrDefault(name, name), value));
    return renamed;
  }

  private static <T> T in(Map<String, T> parts, String part) {
    T value = parts.get(part);
    if (value == null) {
      throw new IllegalArgumentException("a result has no part '" + part + "'");
    }
    return value;
  }

  /**
   * The note of what an export calls differently, for {@link #restore}; null if it is nothing.
   *
   * @param header the columns of the export
   */
  static @Nullable String note(TableHeader header) {
    Map<String, Map<String, String>> parts = new LinkedHashMap<>();
    for (TableColumn column : header.columns()) {
      if (column.group() != TableColumn.Group.OWN && !column.header().equals(column.name())) {
        parts
            .computeIfAbsent(part(column.group()), absent -> new LinkedHashMap<>())
            .put(column.header(), column.name());
      }
    }
    return parts.isEmpty() ? null : ValueJson.write(parts, JsonDialect.PYTHON_EXACT);
  }

  private static String part(TableColumn.Group group) {
    return switch (group) {
      case PARAMETER -> EpycFormat.PARAMETERS;
      case RESULT -> EpycFormat.RESULTS;
      case METADATA, OWN -> EpycFormat.METADATA;
    };
  }
}
