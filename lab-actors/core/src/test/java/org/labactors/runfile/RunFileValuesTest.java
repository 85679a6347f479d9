package org.labactors.runfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.design.Range;
import org.labactors.internal.cells.NearNumber;

/** What the values of a run file mean. */
class RunFileValuesTest {

  private static final String PLAIN = "study.experiment = \"org.labactors.study.Samples$Plain\"\n";

  private static final String[] PIECES = {
    "",
    " ",
    "\t",
    ",",
    "\"",
    "\\",
    "\r",
    "\n",
    "'",
    "a",
    "é",
    "漢",
    "😀",
    "#",
    "//",
    "${x}",
    "{",
    "]",
    "0",
    "1",
    "9",
    ".",
    "-",
    "+",
    "e",
    "0x",
    "_",
    "d",
    "nan",
    "Infinity",
    "true",
    "True",
    "null",
    "\uFEFF",
    "\u00a0",
    "\u0000",
    "٣",
    "=",
    ":",
    "$"
  };

  @TempDir private Path folder;

  private Map<String, Range> read(String text, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), PLAIN + text);
    try (RunFile run = RunFile.read(file, List.of(overrides), List.of())) {
      return run.study().space().parameters();
    }
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() throws IOException {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Map<String, Range> written = new TreeMap<>();
      StringBuilder text = new StringBuilder("study.parameters {" + gap(random));
      for (int i = random.nextInt(4); i >= 0; i--) {
        List<Object> values = new ArrayList<>();
        for (int j = random.nextInt(4); j >= 0; j--) {
          values.add(value(random, 1));
        }
        String name = "n" + i + text(random);
        written.put(name, Range.listed(values));
        text.append(ConfigUtil.quoteString(name)).append(" = ");
        hocon(text, values, random);
        text.append('\n').append(gap(random));
      }
      text.append("}\n");

      assertThat(read(text.toString())).as("seed %d: %s", seed, text).isEqualTo(written);
    }
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 6)) {
      case 0 -> random.nextBoolean();
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> finite(random);
      case 3 -> random.nextInt(-20, 20) / 4.0;
      case 4 -> text(random);
      default -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
    };
  }

  private static double finite(Random random) {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : -0.0;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static void hocon(StringBuilder out, Object value, Random random) {
    if (value instanceof List<?> list) {
      out.append('[').append(gap(random));
      String separator = "";
      for (Object element : list) {
        out.append(separator);
        hocon(out, element, random);
        separator = random.nextBoolean() ? "," + gap(random) : "\n" + gap(random);
      }
      out.append(gap(random)).append(']');
    } else if (value instanceof String text) {
      if (text.matches("[a-zé漢]+") && !NearNumber.of(text).isPresent() && !isWord(text)) {
        out.append(text);
      } else if (!text.contains("\"") && random.nextInt(3) == 0) {
        out.append("\"\"\"").append(text).append("\"\"\"");
      } else {
        out.append(ConfigUtil.quoteString(text));
      }
    } else {
      out.append(value);
    }
  }

  private static boolean isWord(String text) {
    return text.contains("nan") || text.contains("true") || text.contains("null");
  }

  private static String gap(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "\n";
      case 1 -> " # \"0x10\", 0x10\n";
      case 2 -> "  // it's a 'comment'\n";
      default -> " ";
    };
  }

  /** The table of values in docs/run-file.md. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      textBlock =
          """
          12                   | Long    | 12
          -0                   | Long    | 0
          007                  | Long    | 7
          9223372036854775807  | Long    | 9223372036854775807
          1.0                  | Double  | 1.0
          1.                   | Double  | 1.0
          -.5                  | Double  | -0.5
          1e3                  | Double  | 1000.0
          1E-320               | Double  | 1.0E-320
          0e-999               | Double  | 0.0
          -0.0                 | Double  | -0.0
          true                 | Boolean | true
          "007"                | String  | 007
          "0x10" # not 0x10    | String  | 0x10
          \"""1_000\"""          | String  | 1_000
          "\\u0030x10"          | String  | 0x10
          "nan"                | String  | nan
          "True"               | String  | True
          { value = "1d" }     | String  | 1d
          euler                | String  | euler
          yes                  | String  | yes
          NA                   | String  | NA
          5 mm                 | String  | 5 mm
          1.5.2                | String  | 1.5.2
          2024-01-31           | String  | 2024-01-31
          50%                  | String  | 50%
          1/2                  | String  | 1/2
          """)
  void aValueIsWhatItLooksLike(String written, String type, String value) throws IOException {
    Object read = read("study.parameters.x = " + written).get("x").value(0);

    assertThat(read.getClass().getSimpleName()).isEqualTo(type);
    assertThat(read.toString()).isEqualTo(value);
    Object overridden = read("", "study.parameters.x=" + written).get("x").value(0);
    assertThat(overridden).isEqualTo(read);
  }

  @Test
  void aSubstitutionHasTheQuotesOfWhatItStandsFor() throws IOException {
    assertThat(read("study.parameters { a = \"0x10\"\n b = ${study.parameters.a} }").get("b"))
        .isEqualTo(Range.of("0x10"));
    assertThatThrownBy(
            () -> read("study.replicates = 3\nstudy.parameters.c = ${study.replicates}0"))
        .isInstanceOf(RunFileException.class)
        .hasMessageEndingWith(
            "a.conf:2: study.parameters.c = 30: looks like a number and is none\n"
                + "Write 30. Write \"30\" in quotes for the string.");
  }

  @Test
  void namesAndWordsMayLookLikeNumbers() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.conf"), PLAIN + "study { tag = 1_000, description = .5 }");

    try (RunFile run = RunFile.read(file)) {
      assertThat(run.tag()).isEqualTo("1_000");
      assertThat(run.description()).isEqualTo(".5");
    }
  }
}
