package org.labactors.internal.shipping;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.command.StoredContent;
import org.labactors.internal.code.Bundle;
import org.labactors.internal.code.BundleException;
import org.labactors.internal.code.Loaders;
import org.labactors.internal.code.MissingCode;
import org.labactors.internal.code.Part;
import org.labactors.internal.code.PartCache;
import org.labactors.internal.code.WantList;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.ShipperProtocol;
import org.labactors.internal.protocol.StudiesProtocol.Command;
import org.labactors.internal.protocol.StudiesProtocol.Release;
import org.labactors.internal.protocol.StudiesProtocol.Want;
import org.labactors.settings.CodeSettings;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/**
 * The studies of a node: fetches their code, once for all engines, opens each with it, and lets go
 * of it when no engine needs it any more. It reads files, so it belongs on a dispatcher for that.
 */
public final class StudiesActor {

  private record EngineGone(ActorRef<EngineProtocol.Command> engine) implements Command {}

  private record Again(Part part) implements Command {}

  /** What is known of a study. */
  private static final class Entry {
    final SentStudy sent;
    final Set<ActorRef<EngineProtocol.Command>> engines = new HashSet<>();

    /** The code it uses, once that is loaded. */
    Loaders.@Nullable Loan code;

    @Nullable Study study;

    Entry(SentStudy sent) {
      this.sent = sent;
    }
  }

