package org.labactors.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.labactors.cli.internal.terminal.Console;

/** A console that keeps what is written to it. */
public final class Screen {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), 0, false);

  public Console console() {
    return console;
  }

  /** Runs a command that writes to this console, and returns its exit code. */
  public int lab(String... arguments) {
    return LabCommand.execute(console, arguments);
  }

  public String out() {
    console.out().flush();
    return out.toString();
  }

  public String err() {
    console.err().flush();
    return err.toString();
  }
}
