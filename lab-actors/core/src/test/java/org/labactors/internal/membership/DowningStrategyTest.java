package org.labactors.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DowningStrategyTest {

  private static final Instant START = Instant.EPOCH;
  private static final Optional<String> LAB = Optional.of("lab");
  private static final Map<String, Set<String>> NOBODY = Map.of();

  private final DowningStrategy<String> ofLab =
      new DowningStrategy<>("lab", Duration.ofSeconds(10));
  private final DowningStrategy<String> ofNode =
      new DowningStrategy<>("one", Duration.ofSeconds(10));

  @Test
  void theLabGivesUpANodeThatHasBeenSilentForLong() {
    Set<String> atFirst = ofLab.givenUp(LAB, says("lab", "one"), START);
    Set<String> before = ofLab.givenUp(LAB, says("lab", "one", "two"), after(9));

    Set<String> then = ofLab.givenUp(LAB, says("lab", "one", "two"), after(10));

    assertThat(atFirst).isEmpty();
    assertThat(before).isEmpty();
    assertThat(then).containsExactly("one");
  }

  @Test
  void theLabForgetsASilenceThatHasEnded() {
    assertThat(ofLab.givenUp(LAB, says("lab", "one"), START)).isEmpty();
    assertThat(ofLab.givenUp(LAB, NOBODY, after(9))).isEmpty();
    assertThat(ofLab.givenUp(LAB, says("lab", "one"), after(10))).isEmpty();

    Set<String> then = ofLab.givenUp(LAB, says("lab", "one"), after(19));

    assertThat(then).isEmpty();
  }

  @Test
  void aNodeGivesNobodyUpThatIsNotTheLab() {
    assertThat(ofNode.givenUp(LAB, says("one", "two"), START)).isEmpty();

    Set<String> then = ofNode.givenUp(LAB, says("one", "two"), after(100));

    assertThat(then).isEmpty();
  }

  @Test
  void aNodeGivesItselfUpLaterThanTheLabWouldHaveTheOneThatIsWrong() {
    assertThat(ofNode.givenUp(LAB, says("one", "lab"), START)).isEmpty();

    Set<String> whenTheLabDecides = ofNode.givenUp(LAB, says("one", "lab"), after(14));
    Set<String> then = ofNode.givenUp(LAB, says("one", "lab"), after(15));

    assertThat(whenTheLabDecides).isEmpty();
    assertThat(then).containsExactly("one");
  }

  @Test
  void aNodeGivesItselfUpWhenThereIsNoLab() {
    assertThat(ofNode.givenUp(Optional.empty(), NOBODY, START)).isEmpty();

    Set<String> then = ofNode.givenUp(Optional.empty(), NOBODY, after(15));

    assertThat(then).containsExactly("one");
  }

  @Test
  void aLabThatComesBackInTimeKeepsItsNodes() {
    assertThat(ofNode.givenUp(LAB, says("one", "lab"), START)).isEmpty();
    assertThat(ofNode.givenUp(LAB, NOBODY, after(14))).isEmpty();
    assertThat(ofNode.givenUp(LAB, says("one", "lab"), after(15))).isEmpty();

    Set<String> then = ofNode.givenUp(LAB, says("one", "lab"), after(29));

    assertThat(then).isEmpty();
  }

  @Test
  void theLabBelievesNoNodeThatDoesNotReachTheOthers() {
    Map<String, Set<String>> bad = says("one", "two", "three");
    assertThat(ofLab.givenUp(LAB, bad, START)).isEmpty();

    Set<String> then = ofLab.givenUp(LAB, bad, after(10));

    assertThat(then).containsExactly("one");
  }

  @Test
  void aNodeIsNotToBlameForNotReachingWhomTheLabDoesNotReachEither() {
    Map<String, Set<String>> both = Map.of("lab", Set.of("two"), "one", Set.of("two"));
    assertThat(ofLab.givenUp(LAB, both, START)).isEmpty();

    Set<String> then = ofLab.givenUp(LAB, both, after(10));

    assertThat(then).containsExactly("two");
  }

  @Test
  void theLabGivesUpWhoSaysThatItDoesNotReachTheLab() {
    assertThat(ofLab.givenUp(LAB, says("one", "lab"), START)).isEmpty();

    Set<String> then = ofLab.givenUp(LAB, says("one", "lab"), after(10));

    assertThat(then).containsExactly("one");
  }

  @Test
  void aNodeThatReachesItsLabStaysWhateverOthersSay() {
    assertThat(ofNode.givenUp(LAB, says("two", "lab", "one"), START)).isEmpty();

    Set<String> then = ofNode.givenUp(LAB, says("two", "lab", "one"), after(100));

    assertThat(then).isEmpty();
  }

  @Test
  void onlyLinksWithTheLabCount() {
    assertThat(ofLab.counts(LAB, "one")).isTrue();
    assertThat(ofNode.counts(LAB, "lab")).isTrue();
    assertThat(ofNode.counts(LAB, "two")).isFalse();
    assertThat(ofNode.counts(Optional.empty(), "two")).isTrue();
  }

  private static Map<String, Set<String>> says(String node, String... unreached) {
    return Map.of(node, Set.of(unreached));
  }

  private static Instant after(int seconds) {
    return START.plusSeconds(seconds);
  }
}
