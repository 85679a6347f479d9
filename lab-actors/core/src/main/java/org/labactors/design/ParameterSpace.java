package org.labactors.design;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Names;

/** Named parameters, each with its values, in alphabetical order of the names. Immutable. */
public final class ParameterSpace {

  /** A space without parameters; a factorial design of it has one point. */
  public static final ParameterSpace EMPTY = new ParameterSpace(new TreeMap<>());

  private final SortedMap<String, Range> parameters;
  private final List<String> names;
  private final List<Range> ranges;

  /**
   * A space of these parameters.
   *
   * @param parameters the values of each parameter by its name
   * @throws IllegalArgumentException if a name is not allowed
   */
  public ParameterSpace(Map<String, Range> parameters) {
    parameters.keySet().forEach(name -> Names.check("the parameter", name));
    this.parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    this.names = List.copyOf(this.parameters.keySet());
    this.ranges = List.copyOf(this.parameters.values());
  }

  /** A copy with one more parameter, or other values for it. */
  public ParameterSpace with(String name, Range values) {
    SortedMap<String, Range> copy = new TreeMap<>(parameters);
    copy.put(name, values);
    return new ParameterSpace(copy);
  }

  /** The values of each parameter by its name; unmodifiable. */
  public SortedMap<String, Range> parameters() {
    return parameters;
  }

  /** The names in alphabetical order. */
  public List<String> names() {
    return names;
  }

  /** The values of each parameter, in alphabetical order of the names. */
  public List<Range> ranges() {
    return ranges;
  }

  /** How many values each parameter has, in alphabetical order, as text for refusals. */
  public String describeSizes() {
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (name, values) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append(" has ")
                .append(values.size()));
    return text.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ParameterSpace space && parameters.equals(space.parameters);
  }

  @Override
  public int hashCode() {
    return parameters.hashCode();
  }

  @Override
  public String toString() {
    return parameters.toString();
  }
}
