package org.labactors.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void valuesAreKeptInTheOrderGiven() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("z", 1);
    row.put("a", null);

    assertThat(Values.of(row).rows()).containsExactly(row("z", 1L, "a", null));
    assertThat(Values.of(row).rows().get(0).keySet()).containsExactly("z", "a");
    assertThat(Values.of("z", 1, "a", 2.0, "m", "x")).hasToString("{z=1, a=2.0, m=x}");
    assertThat(Values.of("z", 1, "a", null)).isEqualTo(Values.of(row));
  }

  private static Map<String, Object> row(String n1, Object v1, String n2, Object v2) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(n1, v1);
    row.put(n2, v2);
    return row;
  }

  @Test
  void oneMoreValueGoesIntoEveryRow() {
    Values rows = Values.rows(List.of(Map.of("t", 0), Map.of("t", 1)));

    assertThat(rows.with("k", 5).rows())
        .containsExactly(Map.of("t", 0L, "k", 5L), Map.of("t", 1L, "k", 5L));
    assertThat(rows.rows()).containsExactly(Map.of("t", 0L), Map.of("t", 1L));
    assertThat(Values.none().with("k", 5)).isEqualTo(Values.of("k", 5));
    assertThat(Values.rows(List.of())).isEqualTo(Values.none());
  }

  @Test
  void aBufferMayBeUsedAgain() {
    double[] buffer = {1, 2};
    List<Object> list = new ArrayList<>(List.of(1));
    Values values = Values.of("buffer", buffer, "list", list);

    buffer[0] = 7;
    list.add(2);

    assertThat(values).isEqualTo(Values.of("buffer", List.of(1.0, 2.0), "list", List.of(1L)));
  }

  @Test
  void aValueOfAnotherTypeIsRefusedWithItsName() {
    assertThatThrownBy(() -> Values.of("thread", Thread.currentThread()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the measured value 'thread' is a value of type java.lang.Thread; allowed: boolean,"
                + " whole number up to 64 bits, floating-point number, string, null, or arrays,"
                + " lists and maps of these");
  }

  @Test
  void anEmptyNameAndTheLabsOwnAreRefused() {
    assertThatThrownBy(() -> Values.of("", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the measured value has an empty name; give it one");
    assertThatThrownBy(() -> Values.none().with("_status", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the measured value '_status' starts with an underscore; such names are the lab's own."
                + " Maybe call it 'status'");
  }

  @Test
  void rowsCannotBeChangedFromOutside() {
    Map<String, Object> row = Values.of("x", Arrays.asList(1, 2)).rows().get(0);

    assertThatThrownBy(() -> row.put("y", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((List<?>) row.get("x")).remove(0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void rowsOfSeveralAreJoinedWithTheNotesOfEach() {
    Trial part = Trial.at(Map.of()).part();
    part.derive("degree", 4);
    part.metadata("index", 0);
    Values noted = Values.of("x", 1).notedIn(part);

    Values joined = Values.joined(List.of(noted, Values.of("y", 2), Values.none()));

    assertThat(joined.rows()).containsExactly(Map.of("x", 1L), Map.of("y", 2L), Map.of());
    assertThat(joined.notes())
        .containsExactly(
            new Notes(Map.of("degree", 4L), Map.of("index", 0L)), Notes.NONE, Notes.NONE);
    assertThat(Values.joined(List.of(Values.of("x", 1), Values.none())).notes()).isEmpty();
    assertThat(noted).isNotEqualTo(Values.of("x", 1));
  }

  @Test
  void whatARowCarriesAlreadyStays() {
    Trial inner = Trial.at(Map.of()).part();
    inner.metadata("index", 7);
    Trial outer = Trial.at(Map.of()).part();
    outer.metadata("index", 0);
    outer.metadata("more", 1);

    Values noted = Values.of("x", 1).notedIn(inner).notedIn(outer);

    assertThat(noted.notes()).containsExactly(new Notes(Map.of(), Map.of("index", 7L, "more", 1L)));
    assertThat(noted.with("y", 2).notes()).isEqualTo(noted.notes());
  }

  @Test
  void aTestReadsWhatAnExperimentMeasured() {
    Values values =
        Values.of("n", 3L, "x", 0.5, "name", "a")
            .with("yes", true)
            .with("list", new double[] {1, 2});

    assertThat(values.getDouble("x")).isEqualTo(0.5);
    assertThat(values.getDouble("n")).isEqualTo(3);
    assertThat(values.getLong("n")).isEqualTo(3);
    assertThat(values.getString("name")).isEqualTo("a");
    assertThat(values.getBoolean("yes")).isTrue();
    assertThat(values.getDoubles("list")).containsExactly(1, 2);
    assertThat(values.getList("list")).hasSize(2);
    assertThat(values.get("name")).isEqualTo("a");
  }

  @Test
  void whatCannotBeReadIsRefusedWithWhatThereIs() {
    Values values = Values.of("x", 0.5, "missing", null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> values.getDouble("y"))
        .withMessage("there is no value 'y'; there are {x=0.5, missing=null}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> values.getLong("x"))
        .withMessage("the value 'x' is 0.5, not a whole number; there are {x=0.5, missing=null}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> values.getDouble("missing"))
        .withMessageStartingWith("the value 'missing' is null, not a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Values.rows(List.of(Map.of("x", 1), Map.of("x", 2))).getLong("x"))
        .withMessage("there are 2 rows; take rows(), which has all of them");
  }
}
