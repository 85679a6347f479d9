package org.labactors.cli.internal.terminal;

import org.labactors.study.Progress;

/** Shows how far a run is, while it runs. */
public interface Display extends AutoCloseable {

  /** Shows nothing. */
  Display NONE = progress -> {};

  /** The right one for a console: a bar on a terminal, a line now and then elsewhere. */
  static Display on(Console console, String tag) {
    return console.errWidth() > 0
        ? new BarDisplay(tag, new TerminalLine(console.terminal(), console.errWidth()))
        : new LineDisplay(tag, console.err(), System::nanoTime);
  }

  /** Shows this; called some ten times a second, and once when the run has ended. */
  void show(Progress progress);

  /** Ends the display, so that other text can follow. */
  @Override
  default void close() {}
}
