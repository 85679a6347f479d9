package org.labactors.internal.shipping;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import akka.stream.SourceRef;
import akka.stream.StreamLimitReachedException;
import akka.stream.javadsl.FileIO;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.code.BundleException;
import org.labactors.internal.code.Part;
import org.labactors.internal.code.PartCache;
import org.labactors.internal.protocol.ShipperProtocol;
import org.labactors.internal.protocol.StudiesProtocol;

/** Fetches parts from a lab into the cache of a node. */
final class PartFetch {

  /** How a fetch ended. */
  sealed interface Outcome extends StudiesProtocol.Command {}

  /** The part is in the cache. */
  record Arrived(Part part, Path file) implements Outcome {}

  /** Something else came. */
  record Damaged(Part part) implements Outcome {}

  /** Nothing came, or not all of it; another time it may. */
  record BrokeOff(Part part, String why) implements Outcome {}

  /** It cannot be had. */
  record Impossible(Part part, String why) implements Outcome {}

  private final ActorSystem<?> system;
  private final PartCache cache;
  private final Duration patience;
  private final Executor blocking;

  /**
   * Fetches into a cache.
   *
   * @param patience how long it may take to get anything
   */
  PartFetch(ActorSystem<?> system, PartCache cache, Duration patience) {
    this.system = system;
    this.cache = cache;
    this.patience = patience;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Fetches a part. */
  CompletionStage<Outcome> fetch(Part part, ActorRef<ShipperProtocol.Fetch> from) {
    return AskPattern.<ShipperProtocol.Fetch, ShipperProtocol.Shipped>ask(
            from,
            replyTo -> new ShipperProtocol.Fetch(part.digest(), replyTo),
            patience,
            system.scheduler())
        .thenComposeAsync(
            shipped ->
                shipped.bytes().map(bytes -> receive(part, bytes)).orElseGet(() -> notThere(part)),
            blocking)
        .exceptionally(failure -> outcomeOf(part, failure));
  }

  private static CompletionStage<Outcome> notThere(Part part) {
    return CompletableFuture.completedStage(
        new Impossible(part, "the lab does not have " + part + " any more"));
  }

  private CompletionStage<Outcome> receive(Part part, SourceRef<ByteString> bytes) {
    Path temporary = cache.temporary();
    return bytes
        .getSource()
        .idleTimeout(patience)
        .limitWeighted(part.size(), chunk -> (long) chunk.size())
        .runWith(FileIO.toPath(temporary), system)
        .thenApply(written -> Done.getInstance())
        .handleAsync(
            (done, failure) -> {
              if (failure != null) {
                cache.discard(temporary);
                return outcomeOf(part, failure);
              }
              Optional<Path> file = cache.keep(temporary, part);
              return file.isPresent() ? new Arrived(part, file.get()) : new Damaged(part);
            },
            blocking);
  }

  private static Outcome outcomeOf(Part part, Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StreamLimitReachedException) {
        return new Damaged(part);
      }
      if (cause instanceof BundleException unusable) {
        return new Impossible(part, String.valueOf(unusable.getMessage()));
      }
      if (cause instanceof IOException unwritable) {
        return new Impossible(part, "what was fetched cannot be written: " + unwritable);
      }
    }
    return new BrokeOff(part, String.valueOf(failure.getMessage()));
  }
}
