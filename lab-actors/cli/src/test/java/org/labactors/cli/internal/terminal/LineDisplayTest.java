package org.labactors.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.cli.FakeRun.progress;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.labactors.cli.Screen;
import org.labactors.study.Progress;
import org.labactors.study.Progress.State;

class LineDisplayTest {

  private final Screen screen = new Screen();
  private long nanos = Long.MAX_VALUE - 5;
  private final LineDisplay display = new LineDisplay("curve", screen.console().err(), () -> nanos);

  @Test
  void aLineComesEveryTenSeconds() {
    Progress progress = progress(State.RUNNING, 497, 3);

    for (int second = 0; second < 25; second++) {
      display.show(progress);
      nanos += TimeUnit.SECONDS.toNanos(1);
    }

    assertThat(screen.err().lines())
        .hasSize(2)
        .containsOnly("curve: 500 of 1,000 trials (50 %), 50.0/s, 3 failed, 10 s left");
  }

  @Test
  void howARunEndedIsLeftToTheSummary() {
    nanos += TimeUnit.SECONDS.toNanos(60);

    display.show(progress(State.BROKEN, 0, 500, 0, Optional.of("the table is gone")));
    display.show(progress(State.COMPLETED, 1_000, 0));

    assertThat(screen.err()).isEmpty();
  }

  @Test
  void troubleIsToldAtOnceAndWhenItHasGone() {
    Progress fine = progress(State.RUNNING, 500, 0);
    Progress full = progress(State.RUNNING, 0, 500, 0, Optional.of("the disk is full"));

    display.show(fine);
    display.show(full);
    display.show(full);
    display.show(fine);

    assertThat(screen.err().lines())
        .containsExactly("curve: waiting: the disk is full", "curve: going on");
  }
}
