package org.labactors.internal.engine;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import org.labactors.experiment.Resident;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.ShipperProtocol;
import org.labactors.internal.protocol.StudiesProtocol;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/**
 * Opens and sets up the studies that an engine is to run. The engine gets a message when it has.
 */
final class Preparation {

  private final EngineId id;
  private final ActorRef<EngineProtocol.Command> engine;
  private final Optional<ActorRef<StudiesProtocol.Command>> studies;
  private final boolean check;

  /**
   * Nothing is open.
   *
   * @param studies opens studies that come from other JVMs, with their code
   * @param check whether what a study of this JVM needs is looked for
   */
  Preparation(
      EngineId id,
      ActorRef<EngineProtocol.Command> engine,
      Optional<ActorRef<StudiesProtocol.Command>> studies,
      boolean check) {
    this.id = id;
    this.engine = engine;
    this.studies = studies;
    this.check = check;
  }

  /**
   * Opens a study. The engine gets {@link EngineProtocol.Opened} or {@link
   * EngineProtocol.CannotOpen}.
   *
   * @param shipper where code comes from; empty if that is not known yet
   */
  void open(RunId run, SentStudy study, Optional<ActorRef<ShipperProtocol.Fetch>> shipper) {
    if (studies.isPresent() && shipper.isPresent() && study.here().isEmpty()) {
      studies.get().tell(new StudiesProtocol.Want(run, study, shipper.get(), engine));
    } else {
      engine.tell(openedHere(run, study));
    }
  }

  private EngineProtocol.Command openedHere(RunId run, SentStudy study) {
    try {
      if (check) {
        study.requireCode();
      }
      return new EngineProtocol.Opened(run, study.open(EngineActor.class.getClassLoader()));
    } catch (RuntimeException | LinkageError cannot) {
      return cannotOpen(run, cannot);
    }
  }

  private static EngineProtocol.Command cannotOpen(RunId run, Throwable cannot) {
    String why = cannot.getMessage();
    return new EngineProtocol.CannotOpen(run, why == null ? cannot.toString() : why);
  }

  /**
   * Sets up a study. The engine gets {@link EngineActor.Ready} or {@link
   * EngineProtocol.CannotOpen}.
   */
  void setUp(RunId run, Study study) {
    try {
      PreparedStudy prepared = PreparedStudy.of(study);
      if (prepared.experiment() instanceof Resident resident) {
        start(run, study, prepared, resident);
      } else {
        engine.tell(new EngineActor.Ready(run, study, prepared));
      }
    } catch (RuntimeException | LinkageError cannot) {
      engine.tell(cannotOpen(run, cannot));
    }
  }

  /** Makes an experiment ready, on a thread of its own: that may take long. */
  private void start(RunId run, Study study, PreparedStudy prepared, Resident experiment) {
    Runnable start =
        () -> {
          try {
            experiment.ready();
            engine.tell(new EngineActor.Ready(run, study, prepared));
          } catch (Exception | LinkageError cannot) {
            experiment.close();
            engine.tell(cannotOpen(run, cannot));
          }
        };
    Thread starter = new Thread(start, id.name() + " start");
    starter.setDaemon(true);
    starter.start();
  }

  /** The engine is done with a run. */
  void release(RunId run) {
    studies.ifPresent(all -> all.tell(new StudiesProtocol.Release(run, engine)));
  }
}
