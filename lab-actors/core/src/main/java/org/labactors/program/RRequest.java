package org.labactors.program;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.command.Protocol;
import org.labactors.experiment.Trial;

/**
 * A request as an expression of R, which R reads exactly: numbers with a point are in hexadecimal,
 * and characters beyond ASCII are escaped.
 */
final class RRequest implements Protocol {

  /** R's whole numbers are of 32 bits; the lowest is its NA. */
  private static final long HIGHEST_WHOLE = Integer.MAX_VALUE;

  /** Beyond, not every whole number is one with a point. */
  private static final long HIGHEST_EXACT = 1L << 53;

  /** Longer vectors are written as a text that is split: R reads that faster than code. */
  private static final int LONGEST_WRITTEN_OUT = 500;

  /** The seed that {@code set.seed} takes: the first 31 of the trial's 64 bits. */
  static int seed(Trial trial) {
    return (int) (trial.seed() >>> 33);
  }

  @Override
  public void write(Trial trial, OutputStream line) throws IOException {
    StringBuilder code = new StringBuilder("list(trial=\"").append(trial.number());
    code.append("\",replicate=").append(trial.replicate());
    code.append("L,seed=").append(seed(trial)).append("L,parameters=");
    writeMap(trial.parameters(), "", code);
    line.write(code.append(")\n").toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(@Nullable Object value, String name, StringBuilder code) {
    if (value instanceof Double real) {
      writeReal(real, code);
    } else if (value instanceof Long whole) {
      writeWhole(whole, name, code);
    } else if (value instanceof String text) {
      writeText(text, name, code);
    } else if (value instanceof Boolean truth) {
      code.append(truth ? "TRUE" : "FALSE");
    } else if (value instanceof List<?> list) {
      writeList(list, name, code);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, name, code);
    } else {
      code.append("NULL");
    }
  }

  private static void writeReal(double real, StringBuilder code) {
    if (Double.isNaN(real)) {
      code.append("NaN");
    } else if (Double.isInfinite(real)) {
      code.append(real > 0 ? "Inf" : "-Inf");
    } else {
      code.append(Double.toHexString(real));
    }
  }

  private static void writeWhole(long whole, String name, StringBuilder code) {
    if (Math.abs(whole) <= HIGHEST_WHOLE) {
      code.append(whole).append('L');
    } else if (Math.abs(whole) <= HIGHEST_EXACT && whole != Long.MIN_VALUE) {
      writeReal((double) whole, code);
    } else {
      throw new IllegalArgumentException(
          "the parameter '"
              + name
              + "' is "
              + whole
              + "; R has no whole numbers beyond 2^53. Give it as a string");
    }
  }

  private static void writeText(String text, String name, StringBuilder code) {
    code.append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                throw new IllegalArgumentException(
                    "the parameter '"
                        + name
                        + "' has a character that R cannot have in a string: "
                        + String.format(Locale.ROOT, "U+%04X", c));
              }
              if (c == '"' || c == '\\') {
                code.append('\\').append((char) c);
              } else if (c < ' ' || c >= 0x7F) {
                code.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08X" : "\\u%04X", c));
              } else {
                code.append((char) c);
              }
            });
    code.append('"');
  }

  /** A vector if all are numbers, all strings, or all booleans. */
  private static void writeList(List<?> list, String name, StringBuilder code) {
    boolean whole = list.stream().allMatch(each -> isWhole(each));
    boolean numbers = list.stream().allMatch(each -> each instanceof Number);
    boolean vector =
        !list.isEmpty()
            && (numbers
                || list.stream().allMatch(each -> each instanceof String)
                || list.stream().allMatch(each -> each instanceof Boolean));
    if (vector && numbers && list.size() > LONGEST_WRITTEN_OUT) {
      code.append(whole ? "as.integer(" : "as.numeric(").append("strsplit(\"");
      writeAll(list, name, whole, " ", code);
      code.append("\",\" \",fixed=TRUE)[[1]])");
      return;
    }
    code.append(vector ? "c(" : "list(");
    writeAll(list, name, !numbers || whole, ",", code);
    code.append(')');
  }

  private static boolean isWhole(@Nullable Object value) {
    return value instanceof Long whole && Math.abs(whole) <= HIGHEST_WHOLE;
  }

  private static void writeAll(
      List<?> list, String name, boolean asTheyAre, String between, StringBuilder code) {
    String separator = "";
    for (Object each : list) {
      code.append(separator);
      if (asTheyAre && between.equals(" ")) {
        code.append(each);
      } else if (asTheyAre) {
        write(each, name, code);
      } else {
        writeReal(exact((Number) each, name), code);
      }
      separator = between;
    }
  }

  private static double exact(Number number, String name) {
    if (number instanceof Long whole && !isWhole(number)) {
      writeWhole(whole, name, new StringBuilder()); // or refuses it
    }
    return number.doubleValue();
  }

  private static void writeMap(Map<?, ?> map, String within, StringBuilder code) {
    if (map.isEmpty()) {
      code.append("structure(list(),names=character())");
      return;
    }
    String separator = "list(";
    for (Map.Entry<?, ?> each : map.entrySet()) {
      String name = (String) each.getKey();
      code.append(separator);
      writeText(name, within.isEmpty() ? name : within, code);
      code.append('=');
      write(each.getValue(), within.isEmpty() ? name : within, code);
      separator = ",";
    }
    code.append(')');
  }
}
