package org.labactors.cli.internal.run;

import org.labactors.Lab;
import org.labactors.LabBuilder;

/** A lab on this machine, as the command line and run files describe it. */
final class LocalLab {

  private LocalLab() {}

  /**
   * One with a notebook and engines.
   *
   * @param engines as the setting {@code lab.engines}: 0 for one on each core, −n for all cores but
   *     n, n for n
   */
  static LabBuilder of(String notebook, int engines) {
    LabBuilder lab = Lab.builder().notebook(notebook);
    return engines > 0 ? lab.engines(engines) : lab.coresLeftFree(-engines);
  }
}
