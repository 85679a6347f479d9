package org.labactors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.labactors.actor.LabActor;
import org.labactors.node.SystemEnd;

/** Questions to the actor of a lab, whose answers may be refusals. */
record Questions(ActorSystem<LabActor.Command> lab) {

  /** Near the longest that the scheduler of the actors can count. */
  static final Duration FOR_EVER = Duration.ofDays(200);

  boolean hasStopped() {
    return SystemEnd.of(lab).isDone();
  }

  /**
   * The answer, which fails if the lab has stopped already, or has not answered in time. The actors
   * have no time limits any more when their system has ended, so this one is not theirs.
   */
  <T> CompletableFuture<T> ask(
      Function<ActorRef<StatusReply<T>>, LabActor.Command> question, Duration atMost) {
    try {
      return AskPattern.askWithStatus(lab, question::apply, atMost, lab.scheduler())
          .toCompletableFuture()
          .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IllegalStateException stopped) {
      return CompletableFuture.failedFuture(stopped);
    }
  }

  /**
   * As {@link #ask}, for as long as it takes; the answer fails if the lab stops before it comes.
   */
  <T> CompletableFuture<T> await(Function<ActorRef<StatusReply<T>>, LabActor.Command> question) {
    CompletableFuture<T> answer = ask(question, FOR_EVER);
    var unused =
        SystemEnd.of(lab)
            .whenComplete(
                (end, late) ->
                    answer.completeExceptionally(new IllegalStateException("the lab has stopped")));
    return answer;
  }
}
