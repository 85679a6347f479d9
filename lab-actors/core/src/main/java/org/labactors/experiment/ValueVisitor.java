package org.labactors.experiment;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a canonical value, by its type. {@link CanonicalValue#visit} calls the method for
 * the type that a value has.
 *
 * @param <R> what comes out
 */
public interface ValueVisitor<R> {

  /** For null. */
  R missing();

  /** For a boolean. */
  R truth(boolean value);

  /** For a whole number. */
  R whole(long value);

  /** For a floating-point number. */
  R real(double value);

  /** For a string. */
  R text(String value);

  /** For an array or a list; its elements are canonical values. */
  R list(List<? extends @Nullable Object> values);

  /** For a map; its values are canonical values. */
  R map(Map<String, ? extends @Nullable Object> values);
}
