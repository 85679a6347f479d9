package org.labactors.notebook;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.labactors.experiment.CanonicalValue;

/**
 * Which rows of a result set are wanted.
 *
 * @param okOnly leaves out the rows of trials that are not ok
 * @param parameters the values that parameters must have, canonical
 */
public record Query(boolean okOnly, Map<String, Object> parameters) {

  /** Every row. */
  public static final Query ALL = new Query(false, Map.of());

  /** The rows of trials that are ok. */
  public static final Query SUCCESSFUL = new Query(true, Map.of());

  public Query {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** A copy that wants a parameter to have this value; a derived parameter will do. */
  public Query where(String parameter, Object value) {
    Map<String, Object> copy = new TreeMap<>(parameters);
    copy.put(parameter, CanonicalValue.required(value));
    return new Query(okOnly, copy);
  }
}
