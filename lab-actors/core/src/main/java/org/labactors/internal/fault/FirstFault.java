package org.labactors.internal.fault;

import akka.actor.setup.Setup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The first error of an actor system's threads after which it cannot go on. It is known as soon as
 * it has happened, in the thread in which it has, for what comes later may need memory or threads
 * that there are not.
 */
public final class FirstFault extends Setup {

  private static final AtomicReference<@Nullable Throwable> IN_PROCESS = new AtomicReference<>();

  private final CompletableFuture<Throwable> fault = new CompletableFuture<>();

  /** The first in any actor system of this process; {@code null} if there was none. */
  public static @Nullable Throwable inProcess() {
    return IN_PROCESS.get();
  }

  /** It has happened. */
  public void happened(Throwable fatal) {
    IN_PROCESS.compareAndSet(null, fatal);
    fault.complete(fatal);
  }

  /** Completed when it has happened. */
  CompletableFuture<Throwable> fault() {
    return fault;
  }
}
