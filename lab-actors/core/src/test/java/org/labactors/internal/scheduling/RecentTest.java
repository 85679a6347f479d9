package org.labactors.internal.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {

  private final Recent<Integer, String> recent = new Recent<>(2);

  @Test
  void theOldestGivesWayToTheNext() {
    recent.note(1, "one");
    recent.note(2, "two");
    recent.note(3, "three");

    assertThat(recent.get(1)).isEmpty();
    assertThat(recent.get(2)).contains("two");
    assertThat(recent.get(3)).contains("three");
  }

  @Test
  void itTellsWhatIsNews() {
    assertThat(recent.note(1, "one")).isTrue();
    assertThat(recent.note(1, "uno")).isFalse();
    assertThat(recent.get(1)).contains("uno");
  }
}
