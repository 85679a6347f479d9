package org.labactors.command;

/**
 * A program did not do what it was started for. What it was given, and what it wrote, is the cause.
 */
public final class CommandException extends Exception {

  CommandException(String message) {
    super(message, null, true, false);
  }

  CommandException(String message, Throwable transcript) {
    // Where in the lab it was thrown says nothing about the program.
    super(message, transcript, true, false);
  }

  /** How a program was started and what it wrote, as a text for the end of a stack trace. */
  static final class Transcript extends Exception {

    Transcript(String text) {
      super(text, null, false, false);
    }
  }
}
