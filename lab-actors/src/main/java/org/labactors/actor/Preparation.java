package org.labactors.actor;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Resident;
import org.labactors.scheduling.EngineId;
import org.labactors.scheduling.RunId;
import org.labactors.study.Study;

/** Sets up the studies that an engine is to run, and tells the lab whether it can. */
final class Preparation {

  private final EngineId id;
  private final boolean check;
  private final ActorRef<EngineActor.Command> engine;
  private final ActorRef<? super FromEngine> lab;
  private final Optional<ActorRef<StudiesActor.Command>> studies;
  private final Repertoire repertoire = new Repertoire();

  /**
   * Nothing is set up.
   *
   * @param studies opens studies that come from other JVMs, with their code
   * @param check whether what a study of this JVM needs is looked for
   */
  Preparation(
      EngineId id,
      ActorRef<EngineActor.Command> engine,
      ActorRef<? super FromEngine> lab,
      Optional<ActorRef<StudiesActor.Command>> studies,
      boolean check) {
    this.check = check;
    this.id = id;
    this.engine = engine;
    this.lab = lab;
    this.studies = studies;
  }

  /** What is set up. */
  Repertoire repertoire() {
    return repertoire;
  }

  /**
   * Sets a study up, or has it opened first.
   *
   * @param shipper where code comes from; null if that is not known yet
   */
  void begin(EngineActor.Prepare prepare, @Nullable ActorRef<ShipperActor.Fetch> shipper) {
    RunId run = prepare.run();
    if (repertoire.has(run)) {
      lab.tell(new FromEngine.CanRun(id, run));
    } else if (studies.isPresent() && shipper != null && prepare.study().here().isEmpty()) {
      if (repertoire.await(run)) {
        studies.get().tell(new StudiesActor.Want(run, prepare.study(), shipper, engine));
      }
    } else {
      setUp(
          run,
          () -> {
            if (check) {
              prepare.study().requireCode();
            }
            return prepare.study().open(EngineActor.class.getClassLoader());
          });
    }
  }

  /** The study is open, if it is still wanted. */
  void opened(EngineActor.Opened opened) {
    if (repertoire.giveUp(opened.run())) {
      setUp(opened.run(), opened::study);
    }
  }

  /** The experiment of a study runs, if it is still wanted. */
  void ready(EngineActor.Ready ready) {
    if (repertoire.giveUp(ready.run())) {
      repertoire.add(ready.run(), ready.study(), ready.bench());
      lab.tell(new FromEngine.CanRun(id, ready.run()));
    } else {
      Resident.close(ready.bench().experiment());
    }
  }

  /** The study cannot be opened, if it is still wanted. */
  void failed(EngineActor.CannotOpen cannot) {
    if (repertoire.giveUp(cannot.run())) {
      drop(cannot.run());
      lab.tell(new FromEngine.CannotRun(id, cannot.run(), cannot.why()));
    }
  }

  private void setUp(RunId run, Supplier<Study> supplier) {
    try {
      Study study = supplier.get();
      Bench bench = Bench.of(study);
      if (bench.experiment() instanceof Resident resident) {
        start(run, study, bench, resident);
      } else {
        repertoire.add(run, study, bench);
        lab.tell(new FromEngine.CanRun(id, run));
      }
    } catch (RuntimeException | LinkageError cannot) {
      drop(run);
      String why = cannot.getMessage();
      lab.tell(new FromEngine.CannotRun(id, run, why == null ? cannot.toString() : why));
    }
  }

  /** Makes an experiment ready, on a thread of its own: that may take long. */
  private void start(RunId run, Study study, Bench bench, Resident experiment) {
    if (!repertoire.await(run)) {
      return;
    }
    Runnable start =
        () -> {
          try {
            experiment.ready();
            engine.tell(new EngineActor.Ready(run, study, bench));
          } catch (Exception | LinkageError cannot) {
            experiment.close();
            String why = cannot.getMessage();
            engine.tell(new EngineActor.CannotOpen(run, why == null ? cannot.toString() : why));
          }
        };
    Thread starter = new Thread(start, id.name() + " start");
    starter.setDaemon(true);
    starter.start();
  }

  /** The engine is done with all runs. */
  void dropAll() {
    repertoire.removeAll();
  }

  /** The engine is done with a run. */
  void drop(RunId run) {
    repertoire.remove(run);
    studies.ifPresent(all -> all.tell(new StudiesActor.Release(run, engine)));
  }
}
