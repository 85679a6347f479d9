package org.labactors.plot;

/** A picture that is not possible; the message is meant for the user. */
public final class PlotException extends RuntimeException {

  PlotException(String message) {
    super(message);
  }

  PlotException(String message, Throwable cause) {
    super(message, cause);
  }
}
