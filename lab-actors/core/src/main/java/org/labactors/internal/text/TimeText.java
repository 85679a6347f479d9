package org.labactors.internal.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Spans of time as people write them, exactly: {@code 6 s}, {@code 1.5 s}, {@code 2 h 10 min}. */
public final class TimeText {

  private static final int NANO_DIGITS = 9;

  private TimeText() {}

  /** The text of a span of time. */
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      return "-" + of(duration.negated());
    }
    if (duration.toSeconds() == 0 && !duration.isZero()) {
      return decimal(duration.toNanos(), NANO_DIGITS - 3) + " ms";
    }
    List<String> parts = new ArrayList<>();
    add(parts, duration.toDays(), "d");
    add(parts, duration.toHoursPart(), "h");
    add(parts, duration.toMinutesPart(), "min");
    long rest = duration.toSecondsPart() * 1_000_000_000L + duration.toNanosPart();
    if (rest > 0 || parts.isEmpty()) {
      parts.add(decimal(rest, NANO_DIGITS) + " s");
    }
    return String.join(" ", parts);
  }

  private static void add(List<String> parts, long number, String unit) {
    if (number > 0) {
      parts.add(number + " " + unit);
    }
  }

  private static String decimal(long nanos, int digits) {
    BigDecimal number = BigDecimal.valueOf(nanos, digits).stripTrailingZeros();
    return number.toPlainString();
  }
}
