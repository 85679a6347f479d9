package org.labactors.cli.internal.run;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.labactors.Run;

/** What the user should know about a run, each thing once; more may come while it runs. */
public final class Warnings {

  private final Consumer<String> log;
  private final Set<String> told = new HashSet<>();

  /**
   * Nothing is told yet.
   *
   * @param log gets each in one text
   */
  public Warnings(Consumer<String> log) {
    this.log = log;
  }

  /** Tells what is new. */
  void tell(Run run) {
    run.warnings().stream().filter(told::add).forEach(log);
  }
}
