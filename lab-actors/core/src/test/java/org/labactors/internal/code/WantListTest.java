package org.labactors.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WantListTest {

  private static final Part A = new Part("a.jar", "a".repeat(64), 1);
  private static final Part B = new Part("b.jar", "b".repeat(64), 1);
  private static final Path FILE_A = Path.of("a");
  private static final Path FILE_B = Path.of("b");

  private final Map<Part, Path> cache = new HashMap<>();
  private final WantList<String, String> list =
      new WantList<>(part -> Optional.ofNullable(cache.get(part)));

  @Test
  void whatIsThereIsNotFetched() {
    cache.put(A, FILE_A);

    assertThat(list.wanted("run", List.of(A), "lab"))
        .containsExactly(new WantList.Ready<>("run", Map.of(A.digest(), FILE_A)));
  }

  @Test
  void whoWantsNothingIsReadyAtOnce() {
    assertThat(list.wanted("run", List.of(), "lab"))
        .containsExactly(new WantList.Ready<>("run", Map.of()));
  }

  @Test
  void aPartIsFetchedOnceHoweverManyWantIt() {
    assertThat(list.wanted("run", List.of(A), "lab"))
        .containsExactly(new WantList.Fetch<>(A, "lab"));
    assertThat(list.wanted("other", List.of(A), "lab")).isEmpty();

    assertThat(list.arrived(A, FILE_A))
        .containsExactly(
            new WantList.Ready<>("run", Map.of(A.digest(), FILE_A)),
            new WantList.Ready<>("other", Map.of(A.digest(), FILE_A)));
  }

  @Test
  void nobodyIsReadyBeforeEverythingIsThere() {
    list.wanted("run", List.of(A, B), "lab");

    assertThat(list.arrived(B, FILE_B)).isEmpty();
    assertThat(list.arrived(A, FILE_A))
        .containsExactly(
            new WantList.Ready<>("run", Map.of(A.digest(), FILE_A, B.digest(), FILE_B)));
  }

  @Test
  void aFetchThatBreaksOffIsBegunAgainAfterAWhile() {
    list.wanted("run", List.of(A), "lab");

    assertThat(list.brokeOff(A)).containsExactly(new WantList.Later<>(A));
    assertThat(list.wanted("other", List.of(A), "next lab")).isEmpty();
    assertThat(list.again(A)).containsExactly(new WantList.Fetch<>(A, "next lab"));
  }

  @Test
  void aFetchThatBreaksOffIsNotBegunAgainWhenNobodyWantsItAnyMore() {
    list.wanted("run", List.of(A), "lab");
    list.released("run");

    assertThat(list.brokeOff(A)).isEmpty();
    assertThat(list.wanted("other", List.of(A), "lab"))
        .containsExactly(new WantList.Fetch<>(A, "lab"));
  }

  @Test
  void nobodyMayLoseInterestWhileAFetchWaits() {
    list.wanted("run", List.of(A), "lab");
    list.brokeOff(A);
    list.released("run");

    assertThat(list.again(A)).isEmpty();
    assertThat(list.wanted("other", List.of(A), "lab"))
        .containsExactly(new WantList.Fetch<>(A, "lab"));
  }

  @Test
  void somethingElseThanThePartIsFetchedAgainAndGivenUpTheThirdTime() {
    list.wanted("run", List.of(A), "lab");

    assertThat(list.damaged(A)).containsExactly(new WantList.Later<>(A));
    assertThat(list.damaged(A)).containsExactly(new WantList.Later<>(A));
    assertThat(list.damaged(A))
        .containsExactly(
            new WantList.Refuse<>(
                "run",
                "what the lab sent as a.jar, 3 times, is not what it announced: 1 bytes of SHA-256 "
                    + A.digest()));
  }

  @Test
  void whatCannotBeHadIsRefusedToAllWhoWantItAndToNobodyElse() {
    list.wanted("run", List.of(A), "lab");
    list.wanted("both", List.of(A, B), "lab");
    list.wanted("other", List.of(B), "lab");

    assertThat(list.impossible(A, "why"))
        .containsExactly(new WantList.Refuse<>("run", "why"), new WantList.Refuse<>("both", "why"));
    assertThat(list.arrived(B, FILE_B))
        .containsExactly(new WantList.Ready<>("other", Map.of(B.digest(), FILE_B)));
  }
}
