package org.labactors.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.design.Order;
import org.labactors.design.Range;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Study;
import org.labactors.study.Trials;
import org.w3c.dom.Element;

class PlotTest {

  private static final Study STUDY =
      Study.of(new Recordings.Silent())
          .with("x", Range.linspace(0, 1, 12))
          .with("y", Range.linspace(0, 1, 12))
          .with("method", "euler", "heun")
          .replicates(3)
          .order(Order.SEQUENTIAL)
          .seed(42);

  @TempDir private Path folder;

  /** Of each point z = x + y, more for heun, and a bit more for each replicate. */
  private static ResultSet results(Study study, long trials) {
    WritableNotebook notebook = MemoryNotebook.create();
    Trials all = new Trials(study);
    List<Result> results = new ArrayList<>();
    for (long trial = 0; trial < trials; trial++) {
      Point point = all.point(trial);
      double z = (double) point.get("x") + (double) point.get("y");
      results.add(
          Recordings.ok(
              trial,
              "z",
              z + ("heun".equals(point.get("method")) ? 1 : 0) + 0.01 * all.replicate(trial),
              "even",
              trial % 2 == 0));
    }
    try (Recorder recorder = notebook.record("t", study, RecordOptions.DEFAULT)) {
      if (!results.isEmpty()) {
        recorder.record(List.of(Recordings.batch(results)));
      }
    }
    return notebook.resultSet("t").orElseThrow();
  }

  private static ResultSet results() {
    return results(STUDY, new Trials(STUDY).size());
  }

  private static PlotRequest request(
      PlotRequest.Kind kind, String x, String y, String z, String by) {
    return new PlotRequest(kind, x, y, z, by);
  }

  @Test
  void aPlotSaysWhatItShowsAndWhatItTakesTogether() {
    Plot plot = Plot.of(results(), Map.of(), request(null, "x", "z", null, "method"));

    assertThat(plot.words()).isEqualTo("the mean of z over x, by method; 864 rows");
    assertThat(plot.notes()).containsExactly("all 12 values of y are taken together");
  }

  @Test
  void aPngHasTheColoursOfItsLines() throws IOException {
    Path file = folder.resolve("z.png");

    Plot.of(results(), Map.of(), request(null, "x", "z", null, "method")).write(file);

    Set<Color> colours = colours(ImageIO.read(file.toFile()));
    assertThat(colours).contains(Color.WHITE, Palette.series(0), Palette.series(1));
    assertThat(colours).doesNotContain(Palette.series(2));
  }

  @Test
  void aHeatMapGoesFromTheFirstColourToTheLast() throws IOException {
    Path file = folder.resolve("z.png");

    Plot.of(results(), Map.of(), request(PlotRequest.Kind.HEAT_MAP, "x", "y", "z", null))
        .write(file);

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(2 * Drawing.WIDTH);
    // z grows to the upper right; there is room for labels at all sides.
    Color lowerLeft = new Color(image.getRGB(200, image.getHeight() - 160));
    Color upperRight = new Color(image.getRGB(image.getWidth() - 260, 120));
    assertThat(lowerLeft).isEqualTo(Palette.heat(0));
    assertThat(upperRight).isEqualTo(Palette.heat(1));
  }

  @Test
  void everyKindOfPictureIsAnSvgWithLabels() throws Exception {
    Map<String, PlotRequest> requests =
        Map.of(
            "lines", request(null, "x", "z", null, "method"),
            "scatter", request(PlotRequest.Kind.SCATTER, "x", "z", null, null),
            "heat", request(PlotRequest.Kind.HEAT_MAP, "x", "y", "z", null),
            "histogram", request(PlotRequest.Kind.HISTOGRAM, null, "z", null, "method"));
    ResultSet results = results();

    for (Map.Entry<String, PlotRequest> each : requests.entrySet()) {
      Path file = folder.resolve(each.getKey() + ".svg");
      Plot.of(results, Map.of("z.unit", "mm"), each.getValue()).write(file);

      Element svg =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement();
      assertThat(svg.getTagName()).isEqualTo("svg");
      assertThat(
              Stream.of("path", "rect", "line", "circle")
                  .mapToInt(shape -> svg.getElementsByTagName(shape).getLength())
                  .sum())
          .as(each.getKey())
          .isGreaterThan(10);
      assertThat(Files.size(file)).as(each.getKey()).isLessThan(1_000_000);
    }
  }

  @Test
  void aFileThatIsThereIsReplacedAndNothingElseIsLeft() throws IOException {
    Path file = Files.writeString(folder.resolve("z.svg"), "what was there");

    Plot.of(results(), Map.of(), PlotRequest.ANY).write(file);

    assertThat(file).content().contains("<svg").doesNotContain("what was there");
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void aPictureIsNotWrittenThroughALinkThatSomebodyPutBesideIt() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious.txt"), "precious");
    Files.createSymbolicLink(folder.resolve(".lines.png.draft"), precious);

    Plot.of(results(), Map.of(), PlotRequest.ANY).write(folder.resolve("lines.png"));

    assertThat(precious).hasContent("precious");
    assertThat(folder.resolve("lines.png")).isRegularFile();
  }

  @Test
  void aFileThatIsNoPictureIsRefused() {
    assertThatThrownBy(() -> Plot.check(folder.resolve("notes.db")))
        .isInstanceOf(PlotException.class)
        .hasMessageContaining("notes.db' is the name of no picture")
        .hasMessageContaining(".png or .svg");
    assertThatThrownBy(() -> Plot.check(folder.resolve("nowhere/z.png")))
        .isInstanceOf(PlotException.class)
        .hasMessageContaining("there is no folder")
        .hasMessageContaining("create it");
  }

  @Test
  void aStudyIsJudgedByAllItsParametersWhenOnlyItsFirstPointsAreThere() {
    ResultSet begun = results(STUDY, 5);

    Plot plot = Plot.of(begun, Map.of(), PlotRequest.ANY);

    assertThat(plot.words()).isEqualTo("the mean of z over x, by method; 5 rows");
    assertThat(plot.notes()).containsExactly("all 12 values of y are taken together");
  }

  @Test
  void booleansCountAsZeroAndOne() {
    Plot plot = Plot.of(results(), Map.of(), request(null, "x", "even", null, null));

    assertThat(plot.words()).startsWith("the mean of even over x");
  }

  @Test
  void nothingRecordedIsNothingToPlot() {
    assertThatThrownBy(() -> Plot.of(results(STUDY, 0), Map.of(), PlotRequest.ANY))
        .isInstanceOf(PlotException.class)
        .hasMessage("the result set 't' has no successful trial yet, so there is nothing to plot");
  }

  @Test
  void valuesThatGrowByFactorsAreOnALogarithmicAxis() {
    assertThat(SeriesDrawing.growsByFactors(new double[] {100, 10_000, 1_000_000})).isTrue();
    assertThat(SeriesDrawing.growsByFactors(new double[] {1, 10, 100, 1_000})).isTrue();
    assertThat(SeriesDrawing.growsByFactors(new double[] {1, 500, 1_000})).isFalse();
    assertThat(SeriesDrawing.growsByFactors(new double[] {8, 16, 32})).isFalse();
    assertThat(SeriesDrawing.growsByFactors(new double[] {0, 10, 1_000})).isFalse();
    assertThat(SeriesDrawing.growsByFactors(new double[] {1, 1_000})).isFalse();
  }

  private static Set<Color> colours(BufferedImage image) {
    Set<Color> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        colours.add(new Color(image.getRGB(x, y)));
      }
    }
    return colours;
  }
}
