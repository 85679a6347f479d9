package org.labactors.internal.scheduling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * The state of one run. Every trial that is not recorded is in exactly one place: in {@code
 * pending}, {@code suspects} or {@code deferred}, in a lease, or among those given up.
 */
final class RunState {

  final RunId id;
  final Throughput pace;
  final Failures failures;

  /** Not recorded, wherever they are. */
  final TrialRanges unrecorded;

  /** To be handed out in assignments of any size. */
  final TrialRanges pending;

  /** Were with an engine when it died: to be handed out one by one, each alone on its node. */
  final TrialRanges suspects = new TrialRanges();

  /** Ran out of memory: to be tried again one by one, when nothing else of the run is running. */
  final TrialRanges deferred = new TrialRanges();

  /** Being recorded as lost. */
  final TrialRanges givenUp = new TrialRanges();

  /** The leases of this run by assignment number. */
  final Map<Long, Lease> leases = new LinkedHashMap<>();

  /** How many leases of this run an engine holds; engines that hold none are absent. */
  private final Map<EngineId, Integer> leasesOf = new HashMap<>();

  /** How engines died while a trial was all that their node was running, in order. */
  private final Map<Long, List<Death>> deaths = new HashMap<>();

  /** Trials to be recorded as lost when it is known how their engines died, and since when. */
  private final Map<Long, Instant> condemned = new LinkedHashMap<>();

  /** Which engines can run the study. */
  final Readiness readiness = new Readiness();

  private final Map<EngineId, Long> recordedBy = new LinkedHashMap<>();
  private final long reused;
  private Tally tally;
  private Progress.State state = Progress.State.RUNNING;
  private @Nullable String trouble;
  private long leased;
  private boolean begun;

  RunState(RunId id, TrialRanges pending, Tally tally, FailureLimit limit, Instant now) {
    this.id = id;
    this.unrecorded = pending.copy();
    this.pending = pending.copy();
    this.tally = tally;
    this.reused = tally.trials() - pending.size();
    this.pace = new Throughput(now);
    this.failures = new Failures(limit, tally.trials());
  }

  Progress.State state() {
    return state;
  }

  boolean isRunning() {
    return state == Progress.State.RUNNING;
  }

  void end(Progress.State how) {
    state = how;
  }

  void trouble(@Nullable String what) {
    trouble = what;
  }

  /** Whether there is something to hand out, to some engine at least. */
  boolean hasWork() {
    return isRunning()
        && (!pending.isEmpty() || !suspects.isEmpty() || (!deferred.isEmpty() && leases.isEmpty()));
  }

  /**
   * How many more trials may be handed out: until one has succeeded, no more are under way than may
   * fail before the run stops.
   */
  long room() {
    return failures.mostUnderWay() - leased;
  }

  /** Whether an engine may be given more trials; it may always have one. */
  boolean hasRoomFor(EngineId engine) {
    return room() > 0 || !leasesOf.containsKey(engine);
  }

  /** How many engines work on this run. */
  int engines() {
    return leasesOf.size();
  }

  /** Whether any trial was ever handed out. */
  boolean hasBegun() {
    return begun;
  }

  void add(Lease lease) {
    begun = true;
    leases.put(lease.assignment().number(), lease);
    leasesOf.merge(lease.engine(), 1, Integer::sum);
    leased += lease.outstanding().size();
  }

  /** Takes trials out of a lease, and the lease out of the book when it is empty. */
  void release(Lease lease, TrialRange trials) {
    leased -= lease.outstanding().size();
    lease.release(trials);
    leased += lease.outstanding().size();
    if (lease.isEmpty()) {
      drop(lease);
    }
  }

