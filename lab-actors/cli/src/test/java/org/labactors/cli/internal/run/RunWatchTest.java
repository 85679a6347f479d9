package org.labactors.cli.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.cli.FakeRun.progress;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.labactors.cli.FakeRun;
import org.labactors.cli.Screen;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.study.Progress;
import org.labactors.study.Progress.State;

class RunWatchTest {

  private final Interruption interruption = new Interruption(new Screen().console().err());
  private final List<Progress> shown = new ArrayList<>();
  private final List<String> warned = new ArrayList<>();
  private final Screen screen = new Screen();
  private final RunWatch watch =
      new RunWatch(
          shown::add, new LeftOut(screen.console()), new Warnings(warned::add), interruption);

  @Test
  void aRunIsFollowedToItsEnd() throws Exception {
    Progress half = progress(State.RUNNING, 500, 0);
    Progress end = progress(State.COMPLETED, 1_000, 0);
    FakeRun run = new FakeRun(progress(State.RUNNING, 0, 0), half, end);

    Progress result = watch.follow(run);

    assertThat(result).isEqualTo(end);
    assertThat(shown).containsExactly(half, end);
    assertThat(run.timesCancelled()).isZero();
  }

  @Test
  void warningsThatComeWhileItRunsArePassedOnOnce() throws Exception {
    Progress running = progress(State.RUNNING, 500, 0);
    FakeRun run = new FakeRun(running, running, running, progress(State.COMPLETED, 1_000, 0));
    run.warn("a.jar has changed");
    RunWatch later =
        new RunWatch(
            now -> run.warn("b.jar has changed"),
            new LeftOut(screen.console()),
            new Warnings(warned::add),
            interruption);

    later.follow(run);

    assertThat(warned).containsExactly("a.jar has changed", "b.jar has changed");
  }

  @Test
  void anInterruptedRunIsCalledOffOnceAndWaitedFor() throws Exception {
    Progress running = progress(State.RUNNING, 500, 0);
    Progress end = progress(State.CANCELLED, 510, 0);
    FakeRun run = new FakeRun(running, running, running, running, end);
    interruption.request();

    Progress result = watch.follow(run);

    assertThat(result).isEqualTo(end);
    assertThat(run.timesCancelled()).isEqualTo(1);
  }
}
