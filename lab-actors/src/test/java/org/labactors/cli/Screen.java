package org.labactors.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A console that keeps what is written to it. */
final class Screen {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), 0, false);

  Console console() {
    return console;
  }

  String out() {
    console.out().flush();
    return out.toString();
  }

  String err() {
    console.err().flush();
    return err.toString();
  }
}
