package org.labactors.node;

import akka.actor.setup.Setup;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The first error of an actor system's threads after which it cannot go on. It is known as soon as
 * it has happened, in the thread in which it has, for what comes later may need memory or threads
 * that there are not.
 */
public final class FirstFault extends Setup {

  private static volatile @Nullable Throwable inProcess;

  private final CompletableFuture<Throwable> fault = new CompletableFuture<>();

  /** The first in any actor system of this process; {@code null} if there was none. */
  public static @Nullable Throwable inProcess() {
    return inProcess;
  }

  /** It has happened. */
  void happened(Throwable fatal) {
    if (inProcess == null) {
      inProcess = fatal;
    }
    fault.complete(fatal);
  }

  /** Completed when it has happened. */
  CompletableFuture<Throwable> fault() {
    return fault;
  }
}
