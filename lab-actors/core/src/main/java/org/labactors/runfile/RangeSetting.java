package org.labactors.runfile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.labactors.design.Range;

/**
 * The values of a parameter as a run file gives them: a list, a single value, {@code {from, to,
 * points}} with or without {@code scale}, {@code {from, to, step}}, or {@code {value}} for a single
 * value that is an array. A list in a list is an array.
 */
final class RangeSetting {

  private static final List<String> KEYS =
      List.of("from", "to", "points", "step", "scale", "value");
  private static final String FORMS =
      "Write { from, to, points }, { from, to, step }, a list of values, or a single value.";

  private final Setting setting;

  RangeSetting(Setting setting) {
    this.setting = setting;
  }

  Range range() {
    if (!setting.isObject()) {
      return listed(setting.elements());
    }
    Section rule = setting.section("a rule").allow(KEYS);
    if (rule.has("value")) {
      if (rule.settings().size() > 1) {
        throw setting.refused("'value' stands alone", FORMS, null);
      }
      return listed(List.of(rule.required("value", "a value")));
    }
    if (rule.has("points") == rule.has("step")) {
      throw setting.refused(
          rule.has("step")
              ? "has points and step; it must be one of them"
              : "has neither points nor step",
          FORMS,
          null);
    }
    Setting from = rule.required("from", "the first number");
    Setting to = rule.required("to", "the last number");
    return rule.has("points") ? spaced(rule, from, to) : stepped(rule, from, to);
  }

  private Range listed(List<Setting> elements) {
    if (elements.isEmpty()) {
      throw setting.refused("must have at least one value");
    }
    List<Object> values = new ArrayList<>(elements.size());
    for (Setting element : elements) {
      Object value = element.value();
      if (value == null || hasNull(value)) {
        throw element.refused("must be a number, a string, true, false, or a list of these");
      }
      values.add(value);
    }
    return Range.listed(values);
  }

  private static boolean hasNull(@Nullable Object value) {
    return value == null
        || (value instanceof List<?> list && list.stream().anyMatch(RangeSetting::hasNull));
  }

  private Range spaced(Section rule, Setting from, Setting to) {
    Setting points = rule.required("points", "a whole number");
    if (points.whole() < 1) {
      throw points.refused("must be at least 1");
    }
    double first = from.number().doubleValue();
    double last = to.number().doubleValue();
    if (rule.has("scale") && isLogarithmic(rule.required("scale", "linear or log"))) {
      checkPositive(from);
      checkPositive(to);
      return checked(() -> Range.logspace(first, last, points.whole()));
    }
    return checked(() -> Range.linspace(first, last, points.whole()));
  }

  private static boolean isLogarithmic(Setting scale) {
    return scale.oneOf(List.of("linear", "log"), "linear or log").equals("log");
  }

  private static void checkPositive(Setting end) {
    if (!(end.number().doubleValue() > 0)) {
      throw end.refused("must be more than 0 on a logarithmic scale");
    }
  }

  private Range stepped(Section rule, Setting from, Setting to) {
    Setting step = rule.required("step", "a number");
    if (rule.has("scale") && isLogarithmic(rule.required("scale", "linear or log"))) {
      throw setting.refused("has a step on a logarithmic scale", "Give points, not a step.", null);
    }
    if (step.number().doubleValue() == 0) {
      throw step.refused("must not be 0");
    }
    if (from.number() instanceof Long first
        && to.number() instanceof Long last
        && step.number() instanceof Long increment) {
      return checked(() -> Range.stepped(first, last, increment));
    }
    return checked(
        () ->
            Range.stepped(
                from.number().doubleValue(),
                to.number().doubleValue(),
                step.number().doubleValue()));
  }

  private Range checked(Supplier<Range> range) {
    try {
      return range.get();
    } catch (IllegalArgumentException refusal) {
      throw setting.refused(String.valueOf(refusal.getMessage()), "", refusal);
    }
  }
}
