package org.labactors.internal.protocol;

/** What the engines of a node are told as a whole. */
public final class EnginesProtocol {

  private EnginesProtocol() {}

  /** Everything they understand: requests, and what their actor tells itself. */
  public interface Command {}

  /** Let the engines finish or hand back what they have, then stop. */
  public record Leave() implements Command {}
}
