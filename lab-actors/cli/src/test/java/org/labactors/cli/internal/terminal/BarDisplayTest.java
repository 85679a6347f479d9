package org.labactors.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.cli.FakeRun.progress;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.labactors.cli.Screen;
import org.labactors.study.Progress;
import org.labactors.study.Progress.State;

class BarDisplayTest {

  private final Screen screen = new Screen();

  @Test
  void theLastStateStaysOnTheLine() {
    show(100, progress(State.RUNNING, 100, 0), progress(State.RUNNING, 498, 2));

    assertThat(lastLine())
        .startsWith("curve  50% |")
        .contains("50.0/s, 2 failed, 10 s left")
        .hasSizeLessThan(100);
  }

  @Test
  void troubleTakesThePlaceOfTheRate() {
    show(100, progress(State.RUNNING, 0, 100, 0, Optional.of("the disk is full")));

    assertThat(lastLine()).contains("waiting: the disk is full").doesNotContain("/s");
  }

  @Test
  void aBarThatIsDoneIsFullAndWaitsForNothing() {
    show(
        100,
        progress(State.RUNNING, 500, 0),
        progress(State.BROKEN, 0, 1_000, 0, Optional.of("the table is gone")));

    assertThat(lastLine()).startsWith("curve 100% |").doesNotContain("waiting");
  }

  @Test
  void aLineNeverGrowsBeyondTheTerminal() {
    show(40, progress(State.RUNNING, 0, 100, 0, Optional.of("the disk is full ".repeat(9))));

    assertThat(lastLine()).hasSizeLessThan(40).contains("10%");
  }

  @Test
  void theEchoOfCtrlCIsDrawnOverByTheNextLine() {
    int width = 40;
    TerminalLine line = new TerminalLine(screen.console().terminal(), width);
    String longest = "x".repeat(line.getMaxRenderedLength());

    line.accept(longest);
    String afterEcho = longest + "^C";
    line.accept("y");

    assertThat(afterEcho).hasSizeLessThan(width);
    assertThat(screen.err()).endsWith("\ry\u001b[K");
  }

  private void show(int width, Progress... course) {
    TerminalLine line = new TerminalLine(screen.console().terminal(), width);
    try (Display display = new BarDisplay("curve", line)) {
      for (Progress progress : course) {
        display.show(progress);
      }
    }
  }

  private String lastLine() {
    String[] drawn = screen.err().stripTrailing().split("\r", -1);
    return drawn[drawn.length - 1].replace("\u001b[K", "");
  }
}
