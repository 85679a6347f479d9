package org.labactors.cli.internal.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * A wish to stop, from Ctrl-C, a termination signal or a closed terminal. The first is noted, for
 * the command to stop in good order; a second one, or too long a time, ends the JVM at once.
 */
public final class Interruption {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String HOW_TO_GO_ON =
      "What is recorded is kept, and the same command goes on from there";

  /** What to say of a node with engines, which knows nothing of runs. */
  public static final String OTHERS_GO_ON = "Its lab hands what it had out again";

  private final PrintWriter err;
  private final Duration patience;
  private final String consequence;
  private final Runnable atOnce;
  private final AtomicBoolean requested = new AtomicBoolean();

  public Interruption(PrintWriter err) {
    this(err, PATIENCE, HOW_TO_GO_ON, () -> {});
  }

  private Interruption(PrintWriter err, Duration patience, String consequence, Runnable atOnce) {
    this.err = err;
    this.patience = patience;
    this.consequence = consequence;
    this.atOnce = atOnce;
  }

  /** One that is told of the signals sent to this process from now on. */
  public static Interruption ofThisProcess(PrintWriter err) {
    return ofThisProcess(err, PATIENCE);
  }

  /**
   * One that is told of the signals sent to this process from now on.
   *
   * @param patience how long the process may take to stop in good order
   */
  public static Interruption ofThisProcess(PrintWriter err, Duration patience) {
    return ofThisProcess(err, patience, HOW_TO_GO_ON, () -> {});
  }

  /**
   * One that is told of the signals sent to this process from now on.
   *
   * @param patience how long the process may take to stop in good order
   * @param consequence what to say when it ends at once
   * @param atOnce what is to be done before that
   */
  public static Interruption ofThisProcess(
      PrintWriter err, Duration patience, String consequence, Runnable atOnce) {
    Interruption interruption = new Interruption(err, patience, consequence, atOnce);
    for (String signal : new String[] {"INT", "TERM", "HUP"}) {
      Signals.register(signal, interruption::signalled);
    }
    return interruption;
  }

  /** One that leaves the signals of the terminal to the supervisor of this process. */
  public static Interruption ofSupervisedProcess(PrintWriter err, Duration patience) {
    Interruption interruption = new Interruption(err, patience, OTHERS_GO_ON, () -> {});
    Signals.register("TERM", interruption::signalled);
    for (String signal : new String[] {"INT", "HUP"}) {
      Signals.register(signal, () -> {});
    }
    return interruption;
  }

  public boolean requested() {
    return requested.get();
  }

  /** Asks to stop. */
  public void request() {
    requested.set(true);
  }

  /** Asks to stop, as a signal would, unless that has been asked before. */
  public void requestOnce() {
    if (!requested.getAndSet(true)) {
      limitTime();
    }
  }

  private void signalled() {
    if (requested.getAndSet(true)) {
      end("stopped at once. " + consequence);
    }
    limitTime();
  }

  private void limitTime() {
    Thread limit = new Thread(this::endWhenItTakesTooLong, "lab-stop-limit");
    limit.setDaemon(true);
    limit.start();
  }

  private void endWhenItTakesTooLong() {
    try {
      Thread.sleep(patience.toMillis());
    } catch (InterruptedException notNeeded) {
      return;
    }
    end("stopping takes more than " + patience.toSeconds() + " s; ended. " + consequence);
  }

  private void end(String text) {
    atOnce.run();
    err.println();
    err.println("lab: " + text);
    err.flush();
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }
}
