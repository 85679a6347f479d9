package org.labactors.design;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.labactors.experiment.Names;

/**
 * Named parameters, each with its values, in alphabetical order of the names. Immutable.
 *
 * @param parameters the values of each parameter by its name
 */
public record ParameterSpace(SortedMap<String, Range> parameters) {

  /** A space without parameters; a factorial design of it has one point. */
  public static final ParameterSpace EMPTY = new ParameterSpace(new TreeMap<>());

  /**
   * A space of these parameters.
   *
   * @throws IllegalArgumentException if a name is not allowed
   */
  public ParameterSpace {
    parameters.keySet().forEach(name -> Names.check("the parameter", name));
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /** A copy with one more parameter, or other values for it. */
  public ParameterSpace with(String name, Range values) {
    SortedMap<String, Range> copy = new TreeMap<>(parameters);
    copy.put(name, values);
    return new ParameterSpace(copy);
  }

  /** The names in alphabetical order. */
  public List<String> names() {
    return List.copyOf(parameters.keySet());
  }

  /** How many values each parameter has, in alphabetical order, as text for refusals. */
  public String describeSizes() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Range> parameter : parameters.entrySet()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(parameter.getKey())
          .append(" has ")
          .append(parameter.getValue().size());
    }
    return text.toString();
  }
}
