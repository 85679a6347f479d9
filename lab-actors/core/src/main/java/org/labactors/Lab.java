package org.labactors;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.Config;
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
import org.labactors.actor.LabActor;
import org.labactors.actor.NodeSystem;
import org.labactors.annotation.CheckReturnValue;
import org.labactors.internal.fault.SystemEnd;
import org.labactors.internal.library.LibraryException;
import org.labactors.internal.library.ReferenceSettings;
import org.labactors.internal.library.SystemDefaults;
import org.labactors.internal.node.LocalNode;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.node.NodeException;
import org.labactors.node.NodeSettings;
import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Tags;
import org.labactors.protocol.LabProtocol;
import org.labactors.settings.LabSettings;
import org.labactors.store.Notebooks;
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

  private static final Logger LOG = LoggerFactory.getLogger(Lab.class);

  /** For programs that do not look at {@link Run#warnings()}. */
  private static final Logger WARNINGS = LoggerFactory.getLogger(Run.class);

  private final WritableNotebook notebook;
  private final LabSystem systems;
  private final BooleanSupplier atWork;
  private final Consumer<Study> check;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Lab(
      WritableNotebook notebook,
      Supplier<ActorSystem<LabProtocol.Command>> system,
      BooleanSupplier atWork,
      Consumer<Study> check) {
    this.notebook = notebook;
    this.systems = LabSystem.start(system);
    this.atWork = atWork;
    this.check = check;
  }

  /** Opens a lab on this machine, one engine for each core, with a notebook in an SQLite file. */
  public static Lab open(Path notebook) {
    return open(notebook, 0);
  }

  /** Opens a lab on this machine with a notebook in an SQLite file; otherwise as the others. */
  public static Lab open(Path notebook, int engines) {
    return open(() -> Notebooks.open(notebook), engines);
  }

  /**
   * Opens a lab on this machine.
   *
   * @param notebook an SQLite file, made if it is not there, {@code
   *     jdbc:postgresql://host:port/database}, or {@link #MEMORY}
   * @param engines how many engines: 0 for one on each core, −n for all cores but n, n for n
   * @throws NotebookException if the notebook cannot be opened
   * @throws IllegalArgumentException if that leaves no engine
   * @throws LibraryException if the class path lacks a library, its settings, or has it in a
   *     version that does not fit
   */
  public static Lab open(String notebook, int engines) {
    return notebook.equals(MEMORY)
        ? open(MemoryNotebook::create, engines)
        : open(() -> Notebooks.open(notebook), engines);
  }

  private static Lab open(Supplier<WritableNotebook> notebook, int engines) {
    Config config = config();
    LabSettings settings = settings(config, engines);
    WritableNotebook opened = notebook.get();
    try {
      return new Lab(
          opened,
          () -> NodeSystem.startAlone(LabActor.create(settings, opened), config),
          () -> true,
          study -> LabActor.check(settings, study));
    } catch (RuntimeException refusal) {
      opened.close();
      throw refusal;
    }
  }

  private static Config config() {
    return SystemDefaults.ofThisJava().withFallback(ReferenceSettings.load());
  }

  private static LabSettings settings(Config config, int engines) {
    LabSettings settings = LabSettings.of(config).withEngines(engines);
    int unused = settings.enginesOn(Runtime.getRuntime().availableProcessors());
    return settings;
  }

  /**
   * Opens a lab as a node of a cluster. Its engines are those of the nodes that join it, and its
   * own if the settings give it the role of an engine too. When the cluster gives the node up, for
   * it was out of reach or stood still, it starts anew, and what runs goes on. When another lab of
   * the cluster is at work, it stands by until that one is gone, however that ends: what is
   * submitted waits.
   *
   * @param notebook an SQLite file, made if it is not there, {@code
   *     jdbc:postgresql://host:port/database}, or {@link #MEMORY}
   * @throws NotebookException if the notebook cannot be opened
   * @throws NodeException if the node cannot listen where it should
   */
  public static Lab open(String notebook, NodeSettings node) {
    return open(notebook, node, LOG::warn);
  }

  /**
   * As {@link #open(String, NodeSettings)}.
   *
   * @param log is told in one line at a time why the node is not in its cluster yet, and whom the
   *     lab waits for
   */
  public static Lab open(String notebook, NodeSettings node, Consumer<String> log) {
    LabSettings settings = node.lab();
    WritableNotebook opened =
        notebook.equals(MEMORY) ? MemoryNotebook.create() : Notebooks.open(notebook);
    try {
      if (!node.isCluster()) {
        return new Lab(
            opened,
            () -> NodeSystem.startAlone(LabActor.create(settings, opened), node.localConfig()),
            () -> true,
            study -> LabActor.check(settings, study));
      }
      NodeSettings own = node.forLab();
      LabTurn turn = new LabTurn(opened);
      return new Lab(
          opened,
          () -> {
            Behavior<LabProtocol.Command> lab = LabActor.withoutEngines(settings, opened);
            return NodeSystem.start(own, lab, turn.ofNextSystem(), log);
          },
          turn::isAtWork,
          study -> {}); // that is for the engines to say
    } catch (RuntimeException refusal) {
      opened.close();
      throw refusal;
    }
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

  /**
   * Refuses what {@link #open(String, int)} and {@link #submit(String, Study)} would refuse, and
   * creates nothing. Two reasons are left to them: that the tag holds another study, and that
   * another lab is writing the notebook at the time.
   *
   * @throws NotebookException if the notebook or the tag cannot be written
   * @throws IllegalArgumentException if there is no engine, or the study cannot be recorded
   */
  public static void check(String notebook, int engines, String tag, Study study) {
    LabSettings unused = settings(config(), engines);
    if (notebook.equals(MEMORY)) {
      Tags.check(tag);
    } else {
      Notebooks.check(notebook, tag, study);
    }
  }

  /** Whether it is looked for what experiments need: {@code lab.code.check}. */
  public static boolean checksCode() {
    return LabSettings.of(config()).code().check();
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
   * @throws IllegalArgumentException if engines of this machine cannot run the study, because code
   *     is missing, or its experiment cannot be copied for each of them. Engines of other nodes say
   *     so themselves; if none can run it, the run is {@code REFUSED}
   * @throws IllegalStateException if the lab is closed, or can run no studies any more
   */
  @CheckReturnValue
  public Run submit(String tag, Study study, RecordOptions options) {
    if (closed.get()) {
      throw new IllegalStateException("the lab is closed");
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
