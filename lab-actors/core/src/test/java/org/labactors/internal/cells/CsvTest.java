package org.labactors.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing and reading mean the same, for every value there can be. */
class CsvTest {

  private static final String[] PIECES = {
    "",
    " ",
    "\t",
    ",",
    ";",
    "\"",
    "\"\"",
    "\r",
    "\n",
    "\r\n",
    "'",
    "a",
    "é",
    "漢",
    "😀",
    "#",
    "|",
    "0",
    "1",
    "9",
    ".",
    "-",
    "+",
    "e",
    "E",
    "0x",
    "_",
    "NA",
    "nan",
    "NaN",
    "inf",
    "Infinity",
    "true",
    "True",
    "FALSE",
    "null",
    "\uFEFF",
    "\u00a0",
    "\u0000",
    "٣",
    "\\",
    "{",
    "[",
    "=",
    ":",
    "sep="
  };

  private static List<@Nullable Object> random(Random random, int size) {
    List<@Nullable Object> row = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      row.add(
          switch (random.nextInt(7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> Double.longBitsToDouble(random.nextLong());
            case 4 -> random.nextInt(-20, 20) / 4.0;
            case 5 -> text(random, 4);
            default -> text(random, 1);
          });
    }
    return row;
  }

  private static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() throws IOException {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      int columns = 1 + random.nextInt(5);
      List<String> names = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        names.add(text(random, 2) + "n" + i);
      }
      List<List<@Nullable Object>> rows = new ArrayList<>();
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
      String endOfLine = random.nextBoolean() ? "\n" : "\r\n";
      CsvText.header(text, names);
      for (int i = random.nextInt(8); i > 0; i--) {
        List<@Nullable Object> row = random(random, columns);
        rows.add(row);
        CsvText.row(text.append(endOfLine), row);
      }
      text.append(random.nextBoolean() ? endOfLine : "");

      CsvReader table = CsvReader.of(new StringReader(text.toString()));
      List<List<@Nullable Object>> read = new ArrayList<>();
      for (List<@Nullable Object> row = table.next(); row != null; row = table.next()) {
        read.add(row);
      }

      assertThat(table.names()).as("seed %d", seed).isEqualTo(names);
      assertThat(read).as("seed %d", seed).isEqualTo(rows);
    }
  }

  /** The table of cells in docs/run-file.md. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          12                  | Long    | 12
          -0                  | Long    | 0
          +5                  | Long    | 5
          007                 | Long    | 7
          9223372036854775807 | Long    | 9223372036854775807
          1.0                 | Double  | 1.0
          .5                  | Double  | 0.5
          5.                  | Double  | 5.0
          1e3                 | Double  | 1000.0
          1E-320              | Double  | 1.0E-320
          -0.0                | Double  | -0.0
          0e-999              | Double  | 0.0
          nan                 | Double  | NaN
          NaN                 | Double  | NaN
          -nan                | Double  | NaN
          inf                 | Double  | Infinity
          -Inf                | Double  | -Infinity
          +Infinity           | Double  | Infinity
          true                | Boolean | true
          True                | Boolean | true
          FALSE               | Boolean | false
          "007"               | String  | 007
          "NA"                | String  | NA
          "true"              | String  | true
          ""                  | String  | ``
          "say ""no"", he"     | String  | say "no", he
          tRuE                | String  | tRuE
          yes                 | String  | yes
          null                | String  | null
          None                | String  | None
          na                  | String  | na
          two words           | String  | two words
          5 mm                | String  | 5 mm
          1.5.2               | String  | 1.5.2
          2024-01-31          | String  | 2024-01-31
          12:30               | String  | 12:30
          50%                 | String  | 50%
          1/2                 | String  | 1/2
          e5                  | String  | e5
          infinite            | String  | infinite
          a"b                 | String  | a"b
          """)
  void aCellHasTheTypeItLooksLike(String cell, String type, String value) throws IOException {
    Object read = CsvReader.of(new StringReader("x\n " + cell + "\t\n")).next().get(0);

    assertThat(read.getClass().getSimpleName()).isEqualTo(type);
    assertThat(read.toString()).isEqualTo(value == null ? "" : value);
  }

  @Test
  void anEmptyCellAndNaAreMissing() throws IOException {
    CsvReader table = CsvReader.of(new StringReader("x,y,z\n,NA, \n\nNA,\"\",1"));

    assertThat(table.next()).containsExactly(null, null, null);
    assertThat(table.next()).isEqualTo(Arrays.asList(null, "", 1L));
    assertThat(table.line()).isEqualTo(4);
    assertThat(table.next()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          18446744073709551615 | 18446744073709551615.0
          1e400                | ``
          -1e309               | ``
          1e-400               | 0.0
          0x10                 | 16
          -0xFF                | -255
          0x1.8p3              | 12.0
          0b101                | 5
          0o17                 | 15
          1_000                | 1000
          1_000.5              | 1000.5
          1'000                | 1000
          1 000 000            | 1000000
          1,5                  | 1.5
          1,000                | ``
          1.000,5              | ``
          1d                   | 1
          2.5f                 | 2.5
          10L                  | 10
          1.0D+05              | 1.0e+05
          0.5-103              | 0.5e-103
          1.5e+                | 1.5
          ٣                    | 3
          ١٫٥                  | 1.5
          －５                  | -5
          −5                   | -5
          """)
  void whatLooksLikeANumberIsRefusedWithWhatToWrite(String text, String instead) {
    assertThatThrownBy(() -> TypedText.valueOf(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(text + " ")
        .hasMessageEndingWith(
            "; write "
                + (instead == null || instead.isEmpty() ? "" : instead + ", or ")
                + "\""
                + text
                + "\" in quotes for the string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a01.5", "1.5\u2009", "\uFEFF7", "1\u202f000"})
  void aNumberAmidInvisibleCharactersIsRefused(String text) {
    assertThatThrownBy(() -> TypedText.valueOf(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLineOfATroubleIsWhereItBegins() throws IOException {
    CsvReader table = CsvReader.of(new StringReader("\r\n\nx,y\r\"a\r\nb\nc\",1\n\n\n3\n"));

    assertThat(table.line()).isEqualTo(3);
    assertThat(table.next()).containsExactly("a\r\nb\nc", 1L);
    assertThatThrownBy(table::next)
        .isInstanceOfSatisfying(CsvException.class, e -> assertThat(e.line()).isEqualTo(9))
        .hasMessage("has 1 value; the header has 2 names: x, y");
  }
}
