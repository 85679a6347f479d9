package org.labactors.benchmarks;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.labactors.actor.LabActor;
import org.labactors.internal.library.SystemDefaults;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.settings.LabSettings;
import org.labactors.study.Progress;
import org.labactors.study.RunId;

/** What a lab costs that has many engines: a real one with a notebook on disk, and stand-ins. */
final class Crowd {

  /**
   * What one lab came to.
   *
   * @param assignmentsPerSecond handed out and recorded
   * @param trialsPerSecond recorded
   * @param cores how many cores the whole process kept busy, the stand-ins included
   * @param bytesPerEngine heap for each engine, the stand-in included
   */
  record Cost(
      double assignmentsPerSecond, double trialsPerSecond, double cores, double bytesPerEngine) {

    /** Processor seconds for each trial. */
    double perTrial() {
      return cores / trialsPerSecond;
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Crowd() {}

  /** Lets so many engines work for so long, after as long a time to get warm. */
  static Cost measure(int engines, Duration time, Path file) throws Exception {
    Config config =
        ConfigFactory.parseString(
                "lab.min-engines = " + engines + "\nakka.scheduler.tick-duration = 10ms")
            .withFallback(SystemDefaults.ofThisJava())
            .withFallback(ConfigFactory.load());
    try (WritableNotebook notebook = Notebooks.open(file)) {
      ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "crowd", config);
      try {
        ActorRef<LabProtocol.Command> lab =
            system.systemActorOf(
                LabActor.withoutEngines(LabSettings.of(config), notebook),
                "lab",
                akka.actor.typed.Props.empty());
        return measure(system, lab, engines, time);
      } finally {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
      }
    }
  }

  private static Cost measure(
      ActorSystem<Void> system, ActorRef<LabProtocol.Command> lab, int engines, Duration time)
      throws InterruptedException {
    double before = heap();
    LongAdder assignments = new LongAdder();
    for (int i = 1; i <= engines; i++) {
      system.systemActorOf(
          SimulatedEngine.create(new EngineId("engine-" + i), lab, assignments),
          "engine-" + i,
          akka.actor.typed.Props.empty());
    }
    LabProtocol.Submitted run =
        AskPattern.<LabProtocol.Command, LabProtocol.Submitted>askWithStatus(
                lab,
                replyTo ->
                    new LabProtocol.Submit(
                        LabBench.TAG, LabBench.idle(1_000_000_000), RecordOptions.DEFAULT, replyTo),
                PATIENCE,
                system.scheduler())
            .toCompletableFuture()
            .join();
    Thread.sleep(time.toMillis());
    double bytes = heap() - before;
    Look first = Look.now(system, lab, run.run(), assignments);
    Thread.sleep(time.toMillis());
    Look last = Look.now(system, lab, run.run(), assignments);
    double seconds = last.seconds - first.seconds;
    lab.tell(new LabProtocol.Cancel(run.run()));
    AskPattern.ask(lab, LabProtocol.Stop::new, PATIENCE, system.scheduler())
        .toCompletableFuture()
        .join();
    return new Cost(
        (last.assignments - first.assignments) / seconds,
        (last.recorded - first.recorded) / seconds,
        (last.cpuSeconds - first.cpuSeconds) / seconds,
        bytes / engines);
  }

  private record Look(double seconds, double cpuSeconds, long assignments, long recorded) {

    static Look now(
        ActorSystem<Void> system,
        ActorRef<LabProtocol.Command> lab,
        RunId run,
        LongAdder assignments) {
      Progress progress =
          AskPattern.<LabProtocol.Command, Progress>askWithStatus(
                  lab,
                  replyTo -> new LabProtocol.GetProgress(run, replyTo),
                  PATIENCE,
                  system.scheduler())
              .toCompletableFuture()
              .join();
      OperatingSystemMXBean machine =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Look(
          System.nanoTime() / 1e9,
          machine.getProcessCpuTime() / 1e9,
          assignments.sum(),
          progress.ok());
    }
  }

  private static double heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
