package org.labactors.benchmarks;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The one table, printed row by row as figures come in. */
final class Table {

  private static final String ROW = "%-46s %16s %-41s %16s %8s  %s%n";

  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
    out.printf(ROW, "what", "the lab", "against", "", "ratio", "least–greatest");
    out.println("-".repeat(46 + 16 + 41 + 16 + 8 + 14 + 6));
  }

  void compared(
      String what, String figure, String against, String other, double ratio, String spread) {
    out.printf(ROW, what, figure, against, other, String.format("%.2f", ratio), spread);
  }

  void alone(String what, String figure, String note) {
    out.printf(ROW, what, figure, note, "", "", "");
  }

  void skipped(String what, @Nullable String why) {
    out.printf("%-46s skipped: %s%n", what, why);
  }

  /** A part of the table that could not be measured. */
  void failed(String what, Throwable why) {
    out.printf("%-46s FAILED: %s%n", what, why);
  }

  static String perSecond(double rate) {
    return String.format("%,.0f/s", rate);
  }

  static String seconds(double seconds) {
    return String.format("%.3f s", seconds);
  }

  static String microseconds(double seconds) {
    return String.format("%.2f µs", seconds * 1e6);
  }
}
