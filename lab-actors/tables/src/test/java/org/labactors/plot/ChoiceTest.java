package org.labactors.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.plot.PlotRequest.Kind.HEAT_MAP;
import static org.labactors.plot.PlotRequest.Kind.HISTOGRAM;
import static org.labactors.plot.PlotRequest.Kind.SCATTER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;

class ChoiceTest {

  private static final Variable SIZE = variable(Kind.RESULT, "size", Variable.Content.NUMBERS, 50);
  private static final Variable PATH = variable(Kind.RESULT, "path", Variable.Content.OTHER, 50);
  private static final Variable BETA =
      variable(Kind.PARAMETER, "beta", Variable.Content.NUMBERS, 51);
  private static final Variable ALPHA =
      variable(Kind.PARAMETER, "alpha", Variable.Content.NUMBERS, 51);
  private static final Variable NODES =
      variable(Kind.PARAMETER, "nodes", Variable.Content.NUMBERS, 3);
  private static final Variable FIXED =
      variable(Kind.PARAMETER, "fixed", Variable.Content.NUMBERS, 1);
  private static final Variable NETWORK =
      variable(Kind.PARAMETER, "network", Variable.Content.TEXT, 4);
  private static final Variable CRITICAL =
      variable(Kind.DERIVED, "critical_beta", Variable.Content.NUMBERS, 50);

  private static Variable variable(Kind kind, String name, Variable.Content content, long values) {
    return new Variable(new ColumnInfo(kind, name, name), content, values);
  }

  private static Picture chosen(PlotRequest request, Variable... variables) {
    return Choice.of(request, new Survey("t", List.of(variables)));
  }

  @Test
  void replicatesAloneMakeAHistogram() {
    assertThat(chosen(PlotRequest.ANY, FIXED, SIZE)).isEqualTo(new Picture.Histogram(SIZE, null));
  }

  @Test
  void textAloneTellsHistogramsApart() {
    assertThat(chosen(PlotRequest.ANY, NETWORK, SIZE))
        .isEqualTo(new Picture.Histogram(SIZE, NETWORK));
  }

  @Test
  void oneNumberThatVariesMakesALine() {
    assertThat(chosen(PlotRequest.ANY, BETA, FIXED, PATH, CRITICAL, SIZE))
        .isEqualTo(new Picture.Lines(BETA, SIZE, null));
  }

  @Test
  void oneNumberAndOneTextMakeALineForEachText() {
    assertThat(chosen(PlotRequest.ANY, BETA, NETWORK, SIZE))
        .isEqualTo(new Picture.Lines(BETA, SIZE, NETWORK));
  }

  @Test
  void twoNumbersOfManyValuesMakeAHeatMap() {
    assertThat(chosen(PlotRequest.ANY, ALPHA, BETA, SIZE))
        .isEqualTo(new Picture.HeatMap(ALPHA, BETA, SIZE));
  }

  @Test
  void twoNumbersOfWhichOneHasFewValuesMakeALineForEachOfThese() {
    assertThat(chosen(PlotRequest.ANY, NODES, BETA, SIZE))
        .isEqualTo(new Picture.Lines(BETA, SIZE, NODES));
  }

  @Test
  void whatIsNotAskedForIsFilledIn() {
    PlotRequest by = new PlotRequest(null, null, null, null, "beta");

    assertThat(chosen(by, ALPHA, BETA, SIZE)).isEqualTo(new Picture.Lines(ALPHA, SIZE, BETA));
  }

  @Test
  void whatIsAskedForIsShown() {
    assertThat(
            chosen(new PlotRequest(null, "alpha", "size", null, null), ALPHA, BETA, NETWORK, SIZE))
        .isEqualTo(new Picture.Lines(ALPHA, SIZE, null));
    assertThat(
            chosen(
                new PlotRequest(SCATTER, "critical_beta", "size", null, "network"),
                CRITICAL,
                NETWORK,
                SIZE))
        .isEqualTo(new Picture.Scatter(CRITICAL, SIZE, NETWORK));
    assertThat(chosen(new PlotRequest(HEAT_MAP, "beta", "alpha", "size", null), ALPHA, BETA, SIZE))
        .isEqualTo(new Picture.HeatMap(BETA, ALPHA, SIZE));
    assertThat(chosen(new PlotRequest(HISTOGRAM, null, "size", null, "nodes"), NODES, BETA, SIZE))
        .isEqualTo(new Picture.Histogram(SIZE, NODES));
  }

  @Test
  void aNameThatIsAParameterAndAResultIsTheParameterToTheRightAndTheResultUp() {
    Variable both = variable(Kind.RESULT, "beta", Variable.Content.NUMBERS, 9);

    assertThat(chosen(new PlotRequest(null, "beta", "beta", null, null), BETA, both))
        .isEqualTo(new Picture.Lines(BETA, both, null));
  }

  @Test
  void aWrongNameIsRefusedWithWhatThereIsAndTheNearest() {
    assertThatThrownBy(
            () -> chosen(new PlotRequest(null, "beat", "size", null, null), BETA, NETWORK, SIZE))
        .isInstanceOf(PlotException.class)
        .hasMessage(
            "the result set 't' has no 'beat', which --x names; it has parameters beta, network,"
                + " and results size\nMaybe beta?");
  }

  @Test
  void textToTheRightIsRefusedWithTheWayToShowIt() {
    assertThatThrownBy(
            () -> chosen(new PlotRequest(null, "network", null, null, null), BETA, NETWORK, SIZE))
        .isInstanceOf(PlotException.class)
        .hasMessage(
            "'network', which --x names, holds text, not numbers; numbers are beta, size\n"
                + "Maybe --by network");
  }

  @Test
  void aResultSetWithoutNumbersIsRefused() {
    assertThatThrownBy(() -> chosen(PlotRequest.ANY, BETA, PATH))
        .isInstanceOf(PlotException.class)
        .hasMessage("'t' has no result that is a number");
  }

  @Test
  void whatIsTakenTogetherIsKnown() {
    Survey survey = new Survey("t", List.of(ALPHA, BETA, FIXED, NETWORK, SIZE));

    List<Variable> unseen = Choice.unseen(new Picture.Lines(BETA, SIZE, NETWORK), survey);

    assertThat(unseen).containsExactly(ALPHA);
  }
}
