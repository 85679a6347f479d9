package org.labactors;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.labactors.annotation.CheckReturnValue;
import org.labactors.internal.fault.SystemEnd;
import org.labactors.internal.library.LibraryException;
import org.labactors.internal.node.LocalNode;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.settings.LabSettings;
import org.labactors.study.Study;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A laboratory: engines that run trials and a notebook that takes the results.
 *
 * <pre>{@code
 * try (Lab lab = Lab.open(Path.of("curve.db"))) {
 *   Run run = lab.submit("curve", study);
 *   run.await();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Its own threads are daemons: a program that ends without
 * closing it loses nothing that is recorded.
 */
public final class Lab implements AutoCloseable {

  /** A notebook that lives as long as its lab. */
  public static final String MEMORY = "memory";

  /** How long closing waits for what was measured to be recorded. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** For programs that do not look at {@link Run#warnings()}. */
  private static final Logger WARNINGS = LoggerFactory.getLogger(Run.class);

  private final WritableNotebook notebook;
  private final LabSystem systems;
  private final BooleanSupplier atWork;
  private final Consumer<Study> check;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lab(
      WritableNotebook notebook,
      Supplier<ActorSystem<LabProtocol.Command>> system,
      BooleanSupplier atWork,
      Consumer<Study> check) {
    this.notebook = notebook;
    this.systems = LabSystem.start(system);
    this.atWork = atWork;
    this.check = check;
  }

  /**
   * Opens a lab on this machine, one engine for each core.
   *
   * @param notebook an SQLite file, made if it is not there
   * @throws NotebookException if the notebook cannot be opened
   * @throws LibraryException if the class path lacks a library, its settings, or has it in a
   *     version that does not fit
   */
  @CheckReturnValue
  public static Lab open(Path notebook) {
    return builder().notebook(notebook).open();
  }

  /**
   * Opens a lab on this machine, as {@link #open(Path)} does.
   *
   * @param notebook an SQLite file, made if it is not there, {@code
   *     jdbc:postgresql://host:port/database}, or {@link #MEMORY}
   */
  @CheckReturnValue
  public static Lab open(String notebook) {
    return builder().notebook(notebook).open();
  }

  /** What opens any other lab: with a number of engines, or as a node of a cluster. */
  @CheckReturnValue
  public static LabBuilder builder() {
    return new LabBuilder();
  }

  /** Whether it coordinates studies now, as no other lab of its cluster does. */
  public boolean isAtWork() {
    return atWork.getAsBoolean();
  }

  /** Whether it can run studies, now or later; not when it was closed or its actors have failed. */
  public boolean isOpen() {
    return !closed.get() && !systems.current().isCompletedExceptionally();
  }

  /** What has gone wrong, in words, so that it can run no studies any more; otherwise empty. */
  public Optional<String> trouble() {
    return systems.trouble();
  }

  /** How many engines there are at present. */
  public int engines() {
    CompletableFuture<ActorSystem<LabProtocol.Command>> current = systems.current();
    if (!current.isDone() || current.isCompletedExceptionally()) {
      return 0;
    }
    ActorSystem<LabProtocol.Command> system = current.join();
    try {
      CompletableFuture<Integer> count =
          AskPattern.ask(system, LabProtocol.CountEngines::new, PATIENCE, system.scheduler())
              .toCompletableFuture()
              .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return systems.questionsTo(system).untilStopped(count).join();
    } catch (IllegalStateException | CompletionException ended) {
      return 0; // It is between two systems, or has none any more.
    }
  }

  /** Where the lab listens for engines: host and port; only of a lab in a cluster. */
  public String address() {
    return LocalNode.addressOf(systems.present());
  }

  /** Whether it is looked for what experiments need: {@code lab.code.check}. */
  public static boolean checksCode() {
    return LabSettings.of(LabBuilder.thisMachine()).code().check();
  }

  /**
   * A notebook for reading only, without a lab. Nothing is created and nothing changed; a lab may
   * be writing it meanwhile.
   *
   * @throws NotebookException if it is not there or cannot be read
   */
  public static Notebook read(Path notebook) {
    return Notebooks.openReadOnly(notebook);
  }

  /**
   * As {@link #read(Path)}.
   *
   * @param notebook an SQLite file, or {@code jdbc:postgresql://host:port/database}
   */
  public static Notebook read(String notebook) {
    return Notebooks.openReadOnly(notebook);
  }

  /**
   * A notebook without a lab, to read it and to change it. As soon as it is changed, no lab can
   * write it until it is closed.
   *
   * @param notebook an SQLite file, made if it is not there, or {@code
   *     jdbc:postgresql://host:port/database}
   * @throws NotebookException if it cannot be opened
   */
  public static EditableNotebook edit(String notebook) {
    return Notebooks.open(notebook);
  }

  /** As {@link #submit(String, Study, RecordOptions)}, with nothing special. */
  @CheckReturnValue
  public Run submit(String tag, Study study) {
    return submit(tag, study, RecordOptions.DEFAULT);
  }

  /**
   * Starts a study under a tag, or continues it: what is recorded under the tag is not run again.
   *
   * @throws NotebookException if the tag holds another study (the text says what differs), is in
   *     use, or the notebook cannot be written; or if the study's design does not fit its parameter
   *     space
   * @throws IllegalArgumentException if a part is to run of a study without a seed; or if engines
   *     of this machine cannot run the study, because code is missing, or its experiment cannot be
   *     copied for each of them. Engines of other nodes say so themselves; if none can run it, the
   *     run is {@code REFUSED}
   * @throws IllegalStateException if the lab is closed, or can run no studies any more
   */
  @CheckReturnValue
  public Run submit(String tag, Study study, RecordOptions options) {
    if (closed.get()) {
      throw new IllegalStateException("the lab is closed");
    }
    if (options.part().isPresent() && study.seed().isEmpty()) {
      throw new IllegalArgumentException(
          "the study has no seed, and each part of it would draw another; give it one, such as seed = 42");
    }
    check.accept(study);
    return LabRun.submit(
        systems,
        notebook,
        new Submission(tag, study, options),
        warning -> WARNINGS.warn("{}: {}", tag, warning));
  }

  /** The notebook, to read it and to edit it; only its lab records in it. */
  public EditableNotebook notebook() {
    return notebook;
  }

  /**
   * Stops everything. Runs that have not ended are called off; what was measured is recorded first,
   * unless the notebook cannot record within a minute.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    systems.close().ifPresent(Lab::stop);
    notebook.close();
  }

  private static void stop(ActorSystem<LabProtocol.Command> system) {
    try {
      AskPattern.ask(system, LabProtocol.Stop::new, PATIENCE, system.scheduler())
          .toCompletableFuture()
          .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) // also when the system has ended
          .join();
    } catch (CompletionException | IllegalStateException gaveUp) {
      system.log().warn("the lab did not stop in time; what was not recorded will be run again");
    }
    system.terminate();
    try {
      SystemEnd.of(system).join();
    } catch (CompletionException late) {
      system.log().warn("{}; it is left to itself", SystemEnd.reason(late));
    }
  }
}
