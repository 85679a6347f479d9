package org.labactors;

import akka.actor.typed.Behavior;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.labactors.actor.LabActor;
import org.labactors.actor.NodeSystem;
import org.labactors.annotation.CheckReturnValue;
import org.labactors.internal.library.LibraryException;
import org.labactors.internal.library.ReferenceSettings;
import org.labactors.internal.library.SystemDefaults;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.node.NodeException;
import org.labactors.node.NodeSettings;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Tags;
import org.labactors.protocol.LabProtocol;
import org.labactors.settings.LabSettings;
import org.labactors.study.Study;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lab needs before it opens. It must have a notebook. Without {@link #engines engines},
 * {@link #coresLeftFree} or a {@link #node} it has one engine for each core of this machine.
 *
 * <pre>{@code
 * try (Lab lab = Lab.builder().notebook("curve.db").engines(4).open()) {
 *   Run run = lab.submit("curve", study);
 *   run.await();
 * }
 * }</pre>
 *
 * <p>Each setting is given once; one that contradicts another is refused with an {@link
 * IllegalStateException}. For use by one thread.
 */
public final class LabBuilder {

  private static final Logger LOG = LoggerFactory.getLogger(Lab.class);

  private @Nullable String location;
  private @Nullable Supplier<WritableNotebook> notebook;
  private @Nullable String count;

  /** As the setting {@code lab.engines}: 0 for one on each core, −n for all cores but n. */
  private int engines;

  private @Nullable NodeSettings node;
  private Consumer<String> log = LOG::warn;

  LabBuilder() {}

  /**
   * With a notebook in an SQLite file.
   *
   * @param file made if it is not there
   */
  public LabBuilder notebook(Path file) {
    return notebook(file.toString(), () -> Notebooks.open(file));
  }

  /**
   * With a notebook.
   *
   * @param location an SQLite file, made if it is not there, {@code
   *     jdbc:postgresql://host:port/database}, or {@link Lab#MEMORY}
   */
  public LabBuilder notebook(String location) {
    return location.equals(Lab.MEMORY)
        ? inMemory()
        : notebook(location, () -> Notebooks.open(location));
  }

  /** With a notebook in memory, which lives as long as the lab. */
  public LabBuilder inMemory() {
    return notebook(Lab.MEMORY, MemoryNotebook::create);
  }

  private LabBuilder notebook(String where, Supplier<WritableNotebook> opening) {
    if (location != null) {
      throw new IllegalStateException(
          "a lab has one notebook; it is given twice: '" + location + "' and '" + where + "'");
    }
    location = where;
    notebook = opening;
    return this;
  }

  /**
   * With a number of engines on this machine.
   *
   * @param engines at least 1; there may be more engines than cores
   */
  public LabBuilder engines(int engines) {
    if (engines < 1) {
      throw new IllegalArgumentException(
          "engines is "
              + engines
              + "; it must be at least 1\nWithout engines(…) there is one for each core;"
              + " coresLeftFree(n) leaves n cores without one.");
    }
    return count("engines(" + engines + ")", engines);
  }

  /**
   * With one engine on each core of this machine except some.
   *
   * @param cores how many get no engine; 0 or more, and fewer than the machine has
   */
  public LabBuilder coresLeftFree(int cores) {
    if (cores < 0) {
      throw new IllegalArgumentException(
          "coresLeftFree is " + cores + "; it must be 0 or more\nengines(n) sets their number.");
    }
    return count("coresLeftFree(" + cores + ")", -cores);
  }

  /** Takes the number as the setting {@code lab.engines} has it. */
  private LabBuilder count(String call, int setting) {
    if (count != null) {
      throw new IllegalStateException(
          count + " and " + call + " contradict each other; keep one of them");
    }
    if (node != null) {
      throw contradiction(call);
    }
    count = call;
    engines = setting;
    return this;
  }

  /**
   * As a node of a cluster. Its engines are those of the nodes that join it, and its own if the
   * settings give it the role of an engine too; {@code lab.engines} of the settings says how many.
   * When the cluster gives the node up, for it was out of reach or stood still, it starts anew, and
   * what runs goes on. When another lab of the cluster is at work, it stands by until that one is
   * gone, however that ends: what is submitted waits. With settings that name no other node, the
   * lab is on this machine alone.
   */
  public LabBuilder node(NodeSettings settings) {
    if (node != null) {
      throw new IllegalStateException("a lab is one node; node(…) is called twice");
    }
    if (count != null) {
      throw contradiction(count);
    }
    node = settings;
    return this;
  }

  private static IllegalStateException contradiction(String call) {
    return new IllegalStateException(
        call
            + " and node(…) contradict each other, for the settings of a node have lab.engines\nSet"
            + " lab.engines in the profile of the node instead.");
  }

  /**
   * With somebody who is told, one line at a time, why the node is not in its cluster yet, and whom
   * the lab waits for. Otherwise this goes to the log of {@link Lab}, as warnings.
   */
  public LabBuilder log(Consumer<String> log) {
    this.log = log;
    return this;
  }

  /**
   * Opens the lab.
   *
   * @throws NotebookException if the notebook cannot be opened
   * @throws NodeException if the node cannot listen where it should
   * @throws IllegalArgumentException if {@link #coresLeftFree} leaves no engine
   * @throws IllegalStateException if there is no notebook
   * @throws LibraryException if the class path lacks a library, its settings, or has it in a
   *     version that does not fit
   */
  @CheckReturnValue
  public Lab open() {
    Supplier<WritableNotebook> opening = notebook;
    if (opening == null) {
      throw noNotebook();
    }
    Config config = node == null ? thisMachine() : node.localConfig();
    LabSettings settings = node == null ? settings(config) : node.lab();
    WritableNotebook opened = opening.get();
    try {
      return node != null && node.isCluster()
          ? inCluster(node, opened)
          : new Lab(
              opened,
              () -> NodeSystem.startAlone(LabActor.create(settings, opened), config),
              () -> true,
              study -> LabActor.check(settings, study));
    } catch (RuntimeException refusal) {
      opened.close();
      throw refusal;
    }
  }

  private Lab inCluster(NodeSettings node, WritableNotebook opened) {
    NodeSettings own = node.forLab();
    LabTurn turn = new LabTurn(opened);
    return new Lab(
        opened,
        () -> {
          Behavior<LabProtocol.Command> lab = LabActor.withoutEngines(node.lab(), opened);
          return NodeSystem.start(own, lab, turn.ofNextSystem(), log);
        },
        turn::isAtWork,
        study -> {}); // that is for the engines to say
  }

  /**
   * Refuses what {@link #open} and {@link Lab#submit(String, Study)} would refuse, and creates
   * nothing. Two reasons are left to them: that the tag holds another study, and that another lab
   * is writing the notebook at the time.
   *
   * @throws NotebookException if the notebook or the tag cannot be written
   * @throws IllegalArgumentException if there is no engine, or the study cannot be recorded
   * @throws IllegalStateException if there is no notebook
   */
  public void check(String tag, Study study) {
    if (location == null) {
      throw noNotebook();
    }
    if (node == null) {
      LabSettings unused = settings(thisMachine());
    }
    if (location.equals(Lab.MEMORY)) {
      Tags.check(tag);
    } else {
      Notebooks.check(location, tag, study);
    }
  }

  private static IllegalStateException noNotebook() {
    return new IllegalStateException(
        "the lab has no notebook\nCall notebook(…), or inMemory() for one that is not kept.");
  }

  static Config thisMachine() {
    return SystemDefaults.ofThisJava().withFallback(ReferenceSettings.load());
  }

  private LabSettings settings(Config config) {
    LabSettings settings = LabSettings.of(config).withEngines(engines);
    int unused = settings.enginesOn(Runtime.getRuntime().availableProcessors());
    return settings;
  }
}
