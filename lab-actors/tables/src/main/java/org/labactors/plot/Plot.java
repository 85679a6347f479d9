package org.labactors.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.labactors.notebook.ResultSet;

/**
 * A picture of a result set as it was when it was looked at, which may be in the midst of a run.
 */
public final class Plot {

  private static final int LONGEST_TITLE = 80;

  private final Drawing drawing;
  private final String words;
  private final List<String> notes;

  private Plot(Drawing drawing, String words, List<String> notes) {
    this.drawing = drawing;
    this.words = words;
    this.notes = List.copyOf(notes);
  }

  /**
   * Looks at the successful trials of a result set. They are read once, and memory does not grow
   * with their number.
   *
   * @param attributes of the result set; {@code x.label} and {@code x.unit} are written beside the
   *     axis of {@code x}
   * @throws PlotException if the request does not fit the result set
   */
  public static Plot of(ResultSet results, Map<String, Object> attributes, PlotRequest request) {
    Survey survey = Survey.of(results);
    Picture picture = Choice.of(request, survey);
    Labels labels = new Labels(attributes);
    String title = title(results);
    List<String> notes = new ArrayList<>();
    Choice.unseen(picture, survey)
        .forEach(
            each ->
                notes.add(
                    "all "
                        + count(each.values())
                        + " values of "
                        + each.name()
                        + " are taken together"));
    Collector collector;
    Drawing drawing;
    if (picture instanceof Picture.Lines lines) {
      LineSums sums = new LineSums(lines.by());
      collector = filled(sums, results, picture);
      drawing = SeriesDrawing.of(lines, sums, title, labels);
      noteCoarse(notes, sums.isCoarse(), LineSums.MOST_PLACES);
      if (sums.isBandless()) {
        notes.add("a band is left out where a variance is too large or small to be a number");
      }
    } else if (picture instanceof Picture.HeatMap heatMap) {
      HeatSums sums = new HeatSums();
      collector = filled(sums, results, picture);
      drawing = HeatDrawing.of(heatMap, sums, title, labels);
      noteCoarse(notes, sums.isCoarse(), HeatSums.MOST_PLACES);
    } else if (picture instanceof Picture.Scatter scatter) {
      DotSample sample = new DotSample(scatter.by());
      collector = filled(sample, results, picture);
      drawing = SeriesDrawing.of(scatter, sample, title, labels);
      if (sample.isSample()) {
        notes.add("only " + count(DotSample.MOST) + " of the rows are shown, drawn by lot");
      }
    } else {
      Picture.Histogram histogram = (Picture.Histogram) picture;
      BinCounts counts = new BinCounts(histogram.by());
      collector = filled(counts, results, picture);
      drawing = SeriesDrawing.of(histogram, counts, title, labels);
    }
    if (collector.leftOut() > 0) {
      notes.add(
          count(collector.leftOut())
              + " rows are left out, in which a value is missing or no finite number");
    }
    return new Plot(drawing, picture.words() + "; " + count(collector.shown()) + " rows", notes);
  }

  private static Collector filled(Collector collector, ResultSet results, Picture picture) {
    results.scan(picture.columns(), collector::add);
    if (collector.shown() == 0) {
      throw new PlotException(
          "no row of '" + results.tag() + "' has finite numbers for " + picture.words());
    }
    return collector;
  }

  private static void noteCoarse(List<String> notes, boolean coarse, int most) {
    if (coarse) {
      notes.add("neighbouring values share a place, since there are more than " + count(most));
    }
  }

  private static String title(ResultSet results) {
    String text = results.description().lines().findFirst().orElse("");
    String title = text.isBlank() ? results.tag() : text;
    return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** What is to be seen, in words. */
  public String words() {
    return words;
  }

  /** What one should know about it that is not to be seen. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Refuses a file to which no picture can be written.
   *
   * @throws PlotException if its name does not end with .png or .svg, or it has no folder
   */
  public static void check(Path file) {
    ImageFile unused = ImageFile.at(file);
  }

  /**
   * Writes the picture, in place of the file that may be there.
   *
   * @param file its name ends with .png or .svg
   * @throws PlotException if it cannot be written
   */
  public void write(Path file) {
    ImageFile.at(file).write(drawing);
  }
}
