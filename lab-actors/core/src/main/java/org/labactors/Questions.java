package org.labactors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.fault.SystemEnd;
import org.labactors.protocol.LabProtocol;

/**
 * Questions to the actor of a lab, whose answers may be refusals. There is one of these for each
 * actor system: what it keeps for an answer it forgets with the answer.
 */
final class Questions {

  /** Near the longest that the scheduler of the actors can count. */
  static final Duration FOR_EVER = Duration.ofDays(200);

  private final ActorSystem<LabProtocol.Command> lab;

  /** The answers that fail when the system stops before they come, by number. */
  private final Map<Long, CompletableFuture<?>> awaited = new ConcurrentHashMap<>();

  private final AtomicLong numbers = new AtomicLong();

  private volatile boolean stopped;

  /** Why it has stopped, if it was not told to. */
  private volatile @Nullable Throwable why;

  Questions(ActorSystem<LabProtocol.Command> lab) {
    this.lab = lab;
    var unused = SystemEnd.of(lab).whenComplete((end, failure) -> stop(failure));
  }

  private void stop(@Nullable Throwable failure) {
    why = failure;
    stopped = true;
    awaited.values().forEach(this::fail);
  }

  private void fail(CompletableFuture<?> answer) {
    answer.completeExceptionally(new IllegalStateException("the lab has stopped", why));
  }

  /** The system of the lab that is asked. */
  ActorSystem<LabProtocol.Command> lab() {
    return lab;
  }

  boolean hasStopped() {
    return stopped;
  }

  /** How many answers are awaited. */
  int awaited() {
    return awaited.size();
  }

  /**
   * The answer, which fails if the lab has stopped already, or has not answered in time. The actors
   * have no time limits any more when their system has ended, so this one is not theirs.
   */
  <T> CompletableFuture<T> ask(
      Function<ActorRef<StatusReply<T>>, LabProtocol.Command> question, Duration atMost) {
    try {
      return AskPattern.askWithStatus(lab, question::apply, atMost, lab.scheduler())
          .toCompletableFuture()
          .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IllegalStateException ended) {
      return CompletableFuture.failedFuture(ended);
    }
  }

  /**
   * As {@link #ask}, for as long as it takes; the answer fails if the lab stops before it comes.
   */
  <T> CompletableFuture<T> await(Function<ActorRef<StatusReply<T>>, LabProtocol.Command> question) {
    return untilStopped(ask(question, FOR_EVER));
  }

  /** An answer, which fails if the lab stops before it comes. */
  <T> CompletableFuture<T> untilStopped(CompletableFuture<T> answer) {
    long number = numbers.incrementAndGet();
    awaited.put(number, answer);
    var unused = answer.whenComplete((done, failure) -> awaited.remove(number));
    if (stopped) {
      fail(answer);
    }
    return answer;
  }
}