  /** Takes a lease out of the book; what is outstanding of it belongs nowhere then. */
  void drop(Lease lease) {
    if (leases.remove(lease.assignment().number()) != null) {
      leased -= lease.outstanding().size();
      leasesOf.computeIfPresent(lease.engine(), (id, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Where the trials of a lease go that are to be done again. */
  TrialRanges placeFor(Lease lease) {
    if (lease.assignment().last()) {
      return deferred;
    }
    return lease.isAlone() ? suspects : pending;
  }

  /**
   * Trials are on record now; they are to be done nowhere any more. Returns how many are new.
   *
   * @param failed those that are recorded as anything else than ok
   */
  long recorded(TrialRange trials, List<FailedTrial> failed, Tally tally, EngineId by) {
    List<FailedTrial> newlyFailed =
        failed.stream().filter(each -> unrecorded.contains(each.trial())).toList();
    long before = unrecorded.size();
    unrecorded.remove(trials);
    long news = before - unrecorded.size();
    failures.recorded(news, newlyFailed);
    recordedBy.merge(by, news, Long::sum);
    for (TrialRanges place : List.of(pending, suspects, deferred, givenUp)) {
      place.remove(trials);
    }
    condemned.keySet().removeIf(trial -> trial >= trials.first() && trial < trials.end());
    this.tally = tally;
    return news;
  }

  /** A trial is blamed for a death; all of which it has been blamed for, this one included. */
  List<Death> died(long trial, Death death) {
    List<Death> all = deaths.computeIfAbsent(trial, key -> new ArrayList<>());
    all.add(death);
    return List.copyOf(all);
  }

  /** It became known how the engines of a node died. */
  void learned(String node, String how) {
    for (List<Death> blamed : deaths.values()) {
      blamed.replaceAll(
          death ->
              death.certain() || !death.engine().node().equals(node)
                  ? death
                  : new Death(death.engine(), how, true));
    }
  }

  /** A trial is to be recorded as lost, soon. */
  void condemn(long trial, Instant now) {
    givenUp.add(TrialRange.of(trial));
    condemned.put(trial, now);
  }

  /**
   * Takes out the trials that are to be recorded as lost now.
   *
   * @param limit those given up before are, even if it is not known how their engines died
   */
  List<Effect> takeCondemned(Instant limit) {
    List<Effect> effects = new ArrayList<>();
    for (var entry : Map.copyOf(condemned).entrySet()) {
      List<Death> blamed = List.copyOf(deaths.getOrDefault(entry.getKey(), List.of()));
      if (entry.getValue().isBefore(limit) || blamed.stream().allMatch(Death::certain)) {
        condemned.remove(entry.getKey());
        effects.add(new Effect.GiveUp(id, entry.getKey(), blamed));
      }
    }
    return effects;
  }

  /** Which attempt at a trial the next one is, from 1. */
  int nextAttempt(long trial) {
    List<Death> blamed = deaths.get(trial);
    return blamed == null ? 1 : blamed.size() + 1;
  }

  /**
   * How far it is.
   *
   * @param want why it gets no further, if nothing else is in the way
   */
  Progress progress(Instant now, int abandoned, Optional<String> want) {
    List<Progress.EngineProgress> engines = new ArrayList<>();
    Map<EngineId, Long> assigned = new LinkedHashMap<>();
    recordedBy.keySet().forEach(engine -> assigned.put(engine, 0L));
    leases
        .values()
        .forEach(lease -> assigned.merge(lease.engine(), lease.outstanding().size(), Long::sum));
    assigned.forEach(
        (engine, trials) ->
            engines.add(
                new Progress.EngineProgress(
                    engine.name(), recordedBy.getOrDefault(engine, 0L), trials)));
    return new Progress(
        state,
        tally.trials(),
        reused,
        tally.ok(),
        tally.failed(),
        leased,
        pace.rate(now),
        pace.timeFor(unrecorded.size(), now),
        engines,
        abandoned,
        Optional.ofNullable(trouble).or(() -> want).or(this::refusal),
        readiness.leftOut());
  }

  private Optional<String> refusal() {
    return isRunning() ? Optional.ofNullable(readiness.refusal()) : Optional.empty();
  }

  /** Throws if a trial is in no place or in two. */
  void checkInvariants() {
    TrialRanges placed = new TrialRanges();
    long sum = 0;
    List<TrialRanges> places = new ArrayList<>(List.of(pending, suspects, deferred, givenUp));
    leases.values().forEach(lease -> places.add(lease.outstanding()));
    for (TrialRanges place : places) {
      placed.addAll(place);
      sum += place.size();
    }
    if (sum != placed.size()) {
      throw new IllegalStateException("a trial of " + id + " is in two places: " + places);
    }
    if (isRunning() && !placed.equals(unrecorded)) {
      throw new IllegalStateException(
          "unrecorded trials of " + id + " are " + unrecorded + " but placed are " + placed);
    }
    long outstanding = leases.values().stream().mapToLong(l -> l.outstanding().size()).sum();
    if (leased != outstanding) {
      throw new IllegalStateException(leased + " trials leased, not " + outstanding);
    }
  }
}
