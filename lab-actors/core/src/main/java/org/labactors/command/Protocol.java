package org.labactors.command;

import java.io.IOException;
import java.io.OutputStream;
import org.labactors.experiment.Trial;

/** How a trial is put to a program that stays. What the program answers is the same for all. */
@FunctionalInterface
public interface Protocol {

  /**
   * Writes the request of a trial: one line, with its end.
   *
   * @throws IllegalArgumentException if a parameter cannot be put to the program; the text says why
   */
  void write(Trial trial, OutputStream line) throws IOException;
}
