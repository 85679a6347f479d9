package org.labactors.cli.internal.terminal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.labactors.study.Progress;

/** How numbers, times and values are written on screen. */
public final class Wording {

  private static final int LONGEST_VALUE = 40;

  private Wording() {}

  /** A whole number with commas between the thousands. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number and its noun, {@code "1 trial"} or {@code "2 trials"}. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** A rate per second, with three significant digits while it is small. */
  static String rate(double perSecond) {
    if (perSecond >= 100) {
      return count(Math.round(perSecond)) + "/s";
    }
    return String.format(Locale.ROOT, perSecond >= 10 ? "%.1f/s" : "%.2f/s", perSecond);
  }

  /** How a run gets on: {@code 305/s, 3 failed, 12 s left}. */
  static String pace(Progress progress) {
    return rate(progress.rate())
        + (progress.failed() > 0 ? ", " + count(progress.failed()) + " failed" : "")
        + progress.remaining().map(left -> ", " + time(left) + " left").orElse("");
  }

  /**
   * A time to read at a glance: {@code 0.4 s}, {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}.
   */
  public static String time(Duration duration) {
    double seconds = duration.getSeconds() + duration.getNano() / 1e9;
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3_600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    if (whole < 2 * 86_400) {
      return whole / 3_600 + " h " + whole % 3_600 / 60 + " min";
    }
    return count(whole / 86_400) + " d " + whole % 86_400 / 3_600 + " h";
  }

  /** A percentage without decimals that is 100 only when all is done. */
  public static String percent(double fraction) {
    return (int) Math.floor(fraction * 100) + " %";
  }

  /** A number of bytes with a decimal prefix. */
  public static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double rest = bytes;
    int prefix = -1;
    while (rest >= 999.95) {
      rest /= 1_000;
      prefix++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", rest, "kMGTPE".charAt(prefix));
  }

  /** A parameter's value, cut short if it is long. */
  public static String value(Object value) {
    String text;
    if (value instanceof List<?> list) {
      text = list.stream().limit(LONGEST_VALUE).map(Wording::value).toList().toString();
    } else {
      text = value.toString();
    }
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
  }

  /** Names with their values: {@code x=1.0, y=2.0}. */
  public static String values(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