  /** A fetch that broke off is begun again after this time. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * The studies of a node.
   *
   * @param log is told in one line at a time what is fetched
   */
  public static Behavior<Command> create(CodeSettings settings, Consumer<String> log) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new StudiesActor(context, timers, settings, log).open()));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final CodeSettings settings;
  private final Consumer<String> log;
  private final PartFetch fetches;
  private final WantList<RunId, ActorRef<ShipperProtocol.Fetch>> wants;
  private final Loaders loaders = new Loaders();
  private final Map<RunId, Entry> studies = new HashMap<>();
  private final Performing performing = new Performing();

  private StudiesActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      CodeSettings settings,
      Consumer<String> log) {
    this.context = context;
    this.timers = timers;
    this.settings = settings;
    this.log = log;
    PartCache cache = PartCache.in(settings.cache());
    cache.forgetUnused(settings.keep(), Instant.now());
    this.fetches = new PartFetch(context.getSystem(), cache, settings.patience());
    this.wants = new WantList<>(cache::find);
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Want.class, this::onWant)
        .onMessage(Release.class, this::onRelease)
        .onMessage(EngineGone.class, this::onEngineGone)
        .onMessage(PartFetch.Arrived.class, this::onArrived)
        .onMessage(PartFetch.Damaged.class, this::onDamaged)
        .onMessage(PartFetch.BrokeOff.class, this::onBrokeOff)
        .onMessage(PartFetch.Impossible.class, this::onImpossible)
        .onMessage(Again.class, this::onAgain)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onWant(Want want) {
    context.watchWith(want.engine(), new EngineGone(want.engine()));
    @Nullable Entry known = studies.get(want.run());
    if (known != null) {
      known.engines.add(want.engine());
      if (known.study != null) {
        want.engine().tell(new EngineProtocol.Opened(want.run(), known.study));
      }
      return Behaviors.same();
    }
    Entry entry = new Entry(want.study());
    entry.engines.add(want.engine());
    studies.put(want.run(), entry);
    try {
      return perform(wants.wanted(want.run(), partsOf(want.study().packed()), want.from()));
    } catch (BundleException unusable) {
      return refuse(want.run(), String.valueOf(unusable.getMessage()));
    }
  }

  private List<Part> partsOf(SentStudy.Packed packed) {
    return settings.fetch() ? packed.parts() : packed.data();
  }

  private Behavior<Command> onRelease(Release release) {
    @Nullable Entry entry = studies.get(release.run());
    if (entry != null && entry.engines.remove(release.engine()) && entry.engines.isEmpty()) {
      letGo(release.run());
    }
    return Behaviors.same();
  }

  private Behavior<Command> onEngineGone(EngineGone gone) {
    for (RunId run : Set.copyOf(studies.keySet())) {
      onRelease(new Release(run, gone.engine()));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onArrived(PartFetch.Arrived arrived) {
    return perform(wants.arrived(arrived.part(), arrived.file()));
  }

  private Behavior<Command> onDamaged(PartFetch.Damaged damaged) {
    return perform(wants.damaged(damaged.part()));
  }

  private Behavior<Command> onBrokeOff(PartFetch.BrokeOff brokeOff) {
    context.getLog().info("fetching {} broke off: {}", brokeOff.part(), brokeOff.why());
    return perform(wants.brokeOff(brokeOff.part()));
  }

  private Behavior<Command> onImpossible(PartFetch.Impossible impossible) {
    return perform(wants.impossible(impossible.part(), impossible.why()));
  }

  private Behavior<Command> onAgain(Again again) {
    return perform(wants.again(again.part()));
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    loaders.close();
    return Behaviors.same();
  }

  /** Does what the list of wants decides. */
  private final class Performing
      implements WantList.Visitor<RunId, ActorRef<ShipperProtocol.Fetch>> {

    @Override
    public void fetch(WantList.Fetch<RunId, ActorRef<ShipperProtocol.Fetch>> effect) {
      Part part = effect.part();
      log.accept("fetching " + part + ", " + part.size() + " bytes");
      context.pipeToSelf(
          fetches.fetch(part, effect.from()),
          (outcome, failure) ->
              outcome == null ? new PartFetch.BrokeOff(part, String.valueOf(failure)) : outcome);
    }

    @Override
    public void later(WantList.Later<RunId, ActorRef<ShipperProtocol.Fetch>> effect) {
      timers.startSingleTimer(effect.part().digest(), new Again(effect.part()), PAUSE);
    }

    @Override
    public void ready(WantList.Ready<RunId, ActorRef<ShipperProtocol.Fetch>> effect) {
      openStudy(effect.who(), effect.files());
    }

    @Override
    public void refuse(WantList.Refuse<RunId, ActorRef<ShipperProtocol.Fetch>> effect) {
      StudiesActor.this.refuse(effect.who(), effect.why());
    }
  }

  private Behavior<Command> perform(
      List<WantList.Effect<RunId, ActorRef<ShipperProtocol.Fetch>>> effects) {
    effects.forEach(effect -> effect.accept(performing));
    return Behaviors.same();
  }

  private void openStudy(RunId run, Map<String, Path> files) {
    @Nullable Entry entry = studies.get(run);
    if (entry == null) {
      return;
    }
    try {
      Study study = open(entry, files);
      entry.study = study;
      entry.engines.forEach(engine -> engine.tell(new EngineProtocol.Opened(run, study)));
    } catch (RuntimeException | LinkageError refusal) {
      refuse(
          run,
          (refusal instanceof IllegalArgumentException ? refusal.getMessage() : refusal)
              + whereFrom(entry.sent.packed().code()));
    }
  }

  private Study open(Entry entry, Map<String, Path> files) {
    SentStudy.Packed packed = entry.sent.packed();
    Loaders.Loan code = loaders.open(settings.fetch() ? packed.code() : Bundle.EMPTY, files);
    entry.code = code;
    List<StoredContent> contents =
        packed.files().stream()
            .map(part -> StoredContent.at(part.digest(), part.size(), fileOf(part, files)))
            .toList();
    try {
      return checked(StudyJson.read(textOf(packed, files), code.classes()));
    } finally {
      // Until here the study finds them by their digests.
      Reference.reachabilityFence(contents);
    }
  }

  private Study checked(Study study) {
    if (settings.check()) {
      MissingCode.of(study)
          .ifPresent(
              text -> {
                throw new IllegalArgumentException(text);
              });
    }
    return study;
  }

  private static Path fileOf(Part part, Map<String, Path> files) {
    return Objects.requireNonNull(files.get(part.digest()), () -> "without " + part);
  }

  private static String textOf(SentStudy.Packed packed, Map<String, Path> files) {
    Optional<Path> stored = packed.stored().map(part -> files.get(part.digest()));
    try {
      return stored.isPresent() ? Files.readString(stored.get()) : packed.text().orElse("");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private String whereFrom(Bundle code) {
    return settings.fetch()
        ? ""
        : "\nlab.code.fetch = off on this node, so "
            + (code.parts().isEmpty() ? "the code" : String.join(", ", names(code)))
            + " has to be on its own class path.";
  }

  private static List<String> names(Bundle code) {
    return code.parts().stream().map(Part::name).toList();
  }

  private Behavior<Command> refuse(RunId run, String why) {
    @Nullable Entry entry = studies.get(run);
    if (entry != null) {
      entry.engines.forEach(engine -> engine.tell(new EngineProtocol.CannotOpen(run, why)));
      letGo(run);
    }
    return Behaviors.same();
  }

  private void letGo(RunId run) {
    wants.released(run);
    @Nullable Entry entry = studies.remove(run);
    if (entry != null && entry.code != null) {
      entry.code.close();
    }
  }
}
