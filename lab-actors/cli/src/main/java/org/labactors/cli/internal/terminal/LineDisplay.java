package org.labactors.cli.internal.terminal;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.labactors.study.Progress;

/** A line of text every ten seconds, and whenever trouble comes or goes, as long as a run goes. */
public final class LineDisplay implements Display {

  private static final long INTERVAL_NANOS = 10_000_000_000L;

  private final String tag;
  private final PrintWriter writer;
  private final LongSupplier nanoTime;
  private long last;
  private Optional<String> trouble = Optional.empty();

  public LineDisplay(String tag, PrintWriter writer, LongSupplier nanoTime) {
    this.tag = tag;
    this.writer = writer;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  @Override
  public void show(Progress progress) {
    if (progress.state() != Progress.State.RUNNING) {
      return; // The summary says more.
    }
    boolean changed = !progress.trouble().equals(trouble);
    if (!changed && nanoTime.getAsLong() - last < INTERVAL_NANOS) {
      return;
    }
    last = nanoTime.getAsLong();
    if (changed) {
      trouble = progress.trouble();
      writer.println(tag + ": " + trouble.map(text -> "waiting: " + text).orElse("going on"));
    } else {
      writer.println(tag + ": " + line(progress));
    }
    writer.flush();
  }

  private static String line(Progress progress) {
    return Wording.count(progress.recorded())
        + " of "
        + Wording.count(progress.trials(), "trial")
        + " ("
        + Wording.percent(progress.fraction())
        + "), "
        + progress
            .trouble()
            .map(text -> "waiting: " + text)
            .orElseGet(() -> Wording.pace(progress));
  }
}
