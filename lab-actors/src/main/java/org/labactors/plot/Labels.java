package org.labactors.plot;

import java.util.Map;

/**
 * What is written beside axes. The attribute {@code x.label} of a result set is what to call {@code
 * x}, instead of its name, and {@code x.unit} its unit.
 *
 * @param attributes the attributes of the result set
 */
record Labels(Map<String, Object> attributes) {

  Labels {
    attributes = Map.copyOf(attributes);
  }

  /** What to call a name, with its unit in parentheses if it has one. */
  String of(String name) {
    Object unit = attributes.get(name + ".unit");
    return plain(name) + (unit == null ? "" : " (" + unit + ")");
  }

  /** What to call a value of a name that tells one series from another. */
  String of(String name, Object value) {
    if (!(value instanceof Number number)) {
      return value.toString();
    }
    Object unit = attributes.get(name + ".unit");
    double real = number.doubleValue();
    String text =
        real == Math.rint(real) && Math.abs(real) < 1e15
            ? Long.toString((long) real)
            : number.toString();
    return plain(name) + " = " + text + (unit == null ? "" : " " + unit);
  }

  private String plain(String name) {
    return attributes.getOrDefault(name + ".label", name).toString();
  }
}
