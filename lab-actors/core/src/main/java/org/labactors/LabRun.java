package org.labactors;

import akka.actor.typed.ActorSystem;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/**
 * A run as its lab knows it. When the lab's actor system has to start anew, it is resumed there;
 * the notebook knows what is left to do.
 */
final class LabRun implements Run {

  /** How long a lab may take to say how far a run is. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What it is called, and where. */
  private record Place(Questions lab, RunId run) {}

  private final LabSystem systems;
  private final Duration patience;
  private final Notebook notebook;
  private final Submission submission;
  private final Consumer<String> warn;
  private final Study study;
  private final CompletableFuture<Progress> end = new CompletableFuture<>();
  private volatile Place place;
  private volatile @Nullable Progress latest;
  private volatile boolean cancelled;

  /** How many trials were recorded before it began, the first time; negative when not known. */
  private long reused = -1;

  /**
   * Submits a study, now or when the lab's actor system has started anew.
   *
   * @param warn is told each warning, also those that come when it is resumed
   * @throws NotebookException if the lab refuses it
   * @throws IllegalStateException if the lab has stopped
   */
  static LabRun submit(
      LabSystem systems, Notebook notebook, Submission submission, Consumer<String> warn) {
    Questions lab = systems.questionsTo(systems.present());
    while (true) {
      try {
        LabProtocol.Submitted submitted = lab.<LabProtocol.Submitted>await(submission::to).join();
        return new LabRun(systems, PATIENCE, lab, notebook, submission, warn, submitted).follow();
      } catch (CompletionException failure) {
        if (failure.getCause() instanceof StatusReply.ErrorMessage refusal) {
          throw NotebookException.refused(String.valueOf(refusal.getMessage()), failure);
        }
        lab = systems.questionsTo(systems.presentAfter(lab.lab()));
      }
    }
  }

  LabRun(
      LabSystem systems,
      Duration patience,
      Questions lab,
      Notebook notebook,
      Submission submission,
      Consumer<String> warn,
      LabProtocol.Submitted submitted) {
    this.systems = systems;
    this.patience = patience;
    this.notebook = notebook;
    this.submission = submission;
    this.warn = warn;
    this.study = submitted.study();
    submission.accepted(submitted).forEach(warn);
    this.place = new Place(lab, submitted.run());
  }

  /** Waits for its end, wherever it runs. */
  LabRun follow() {
    var unused =
        endAt(place)
            .whenComplete(
                (progress, failure) -> {
                  if (failure == null) {
                    end.complete(progress);
                  } else {
                    end.completeExceptionally(failure);
                  }
                });
    return this;
  }

  private CompletableFuture<Progress> endAt(Place here) {
    var unused =
        here.lab()
            .<Progress>ask(replyTo -> new LabProtocol.GetProgress(here.run(), replyTo), patience)
            .thenAccept(this::seen);
    return here.lab()
        .<Progress>await(replyTo -> new LabProtocol.AwaitEnd(here.run(), replyTo))
        .exceptionallyCompose(failure -> endAfter(here.lab(), failure))
        .thenApply(this::seen);
  }

  /** Its end on the system that follows one, if any does and the lab has not answered at all. */
  private CompletableFuture<Progress> endAfter(Questions ended, Throwable failure) {
    return failure instanceof StatusReply.ErrorMessage
        ? CompletableFuture.failedFuture(failure)
        : systems.after(ended.lab()).thenCompose(this::resume);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the one within the other is composed
  private CompletableFuture<Progress> resume(ActorSystem<LabProtocol.Command> next) {
    Questions lab = systems.questionsTo(next);
    return lab.<LabProtocol.Submitted>await(submission::to)
        .handle(
            (submitted, failure) ->
                failure == null ? endAt(moved(lab, submitted)) : endAfter(lab, failure))
        .thenCompose(end -> end);
  }

  private Place moved(Questions lab, LabProtocol.Submitted submitted) {
    Place next = new Place(lab, submitted.run());
    place = next;
    submission.accepted(submitted).forEach(warn);
    if (cancelled) {
      cancel();
    }
    return next;
  }

  @Override
  public String tag() {
    return submission.tag();
  }

  @Override
  public Study study() {
    return study;
  }

  @Override
  public List<String> warnings() {
    return submission.warnings();
  }

  @Override
  public Progress progress() {
    if (end.isDone() && !end.isCompletedExceptionally()) {
      return end.join();
    }
    Place here = place;
    try {
      Progress now =
          here.lab()
              .<Progress>ask(replyTo -> new LabProtocol.GetProgress(here.run(), replyTo), patience)
              .join();
      return seen(now);
    } catch (CompletionException noAnswer) {
      Progress known = latest;
      if (known == null) {
        throw new IllegalStateException("the lab does not answer", noAnswer);
      }
      return known; // It has something better to do; what it said last is good enough.
    }
  }

  /** What was recorded before the system had to start anew is no less of this run. */
  private synchronized Progress seen(Progress progress) {
    if (reused < 0) {
      reused = progress.reused();
    }
    Progress whole = progress.withReused(reused);
    latest = whole;
    return whole;
  }

  @Override
  public Progress await() throws InterruptedException {
    return RunException.completed(tag(), awaitEnd());
  }

  @Override
  public Optional<Progress> await(Duration atMost) throws InterruptedException {
    return awaitEnd(atMost).map(ended -> RunException.completed(tag(), ended));
  }

  @Override
  public Progress awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException failure) {
      throw stopped(failure);
    }
  }

  @Override
  public Optional<Progress> awaitEnd(Duration atMost) throws InterruptedException {
    try {
      return Optional.of(end.get(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS));
    } catch (TimeoutException stillRunning) {
      return Optional.empty();
    } catch (ExecutionException failure) {
      throw stopped(failure);
    }
  }

  private IllegalStateException stopped(ExecutionException failure) {
    return new IllegalStateException(
        "the lab was stopped while '"
            + tag()
            + "' ran"
            + systems.trouble().map(why -> ": " + why).orElse(""),
        failure);
  }

  @Override
  public void cancel() {
    cancelled = true;
    Place here = place;
    Progress known = latest;
    if (known != null && here.lab().hasStopped()) {
      end.complete(known.calledOff()); // nothing of it is running, and who knows for how long
    } else {
      here.lab().lab().tell(new LabProtocol.Cancel(here.run()));
    }
  }

  @Override
  public CompletionStage<Progress> end() {
    return end.copy();
  }

  @Override
  public ResultSet results() {
    return notebook
        .resultSet(tag())
        .orElseThrow(
            () ->
                NotebookException.refused(
                    "the result set '"
                        + tag()
                        + "' is not in the notebook '"
                        + notebook.location()
                        + "' any more; somebody has deleted or renamed it"));
  }
}
