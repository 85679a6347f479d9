package org.labactors.plot;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside axes. The attribute {@code x.label} of a result set is what to call {@code
 * x}, instead of its name, and {@code x.unit} its unit.
 *
 * @param attributes the attributes of the result set
 */
record Labels(Map<String, Object> attributes) {

  private static final int LONGEST = 45;

  Labels {
    attributes = Map.copyOf(attributes);
  }

  /** What to call a name, with its unit in parentheses if it has one. */
  String of(String name) {
    Object unit = attributes.get(name + ".unit");
    return shown(plain(name) + (unit == null ? "" : " (" + unit + ")"));
  }

  /** What to call a value of a name that tells one series from another. */
  String of(String name, Object value) {
    if (!(value instanceof Number number)) {
      String text = value.toString();
      return shown(text.isBlank() ? '"' + text + '"' : text);
    }
    Object unit = attributes.get(name + ".unit");
    double real = number.doubleValue();
    String text =
        real == Math.rint(real) && Math.abs(real) < 1e15
            ? Long.toString((long) real)
            : number.toString();
    return shown(plain(name) + " = " + text + (unit == null ? "" : " " + unit));
  }

  /** What to call a series; by is null where there is but one. */
  String ofSeries(@Nullable Variable by, Object value) {
    return by == null ? "" : of(by.name(), value);
  }

  /** As much of a text as there is room for, in one line. */
  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private String plain(String name) {
    return attributes.getOrDefault(name + ".label", name).toString();
  }
}
