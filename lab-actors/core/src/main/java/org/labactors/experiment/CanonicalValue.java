package org.labactors.experiment;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which a value is kept, compared and stored: {@code null}, {@link Boolean}, {@link
 * Long}, {@link Double}, {@link String}, an unmodifiable {@link List} of values, or an unmodifiable
 * {@link Map} from strings to values.
 */
public final class CanonicalValue {

  /** What a value may be, for the texts of refusals. */
  public static final String ALLOWED =
      "boolean, whole number up to 64 bits, floating-point number, string, null, or arrays, lists and"
          + " maps of these";

  /** How deep lists and maps may nest; deeper ones are more likely to be an error than a result. */
  private static final int DEEPEST = 100;

  private CanonicalValue() {}

  /**
   * The canonical form of a value: narrow numbers widened, characters and enum constants as
   * strings, arrays and collections copied into lists.
   *
   * @throws IllegalArgumentException if the value, or one inside it, is of another type
   */
  public static @Nullable Object of(@Nullable Object value) {
    return of(value, 0);
  }

  private static @Nullable Object of(@Nullable Object value, int depth) {
    if (value == null
        || value instanceof Double
        || value instanceof Long
        || value instanceof String
        || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float single) {
      return single.doubleValue();
    }
    if (value instanceof CharSequence || value instanceof Character) {
      return value.toString();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("a value nested deeper than " + DEEPEST);
    }
    if (value instanceof Collection<?> collection) {
      List<@Nullable Object> copy = new ArrayList<>(collection.size());
      for (Object element : collection) {
        copy.add(of(element, depth + 1));
      }
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map, depth);
    }
    if (value.getClass().isArray()) {
      int length = Array.getLength(value);
      List<@Nullable Object> copy = new ArrayList<>(length);
      for (int i = 0; i < length; i++) {
        copy.add(of(Array.get(value, i), depth + 1));
      }
      return Collections.unmodifiableList(copy);
    }
    throw new IllegalArgumentException(
        "a value of type " + value.getClass().getName() + "; allowed: " + ALLOWED);
  }

  /**
   * The canonical form of a value that must be there.
   *
   * @throws IllegalArgumentException if it is null, or of a type that is not allowed
   */
  public static Object required(@Nullable Object value) {
    Object canonical = of(value);
    if (canonical == null) {
      throw new IllegalArgumentException("the value is null");
    }
    return canonical;
  }

  /**
   * Calls the method of a visitor that is for the type of a value.
   *
   * @param value a canonical value
   * @return what the method returns
   * @throws IllegalArgumentException if the value is not canonical
   */
  @SuppressWarnings("unchecked") // the keys of canonical maps are strings
  public static <R> R visit(@Nullable Object value, ValueVisitor<R> visitor) {
    if (value == null) {
      return visitor.missing();
    }
    if (value instanceof Double real) {
      return visitor.real(real);
    }
    if (value instanceof Long whole) {
      return visitor.whole(whole);
    }
    if (value instanceof String text) {
      return visitor.text(text);
    }
    if (value instanceof Boolean truth) {
      return visitor.truth(truth);
    }
    if (value instanceof List<?> list) {
      return visitor.list(list);
    }
    if (value instanceof Map<?, ?> map) {
      return visitor.map((Map<String, ? extends @Nullable Object>) map);
    }
    throw new IllegalArgumentException("not a canonical value: " + value.getClass().getName());
  }

  /** Whether a canonical value is a list or a map. */
  public static boolean isStructured(@Nullable Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?>;
  }

  /** Roughly how many bytes a canonical value takes. */
  static long weight(@Nullable Object value) {
    if (value instanceof String text) {
      return 8L + text.length();
    }
    long weight = 8;
    if (value instanceof List<?> list) {
      for (Object element : list) {
        weight += weight(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        weight += weight(entry.getKey()) + weight(entry.getValue());
      }
    }
    return weight;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> map, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, element) -> {
          if (!(key instanceof CharSequence)) {
            throw new IllegalArgumentException(
                "a map with a key that is not a string: " + key + "; allowed: " + ALLOWED);
          }
          copy.put(key.toString(), of(element, depth + 1));
        });
    return Collections.unmodifiableMap(copy);
  }
}
