package org.labactors.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.labactors.internal.membership.OldestLab.Step;

class OldestLabTest {

  private final OldestLab<String> succession = new OldestLab<>("own");

  @Test
  void aLabThatIsNotTakenInYetWaits() {
    Step alone = succession.look(List.of());
    Step beside = succession.look(List.of("other"));

    assertThat(List.of(alone, beside)).containsOnly(Step.WAIT);
    assertThat(succession.atWork()).isEmpty();
  }

  @Test
  void theOldestLabBeginsWhenTwoLooksAgree() {
    Step first = succession.look(List.of("own", "other"));
    Step second = succession.look(List.of("own", "other"));

    assertThat(first).isEqualTo(Step.WAIT);
    assertThat(second).isEqualTo(Step.BEGIN);
    assertThat(succession.atWork()).isEmpty();
  }

  @Test
  void anOlderLabThatBecomesKnownALittleLaterIsNotOverlooked() {
    Step first = succession.look(List.of("own"));
    Step second = succession.look(List.of("older", "own"));
    Step third = succession.look(List.of("older", "own"));

    assertThat(List.of(first, second, third)).containsOnly(Step.WAIT);
    assertThat(succession.atWork()).contains("older");
  }

  @Test
  void aLabTakesOverWhenNoneBeforeItIsLeft() {
    List<Step> before =
        List.of(
            succession.look(List.of("first", "second", "own")),
            succession.look(List.of("second", "own", "younger")),
            succession.look(List.of("own", "younger")));

    Step then = succession.look(List.of("own", "younger"));

    assertThat(before).containsOnly(Step.WAIT);
    assertThat(then).isEqualTo(Step.BEGIN);
    assertThat(succession.atWork()).contains("second");
  }
}
