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
            List.of("plain text", "TRUE", 0.5, 7L));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreNoPartOfTheValues() throws IOException {
    assertThat(Points.csv(file("\uFEFFx,y\r\n1,a\r\n")))
        .isEqualTo(Points.of(List.of(Map.of("x", 1, "y", "a"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          x,y⏎1,2⏎⏎3⏎     | :4: has 1 value; the header has 2 names: x, y
          x,y⏎1,2,3       | :2: has 3 values; the header has 2 names: x, y
          x,y,x⏎1,2,3     | :1: the header has 'x' twice
          x,_y⏎1,2        | :1: the parameter '_y' starts with an underscore; such names are the lab's own. Maybe call it 'y'
          x,⏎1,2          | :1: the parameter has an empty name; give it one
          x,y⏎1,          | :2: 'y' has no value
          x⏎"1⏎2"⏎12345678901234567890 | :4: 'x': 12345678901234567890 is a whole number of more than 64 bits; write it with a decimal point
          x,y⏎1,2⏎"3,4⏎   | :3: is not CSV: (startline 3) EOF reached before encapsulated token finished
          x,y⏎            | : has a header only; it must have a line for each point
          ⏎               | : is empty; it must have a header with the parameters' names and their values
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
  }
}
