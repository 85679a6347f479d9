package org.labactors.experiment;

import java.io.IOException;
import java.nio.file.Path;

/** An experiment in a program of the system, of which a trial can also be run by hand. */
public interface ByHand {

  /** The name of the script that {@link #unpack} writes. */
  String SCRIPT = "run";

  /**
   * Puts what the program is given for a trial into a folder: its files in {@code work}, its
   * standard input in {@code input} if it has one, and a shell script {@value #SCRIPT}, which
   * starts the program in {@code work} with the arguments and the variables of that trial. A
   * program that stays writes its greeting and then its answer to the trial.
   *
   * @param folder a folder that is there and empty
   * @throws IllegalArgumentException if the program cannot be given a parameter as it is; the text
   *     says why
   */
  void unpack(Trial trial, Path folder) throws IOException;
}
