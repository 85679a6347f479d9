package org.labactors.internal.shipping;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.SourceRef;
import akka.stream.javadsl.FileIO;
import akka.stream.javadsl.StreamRefs;
import akka.util.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.labactors.internal.code.Bundle;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.code.Packer;
import org.labactors.internal.code.Part;
import org.labactors.internal.code.PartCache;
import org.labactors.internal.code.SentEntries;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.protocol.ShipperProtocol.Command;
import org.labactors.internal.protocol.ShipperProtocol.Event;
import org.labactors.internal.protocol.ShipperProtocol.Fetch;
import org.labactors.internal.protocol.ShipperProtocol.Forget;
import org.labactors.internal.protocol.ShipperProtocol.Offer;
import org.labactors.internal.protocol.ShipperProtocol.Pack;
import org.labactors.internal.protocol.ShipperProtocol.Packed;
import org.labactors.internal.protocol.ShipperProtocol.Refused;
import org.labactors.internal.protocol.ShipperProtocol.Shipped;
import org.labactors.settings.CodeSettings;
import org.labactors.study.RunId;

/**
 * Packs studies and their code for other nodes, and ships to them what they ask for: by digest,
 * only what belongs to a run that has not ended, in streams that the receiver slows down. It reads
 * and writes files, so it belongs on a dispatcher for that.
 */
public final class ShipperActor {

  private record Tidy() implements Command {}

  /** A study of more characters is fetched like a jar; with three bytes each, it fits a frame. */
  static final int LONGEST_TEXT = 256 * 1024;

  private static final int CHUNK = 64 * 1024;

  /** So often what runs need is marked as used: others that share the folder delete what is not. */
  private static final Duration BETWEEN_MARKS = Duration.ofHours(1);

  /** A shipper of what its runs need. */
  public static Behavior<Command> create(CodeSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Tidy(), BETWEEN_MARKS);
                  return new ShipperActor(context, settings).open();
                }));
  }

  private final ActorContext<Command> context;
  private final PartCache cache;
  private final Packer packer;
  private final SentEntries sent;
  private final Map<RunId, Map<String, Path>> offered = new HashMap<>();

  private ShipperActor(ActorContext<Command> context, CodeSettings settings) {
    this.context = context;
    this.cache = PartCache.in(settings.cache());
    cache.forgetUnused(settings.keep(), Instant.now());
    this.packer = new Packer(cache, settings.maxBytes());
    this.sent = settings.sent();
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Pack.class, this::onPack)
        .onMessage(Offer.class, this::onOffer)
        .onMessage(Fetch.class, this::onFetch)
        .onMessage(Forget.class, this::onForget)
        .onMessage(Tidy.class, this::onTidy)
        .build();
  }

  private Behavior<Command> onPack(Pack pack) {
    pack.replyTo().tell(offer(pack.run(), () -> SentStudy.of(pack.study(), packed(pack))));
    return Behaviors.same();
  }

  private Behavior<Command> onOffer(Offer offer) {
    offer.replyTo().tell(offer(offer.run(), () -> stillThere(offer.study())));
    return Behaviors.same();
  }

  private Event offer(RunId run, Supplier<SentStudy> study) {
    try {
      SentStudy sent = study.get();
      Map<String, Path> files = new HashMap<>();
      sent.packed().parts().forEach(part -> files.put(part.digest(), cache.fileOf(part)));
      offered.put(run, files);
      return new Packed(run, sent);
    } catch (RuntimeException refusal) {
      return new Refused(run, String.valueOf(refusal.getMessage()));
    }
  }

  private SentStudy stillThere(SentStudy study) {
    for (Part part : study.packed().parts()) {
      if (cache.find(part).isEmpty()) {
        throw new IllegalArgumentException(
            "the run cannot go on with the code that it began with: "
                + part
                + " is not in lab.code.cache any more\nSubmit the study again.");
      }
    }
    return study;
  }

  private SentStudy.Packed packed(Pack pack) {
    String text = StudyJson.write(pack.study());
    Bundle code =
        packer.pack(
            pack.study(),
            pack.options().code(),
            pack.options().classPath() ? sent : SentEntries.NONE);
    requireNoted(code, pack.options().codeOf(pack.study()));
    List<Part> files = packer.contents(pack.study());
    if (text.length() <= LONGEST_TEXT) {
      return new SentStudy.Packed(Optional.of(text), Optional.empty(), code, files);
    }
    Part stored = packer.pack("the study", text);
    return new SentStudy.Packed(Optional.empty(), Optional.of(stored), code, files);
  }

  /** The notebook was told before what the code is; it must not have changed since. */
  private static void requireNoted(Bundle code, List<CodeJar> noted) {
    Set<String> packed = code.parts().stream().map(Part::digest).collect(Collectors.toSet());
    for (CodeJar jar : noted) {
      if (!packed.contains(jar.digest())) {
        throw new IllegalArgumentException(
            jar.name() + " has changed while the study was submitted\nSubmit it again.");
      }
    }
  }

  private Behavior<Command> onFetch(Fetch fetch) {
    Optional<SourceRef<ByteString>> bytes =
        offered.values().stream()
            .filter(files -> files.containsKey(fetch.digest()))
            .map(files -> files.get(fetch.digest()))
            .filter(Files::isReadable)
            .findFirst()
            .map(this::stream);
    fetch.replyTo().tell(new Shipped(fetch.digest(), bytes));
    return Behaviors.same();
  }

  private SourceRef<ByteString> stream(Path file) {
    return FileIO.fromPath(file, CHUNK).runWith(StreamRefs.sourceRef(), context.getSystem());
  }

  private Behavior<Command> onTidy(Tidy tidy) {
    offered.values().forEach(files -> files.values().forEach(cache::markUsed));
    return Behaviors.same();
  }

  private Behavior<Command> onForget(Forget forget) {
    offered.remove(forget.run());
    return Behaviors.same();
  }
}
