package org.labactors;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.labactors.actor.LabActor;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.ResultSet;
import org.labactors.scheduling.Progress;
import org.labactors.scheduling.RunId;
import org.labactors.study.Study;

/** A run as its lab knows it. */
final class LabRun implements Run {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Questions lab;
  private final Notebook notebook;
  private final String tag;
  private final Study study;
  private final List<String> warnings;
  private final RunId id;
  private final CompletableFuture<Progress> end;
  private volatile @Nullable Progress latest;

  LabRun(Questions lab, Notebook notebook, String tag, LabActor.Submitted submitted) {
    this.lab = lab;
    this.notebook = notebook;
    this.tag = tag;
    this.study = submitted.study();
    this.warnings = submitted.warnings();
    this.id = submitted.run();
    RunId run = id;
    this.end = lab.await(replyTo -> new LabActor.AwaitEnd(run, replyTo));
  }

  @Override
  public String tag() {
    return tag;
  }

  @Override
  public Study study() {
    return study;
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public Progress progress() {
    if (end.isDone() && !end.isCompletedExceptionally()) {
      return end.join();
    }
    try {
      Progress now =
          lab.<Progress>ask(replyTo -> new LabActor.GetProgress(id, replyTo), PATIENCE).join();
      latest = now;
      return now;
    } catch (CompletionException noAnswer) {
      Progress known = latest;
      if (known == null) {
        throw new IllegalStateException("the lab does not answer", noAnswer);
      }
      return known; // It has something better to do; what it said last is good enough.
    }
  }

  @Override
  public Progress await() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException("the lab was stopped while '" + tag + "' ran", failure);
    }
  }

  @Override
  public Optional<Progress> await(Duration atMost) throws InterruptedException {
    try {
      return Optional.of(end.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException stillRunning) {
      return Optional.empty();
    } catch (ExecutionException failure) {
      throw new IllegalStateException("the lab was stopped while '" + tag + "' ran", failure);
    }
  }

  @Override
  public void cancel() {
    lab.lab().tell(new LabActor.Cancel(id));
  }

  @Override
  public CompletionStage<Progress> completion() {
    return end.copy();
  }

  @Override
  public ResultSet results() {
    return notebook
        .resultSet(tag)
        .orElseThrow(() -> new IllegalStateException("the result set '" + tag + "' is gone"));
  }
}
