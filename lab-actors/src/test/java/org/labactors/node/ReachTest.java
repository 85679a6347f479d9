package org.labactors.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachTest {

  private static final Instant START = Instant.EPOCH;
  private static final Optional<String> LAB = Optional.of("lab");

  private final Reach<String> ofLab = new Reach<>("lab", Duration.ofSeconds(10));
  private final Reach<String> ofNode = new Reach<>("one", Duration.ofSeconds(10));

  @Test
  void theLabGivesUpANodeThatHasBeenSilentForLong() {
    Set<String> atFirst = ofLab.givenUp(LAB, Set.of("one"), START);
    Set<String> before = ofLab.givenUp(LAB, Set.of("one", "two"), after(9));

    Set<String> then = ofLab.givenUp(LAB, Set.of("one", "two"), after(10));

    assertThat(atFirst).isEmpty();
    assertThat(before).isEmpty();
    assertThat(then).containsExactly("one");
  }

  @Test
  void theLabForgetsASilenceThatHasEnded() {
    assertThat(ofLab.givenUp(LAB, Set.of("one"), START)).isEmpty();
    assertThat(ofLab.givenUp(LAB, Set.of(), after(9))).isEmpty();
    assertThat(ofLab.givenUp(LAB, Set.of("one"), after(10))).isEmpty();

    Set<String> then = ofLab.givenUp(LAB, Set.of("one"), after(19));

    assertThat(then).isEmpty();
  }

  @Test
  void aNodeGivesNobodyUpThatIsNotTheLab() {
    assertThat(ofNode.givenUp(LAB, Set.of("two"), START)).isEmpty();

    Set<String> then = ofNode.givenUp(LAB, Set.of("two"), after(100));

    assertThat(then).isEmpty();
  }

  @Test
  void aNodeGivesItselfUpLaterThanTheLabWouldHaveTheOneThatIsWrong() {
    assertThat(ofNode.givenUp(LAB, Set.of("lab"), START)).isEmpty();

    Set<String> whenTheLabDecides = ofNode.givenUp(LAB, Set.of("lab"), after(14));
    Set<String> then = ofNode.givenUp(LAB, Set.of("lab"), after(15));

    assertThat(whenTheLabDecides).isEmpty();
    assertThat(then).containsExactly("one");
  }

  @Test
  void aNodeGivesItselfUpWhenThereIsNoLab() {
    assertThat(ofNode.givenUp(Optional.empty(), Set.of(), START)).isEmpty();

    Set<String> then = ofNode.givenUp(Optional.empty(), Set.of(), after(15));

    assertThat(then).containsExactly("one");
  }

  @Test
  void aLabThatComesBackInTimeKeepsItsNodes() {
    assertThat(ofNode.givenUp(LAB, Set.of("lab"), START)).isEmpty();
    assertThat(ofNode.givenUp(LAB, Set.of(), after(14))).isEmpty();
    assertThat(ofNode.givenUp(LAB, Set.of("lab"), after(15))).isEmpty();

    Set<String> then = ofNode.givenUp(LAB, Set.of("lab"), after(29));

    assertThat(then).isEmpty();
  }

  private static Instant after(int seconds) {
    return START.plusSeconds(seconds);
  }
}
