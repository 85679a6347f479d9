package org.labactors.cli.internal.terminal;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.labactors.study.Progress;

/** A bar on the terminal, drawn over itself: part done, time left, rate, failures. */
final class BarDisplay implements Display {

  private static final int REDRAW_MILLIS = 200;

  private final String tag;
  private final TerminalLine line;
  private @Nullable ProgressBar bar;

  BarDisplay(String tag, TerminalLine line) {
    this.tag = tag;
    this.line = line;
  }

  @Override
  public void show(Progress progress) {
    ProgressBar shown = bar == null ? begin(progress) : bar;
    bar = shown;
    shown.setExtraMessage(message(progress));
    shown.stepTo(progress.recorded());
  }

  private ProgressBar begin(Progress progress) {
    return new ProgressBarBuilder()
        .setTaskName(VisibleWriter.line(tag))
        .setInitialMax(progress.trials())
        .startsFrom(progress.reused(), Duration.ZERO)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .hideEta()
        .setConsumer(line)
        .build();
  }

  private static String message(Progress progress) {
    return " "
        + progress
            .trouble()
            .filter(text -> progress.state() == Progress.State.RUNNING)
            .map(text -> "waiting: " + VisibleWriter.line(text))
            .orElseGet(() -> Wording.pace(progress));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
