package org.labactors.internal.membership;

/**
 * What the turn of a lab means to its owner. Called by threads that may block, by one at a time.
 */
public interface Turn {

  /** For a lab that has nothing to do about it. */
  Turn NOTHING =
      new Turn() {
        @Override
        public void standBy() {}

        @Override
        public void claim() {}

        @Override
        public void begin() {}
      };

  /** Another lab of the cluster is at work: what it needs must be let go of. */
  void standBy();

  /**
   * Makes sure that no other lab is at work on the same notebook, in this cluster or in another.
   *
   * @throws RuntimeException if one may be
   */
  void claim();

  /**
   * It is the turn of this lab: it begins as soon as this returns.
   *
   * @throws RuntimeException if it cannot begin yet, with a text for the user; it is tried again
   */
  void begin();
}
