package org.labactors.internal.membership;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Does what the turn of a lab means to its owner, one thing after the other, so that what was
 * decided last is what holds: a lab that stands by has not taken the right to write meanwhile.
 */
public final class OrderedTurn {

  private final Turn turn;
  private final Executor blocking;
  private CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);

  /** Read and written by what is done, one thing after the other. */
  private boolean standsBy;

  /**
   * For one owner.
   *
   * @param blocking threads that may block
   */
  public OrderedTurn(Turn turn, Executor blocking) {
    this.turn = turn;
    this.blocking = blocking;
  }

  /** Another lab is at work: see {@link Turn#standBy}. */
  public void standBy() {
    var unused =
        then(
            () -> {
              standsBy = true;
              turn.standBy();
            });
  }

  /** Takes what the lab needs if no other lab is at work; fails as {@link Turn#claim} does. */
  public CompletionStage<@Nullable Void> claim() {
    return then(
        () -> {
          if (standsBy) {
            throw new IllegalStateException("another lab of the cluster is at work");
          }
          turn.claim();
        });
  }

  /** It is the turn of this lab; fails as {@link Turn#begin} does. */
  public CompletionStage<@Nullable Void> begin() {
    return then(
        () -> {
          standsBy = false;
          turn.begin();
        });
  }

  private synchronized CompletableFuture<@Nullable Void> then(Runnable next) {
    last = last.<@Nullable Void>handle((done, failure) -> null).thenRunAsync(next, blocking);
    return last;
  }
}
