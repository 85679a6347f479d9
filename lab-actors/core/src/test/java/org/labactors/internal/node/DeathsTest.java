package org.labactors.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeathsTest {

  private final Deaths deaths = new Deaths();

  @Test
  void onlyTheLatestAreRemembered() {
    for (int i = 0; i < Deaths.MOST + 5; i++) {
      deaths.add("node" + i, "ended by SIGKILL");
    }

    List<String> remembered = new ArrayList<>();
    deaths.forEach((node, how) -> remembered.add(node));
    assertThat(remembered).hasSize(Deaths.MOST).startsWith("node5").endsWith("node104");
    assertThat(deaths.contains("node4")).isFalse();
    assertThat(deaths.contains("node5")).isTrue();
  }

  @Test
  void whatIsKnownBetterLaterReplacesWhatWasKnown() {
    deaths.add("one", "out of reach");
    deaths.add("two", "out of reach");

    deaths.add("one", "ended by SIGKILL");

    List<String> remembered = new ArrayList<>();
    deaths.forEach((node, how) -> remembered.add(node + ": " + how));
    assertThat(remembered).containsExactly("two: out of reach", "one: ended by SIGKILL");
  }
}
