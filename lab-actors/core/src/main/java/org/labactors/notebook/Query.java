package org.labactors.notebook;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Status;

/**
 * Which rows of a result set are wanted.
 *
 * @param outcome how their trials ended
 * @param parameters the values that parameters must have, canonical
 * @param trial the number of the trial that they must be of, if that is said
 */
public record Query(Outcome outcome, Map<String, Object> parameters, OptionalLong trial) {

  /** How the trials of the wanted rows ended. */
  public enum Outcome {
    /** In whatever way. */
    ANY,
    /** With the status ok. */
    OK,
    /** In any other way than ok. */
    NOT_OK;

    private boolean includes(Status status) {
      return this == ANY || (this == OK) == (status == Status.OK);
    }
  }

  /** Every row. */
  public static final Query ALL = all(Outcome.ANY);

  /** The rows of trials that are ok. */
  public static final Query SUCCESSFUL = all(Outcome.OK);

  /** The rows of trials that are not ok. */
  public static final Query FAILED = all(Outcome.NOT_OK);

  public Query {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  private static Query all(Outcome outcome) {
    return new Query(outcome, Map.of(), OptionalLong.empty());
  }

  /**
   * A copy that wants a parameter to have this value; a derived parameter will do. Numbers are
   * compared as numbers: 1 is 1.0.
   */
  public Query where(String parameter, Object value) {
    Map<String, Object> copy = new TreeMap<>(parameters);
    copy.put(parameter, CanonicalValue.required(value));
    return new Query(outcome, copy, trial);
  }

  /** A copy that wants trials that ended in this way. */
  public Query of(Outcome wanted) {
    return new Query(wanted, parameters, trial);
  }

  /** A copy that wants the rows of one trial. */
  public Query ofTrial(long number) {
    return new Query(outcome, parameters, OptionalLong.of(number));
  }

  /**
   * Refuses to look for parameters that a result set does not have.
   *
   * @param known the names of its parameters, derived ones included
   * @throws NotebookException if a name is unknown; the text lists the known ones
   */
  public void requireKnown(String tag, Collection<String> known) {
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        throw NotebookException.refused(
            "the result set '"
                + tag
                + "' has no parameter '"
                + name
                + "'; it has "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }

  /** Whether a row is one of those wanted. */
  public boolean matches(Row row) {
    if (!outcome.includes(row.status()) || trial.orElse(row.trial()) != row.trial()) {
      return false;
    }
    for (Map.Entry<String, Object> wanted : parameters.entrySet()) {
      if (!same(wanted.getValue(), row.parameters().get(wanted.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Object wanted, @Nullable Object actual) {
    if (wanted.equals(actual)) {
      return true;
    }
    if (wanted instanceof Double first && actual instanceof Double second) {
      return first.doubleValue() == second.doubleValue();
    }
    if (wanted instanceof Double real && actual instanceof Long whole) {
      return isEqual(real, whole);
    }
    return wanted instanceof Long whole && actual instanceof Double real && isEqual(real, whole);
  }

  private static boolean isEqual(double real, long whole) {
    return Double.isFinite(real) && new BigDecimal(real).compareTo(BigDecimal.valueOf(whole)) == 0;
  }
}
