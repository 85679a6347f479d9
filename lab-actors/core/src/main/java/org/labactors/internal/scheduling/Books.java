package org.labactors.internal.scheduling;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

/**
 * The state of the {@link Ledger}: its runs, its engines, and the leases between them. Each lease
 * is in the book of its run and in the book of its engine, as long as there is that engine.
 */
final class Books {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** The runs that have not ended, the oldest first. */
  final Map<RunId, RunState> runs = new LinkedHashMap<>();

  final Map<EngineId, EngineState> engines = new LinkedHashMap<>();

  /** The JVMs that the engines are in. */
  private final Map<String, NodeState> nodes = new HashMap<>();

  /** The engines that hold nothing and have asked for work in vain, the longest-waiting first. */
  final Set<EngineId> idle = new LinkedHashSet<>();

  /** Which engine was the last to go, how and when; null if none has. */
  private @Nullable String lastGone;

  /** How many threads the engines have given up. */
  int abandonedThreads;

  /** An engine is there. Whether that is news. */
  boolean join(EngineId id) {
    if (engines.containsKey(id)) {
      return false;
    }
    NodeState node = nodes.computeIfAbsent(id.node(), name -> new NodeState());
    EngineState engine = new EngineState(id, node);
    engines.put(id, engine);
    node.engines.add(engine);
    return true;
  }

  /** The engines of a JVM. */
  List<EngineState> enginesOf(String node) {
    NodeState book = nodes.get(node);
    return book == null ? List.of() : List.copyOf(book.engines);
  }

  /**
   * An engine is not there any more; null if it was not there before. What it held stays leased.
   */
  @Nullable EngineState remove(EngineId id) {
    EngineState engine = engines.remove(id);
    if (engine != null) {
      idle.remove(id);
      engine.node.lost(engine);
      if (engine.node.engines.isEmpty()) {
        nodes.remove(id.node());
      }
    }
    return engine;
  }

  /** An engine has gone. */
  void gone(EngineId id, String how, Instant now) {
    lastGone = TIME.format(now.atZone(ZoneId.systemDefault())) + "; the last, " + id + ", " + how;
  }

  /** Why a run gets no further for want of engines, in words; empty if there is one for it. */
  Optional<String> wantOfEngines(RunState run) {
    return lastGone != null && run.isRunning() && run.readiness.areUnable(engines.keySet())
        ? Optional.of(
            (engines.isEmpty() ? "no engine is left" : "no engine that can run it is left")
                + " since "
                + lastGone)
        : Optional.empty();
  }

  /** How far a run is. */
  Progress progress(RunState run, Instant now) {
    return run.progress(now, abandonedThreads, wantOfEngines(run));
  }

  /** The run of a lease. */
  RunState runOf(Lease lease) {
    RunState run = runs.get(lease.assignment().run());
    if (run == null) {
      throw new IllegalStateException("a lease of a run that has ended: " + lease.assignment());
    }
    return run;
  }

  /** A lease of an engine that there is; null if it has been settled. */
  @Nullable Lease lease(EngineId engine, long assignment) {
    EngineState book = engines.get(engine);
    return book == null ? null : book.leases.get(assignment);
  }

  /** An engine gets an assignment. */
  void add(EngineState engine, Lease lease) {
    runOf(lease).add(lease);
    engine.leases.put(lease.assignment().number(), lease);
    engine.node.add(lease);
    engine.hungry = false;
    idle.remove(engine.id);
  }

  /** The leases that hold some of these trials, which as a rule is one of the engine's own. */
  List<Lease> leasesWith(RunState run, TrialRange trials, EngineId by) {
    EngineState engine = engines.get(by);
    if (engine != null) {
      for (Lease lease : engine.leasesOf(run.id)) {
        if (lease.outstanding().containsAll(trials)) {
          return List.of(lease);
        }
      }
    }
    return run.leases.values().stream()
        .filter(lease -> lease.assignment().trials().overlaps(trials))
        .toList();
  }

  /**
   * Trials of a lease are recorded. If another engine was faster, the one that holds the lease may
   * be running them still.
   */
  void recorded(Lease lease, TrialRange trials, EngineId by) {
    EngineState engine = engines.get(lease.engine());
    if (engine != null && !by.equals(lease.engine())) {
      engine.overtaken.add(lease.assignment().number());
    }
    release(lease, trials);
  }

  /** Takes trials out of a lease. */
  private void release(Lease lease, TrialRange trials) {
    runOf(lease).release(lease, trials);
    if (lease.isEmpty()) {
      forget(lease);
    }
  }

  /** Takes a lease out; what is outstanding of it belongs nowhere then. */
  void drop(Lease lease) {
    runOf(lease).drop(lease);
    forget(lease);
  }

  /** Takes a lease out, and puts what is outstanding of it where it goes out again. */
  void takeBack(Lease lease) {
    RunState run = runOf(lease);
    run.placeFor(lease).addAll(lease.outstanding());
    drop(lease);
  }

  /** Takes trials out of a lease, and puts what is outstanding of them where it goes out again. */
  void takeBack(Lease lease, TrialRange trials) {
    RunState run = runOf(lease);
    lease.outstanding().within(trials).forEach(run.placeFor(lease)::add);
    release(lease, trials);
  }

  /** Takes a trial that ran out of memory out of a lease. */
  void defer(Lease lease, TrialRange trial) {
    lease.outstanding().within(trial).forEach(runOf(lease).deferred::add);
    release(lease, trial);
  }

  private void forget(Lease lease) {
    EngineState engine = engines.get(lease.engine());
    if (engine != null && engine.leases.remove(lease.assignment().number()) != null) {
      engine.node.remove(lease);
    }
  }

  /** Throws if what must always hold does not. */
  void checkInvariants() {
    runs.values().forEach(RunState::checkInvariants);
    engines.forEach(
        (id, engine) ->
            engine.leases.forEach(
                (number, lease) -> {
                  if (runOf(lease).leases.get(number) != lease) {
                    throw new IllegalStateException(id + " holds a lease its run does not know");
                  }
                }));
    for (EngineId engine : idle) {
      EngineState book = engines.get(engine);
      if (book == null || !book.hungry || book.holding > 0) {
        throw new IllegalStateException(engine + " is not idle");
      }
    }
  }
}
