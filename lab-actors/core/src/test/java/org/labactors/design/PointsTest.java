package org.labactors.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.experiment.Point;

class PointsTest {

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("points.csv"), text);
  }

  @Test
  void pointsAreTheOnesListed() {
    Points points = Points.of(List.of(Map.of("y", 1, "x", 0.5), Map.of("x", 1.5, "y", 2)));

    assertThat(points.size(ParameterSpace.EMPTY)).isEqualTo(2);
    assertThat(points.point(ParameterSpace.EMPTY, 1)).isEqualTo(Point.of(Map.of("x", 1.5, "y", 2)));
    assertThat(points.names()).containsExactly("x", "y");
  }

  @Test
  void singleValuesOfTheSpaceAreAddedToEveryPoint() {
    Points points = Points.of(List.of(Map.of("m", 1), Map.of("m", 2)));
    ParameterSpace space = ParameterSpace.EMPTY.with("z", Range.of(9)).with("a", Range.of("b"));

    assertThat(points.size(space)).isEqualTo(2);
    assertThat(points.point(space, 1)).isEqualTo(Point.of(Map.of("m", 2, "a", "b", "z", 9)));
  }

  @Test
  void aParameterInBothIsRefused() {
    Points points = Points.of(List.of(Map.of("x", 1)));

    assertThatThrownBy(() -> points.size(ParameterSpace.EMPTY.with("x", Range.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the parameter 'x' is in the list of points and in the parameter space; it can be in"
                + " one of them only");
  }

  @Test
  void aParameterOfSeveralValuesBesidesIsRefused() {
    Points points = Points.of(List.of(Map.of("x", 1)));

    assertThatThrownBy(() -> points.size(ParameterSpace.EMPTY.with("y", Range.of(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the parameter 'y' has 2 values; beside a list of points a parameter has a single one");
  }

  @Test
  void pointsThatDoNotMatchAreRefused() {
    assertThatThrownBy(() -> Points.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the list of points is empty; give at least one");
    assertThatThrownBy(() -> Points.of(List.of(Map.of("x", 1), Map.of("x", 1, "y", 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("point 1 has the parameters [x, y], point 0 has [x]");
    assertThatThrownBy(() -> new Points(List.of("x", "x"), List.of(List.of(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the parameter 'x' comes twice");
    assertThatThrownBy(() -> new Points(List.of("x"), List.of(List.of(1), List.of(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("point 1 has 2 values for 1 names");
    assertThatThrownBy(() -> new Points(List.of("x"), List.of(List.of(new Object()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'x' of point 0: a value of type java.lang.Object; allowed: ");
  }

  @Test
  void aFileHoldsPointsWhoseValuesHaveTheTypeTheyLookLike() throws IOException {
    Path file =
        file(
            """
            y,x,  name ,on

            1,0.5,"a, ""b""\",true
            -2,1e3,NaN,false

            007,.5, plain text ,TRUE
            """);

    Points points = Points.csv(file);

    assertThat(points.names()).containsExactly("name", "on", "x", "y");
    assertThat(points.rows())
        .containsExactly(
            List.of("a, \"b\"", true, 0.5, 1L),
            List.of(Double.NaN, false, 1000.0, -2L),
            List.of("plain text", true, 0.5, 7L));
  }

  @Test
  void whatIsInQuotesIsAString() throws IOException {
    assertThat(Points.csv(file("\uFEFF\"x\",y\n\"007\",\"NA\"\n \"\" ,\"true\"\n")).rows())
        .containsExactly(List.of("007", "NA"), List.of("", "true"));
  }

  @Test
  void semicolonsAndTabsSeparateToo() throws IOException {
    List<Map<String, ?>> expected = List.of(Map.of("x", 1.5, "y", "a,b"), Map.of("x", 2, "y", ""));

    assertThat(Points.csv(file("x;y\n1.5;a,b\n2;\"\"\n"))).isEqualTo(Points.of(expected));
    assertThat(Points.csv(file("x\ty\n 1.5\ta,b \n2\t\"\"\n"))).isEqualTo(Points.of(expected));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreNoPartOfTheValues() throws IOException {
    assertThat(Points.csv(file("\uFEFFx,y\r\n1,a\r\n")))
        .isEqualTo(Points.of(List.of(Map.of("x", 1, "y", "a"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          x,y⏎1,2⏎⏎3⏎     | :4: has 1 value; the header has 2 names: x, y
          x,y⏎1,2,3       | :2: has 3 values; the header has 2 names: x, y
          x,y,x⏎1,2,3     | :1: the header has 'x' twice
          x,_y⏎1,2        | :1: the parameter '_y' starts with an underscore; such names are the lab's own. Maybe call it 'y'
          x,⏎1,2          | :1: column 2 has no name; give it one
          ,x,y⏎0,1,2      | :1: the first column has no name; if it numbers the rows, leave it out (pandas: to_csv(…, index=False), R: row.names = FALSE), else give it a name
          "","x"⏎"1",2    | :1: the first column has no name; if it numbers the rows, leave it out (pandas: to_csv(…, index=False), R: row.names = FALSE), else give it a name
          # x,y⏎1,2       | :1: the header begins with #; remove it (numpy.savetxt does not write it with comments=''), or put the name in quotes
          sep=;⏎x;y⏎1;2   | :1: 'sep=' is a line for Excel only; remove it, the header comes first
          x,y;z⏎1,2       | :1: the header has commas and semicolons; put a name that has one of them in it in quotes
          x y⏎1 2         | :2: '1 2' is one value, as 'x y' is one name; separate them by commas, semicolons or tabs instead of spaces, or put them in quotes
          x|y⏎1|2         | :2: '1|2' is one value, as 'x|y' is one name; separate them by commas, semicolons or tabs instead of '|', or put them in quotes
          x,y⏎1,5,2,5     | :2: has 4 values; the header has 2 names: x, y. Write numbers with a decimal point, not with a comma
          x;y⏎1;2,5       | :2: 'y': 2,5 looks like a number and is none; write 2.5, or "2,5" in quotes for the string
          x,y⏎1,          | :2: 'y' has no value; a cell that is empty, or NA without quotes, is a missing one
          x,y⏎⏎1,NA       | :3: 'y' has no value; a cell that is empty, or NA without quotes, is a missing one
          x⏎"1⏎2"⏎12345678901234567890 | :4: 'x': 12345678901234567890 is a whole number of more than 64 bits; write 12345678901234567890.0, or "12345678901234567890" in quotes for the string
          x,y⏎1,2⏎"3,4⏎   | :3: the quote that begins here is not closed
          x,y⏎"a"b,2      | :2: there is 'b' behind the quotes of "a"; a quote that belongs to a text is written twice
          x,y⏎            | : has a header only; it must have a line for each point
          ⏎               | : is empty; it must begin with a header of names
          """)
  void whatIsWrongInAFileIsNamedWithItsLine(String text, String problem) throws IOException {
    Path file = file(text.replace('⏎', '\n'));

    assertThatThrownBy(() -> Points.csv(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + problem);
  }

  @Test
  void aFileThatCannotBeReadIsRefused() throws IOException {
    Path latin1 =
        Files.write(folder.resolve("latin1.csv"), "x\nä\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Points.csv(folder.resolve("none.csv")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder.resolve("none.csv") + ": there is no such file");
    assertThatThrownBy(() -> Points.csv(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder + ": is a directory; it must be a CSV file");
    assertThatThrownBy(() -> Points.csv(latin1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(latin1 + ": is not text in UTF-8");
    Path utf16 =
        Files.write(folder.resolve("utf16.csv"), "x\n1\n".getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> Points.csv(utf16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(utf16 + ": is not text in UTF-8; it is UTF-16, save it anew");
  }
}
