package org.labactors.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ResultSet.Kind;

/**
 * Chooses a picture: what is asked for, and for the rest what suits the parameters that vary.
 *
 * <ul>
 *   <li>No number varies: a histogram of the first result, over the replicates.
 *   <li>One: a line over it.
 *   <li>Two with many values each: a heat map. If one of them has few values, a line for each.
 *   <li>More: lines over the one with most values.
 *   <li>Of parameters that are text, the first one tells the lines or histograms apart.
 * </ul>
 */
final class Choice {

  /** So many lines can be told apart at a glance. */
  private static final int FEW = 8;

  private final PlotRequest request;
  private final Survey survey;
  private final List<Variable> numbers;
  private final List<Variable> texts;

  private Choice(PlotRequest request, Survey survey) {
    this.request = request;
    this.survey = survey;
    this.numbers =
        survey.those(Variable::isVaried).stream()
            .filter(Variable::isNumber)
            .sorted(Comparator.comparingLong(Variable::values).reversed())
            .toList();
    this.texts =
        survey.those(each -> each.isVaried() && each.content() == Variable.Content.TEXT).stream()
            .toList();
  }

  /**
   * The picture for a request.
   *
   * @throws PlotException if it names what is not there or is no number, or if there is nothing
   *     that could be shown
   */
  static Picture of(PlotRequest request, Survey survey) {
    return new Choice(request, survey).picture();
  }

  private Picture picture() {
    PlotRequest.Kind kind = request.kind();
    if (kind == null) {
      return request.x() != null ? lines() : suitable();
    }
    return switch (kind) {
      case LINES -> lines();
      case SCATTER -> new Picture.Scatter(x(), y(), by());
      case HEAT_MAP -> heatMap();
      case HISTOGRAM -> new Picture.Histogram(y(), by());
    };
  }

  private Picture suitable() {
    Variable by = by();
    List<Variable> free = numbers.stream().filter(each -> !each.equals(by)).toList();
    if (free.isEmpty()) {
      return new Picture.Histogram(y(), by != null ? by : firstText());
    }
    if (by != null || free.size() == 1) {
      return new Picture.Lines(free.get(0), y(), by != null ? by : firstText());
    }
    if (free.size() == 2 && texts.isEmpty() && free.get(1).values() > FEW) {
      // Alphabetical, as the study has them: x before y.
      List<Variable> across = survey.those(free::contains);
      return new Picture.HeatMap(across.get(0), across.get(1), y());
    }
    Variable fewest = free.get(free.size() - 1);
    return new Picture.Lines(
        free.get(0), y(), !texts.isEmpty() ? firstText() : fewest.values() <= FEW ? fewest : null);
  }

  private Picture lines() {
    return new Picture.Lines(x(), y(), by());
  }

  private Picture heatMap() {
    Variable x = request.x() == null ? varied(0) : number(request.x(), "the first of --heatmap");
    Variable y = request.y() == null ? varied(1) : number(request.y(), "the second of --heatmap");
    Variable z = request.z() == null ? result() : result(request.z(), "the third of --heatmap");
    return new Picture.HeatMap(x, y, z);
  }

  private @Nullable Variable firstText() {
    return texts.isEmpty() ? null : texts.get(0);
  }

  private @Nullable Variable by() {
    return request.by() == null ? null : survey.named(request.by(), "--by", Kind.PARAMETER);
  }

  private Variable x() {
    return request.x() == null ? varied(0) : number(request.x(), "--x");
  }

  private Variable y() {
    String option = request.kind() == PlotRequest.Kind.HISTOGRAM ? "--histogram" : "--y";
    return request.y() == null ? result() : result(request.y(), option);
  }

  private Variable varied(int index) {
    if (index >= numbers.size()) {
      throw new PlotException(
          "of the parameters of '"
              + survey.tag()
              + "' that are numbers, "
              + (numbers.isEmpty() ? "none" : "only " + numbers.get(0).name())
              + " varies; say what to show, with --x NAME --y NAME or --histogram NAME");
    }
    return numbers.get(index);
  }

  private Variable result() {
    return survey.those(each -> each.isResult() && each.isNumber()).stream()
        .findFirst()
        .orElseThrow(
            () -> new PlotException("'" + survey.tag() + "' has no result that is a number"));
  }

  private Variable number(String name, String option) {
    return requireNumber(survey.named(name, option, Kind.PARAMETER), option);
  }

  private Variable result(String name, String option) {
    return requireNumber(survey.named(name, option, Kind.RESULT), option);
  }

  private Variable requireNumber(Variable named, String option) {
    if (!named.isNumber()) {
      List<String> possible = new ArrayList<>();
      survey.those(Variable::isNumber).forEach(each -> possible.add(each.name()));
      throw new PlotException(
          "'"
              + named.name()
              + "', which "
              + option
              + " names, "
              + Survey.words(named)
              + ", not numbers; numbers are "
              + (possible.isEmpty() ? "none" : String.join(", ", possible))
              + (named.content() == Variable.Content.TEXT ? "\nMaybe --by " + named.name() : ""));
    }
    return named;
  }

  /** The parameters that vary and of which the picture does not tell the values apart. */
  static List<Variable> unseen(Picture picture, Survey survey) {
    return survey.those(each -> each.isVaried() && !picture.columns().contains(each.column()));
  }
}
