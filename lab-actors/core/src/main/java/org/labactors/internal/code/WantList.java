package org.labactors.internal.code;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parts that a node wants, for whom and from whom. Each is fetched once, however many want it;
 * a fetch that fails is begun again for as long as somebody wants the part.
 *
 * <p>Its methods are events; what they return is to be done.
 *
 * @param <K> who wants
 * @param <S> who sends
 */
public final class WantList<K, S> {

  /** What is to be done. */
  public sealed interface Effect<K, S> {

    void accept(Visitor<K, S> visitor);
  }

  /** One method for each effect. */
  public interface Visitor<K, S> {
    void fetch(Fetch<K, S> effect);

    void later(Later<K, S> effect);

    void ready(Ready<K, S> effect);

    void refuse(Refuse<K, S> effect);
  }

  /** Fetch a part; it arrives, or it does not. */
  public record Fetch<K, S>(Part part, S from) implements Effect<K, S> {
    @Override
    public void accept(Visitor<K, S> visitor) {
      visitor.fetch(this);
    }
  }

  /** After a while, {@linkplain WantList#again try again}. */
  public record Later<K, S>(Part part) implements Effect<K, S> {
    @Override
    public void accept(Visitor<K, S> visitor) {
      visitor.later(this);
    }
  }

  /**
   * Everything is there.
   *
   * @param files the file of each part by its digest
   */
  public record Ready<K, S>(K who, Map<String, Path> files) implements Effect<K, S> {
    @Override
    public void accept(Visitor<K, S> visitor) {
      visitor.ready(this);
    }
  }

  /** It cannot be had. */
  public record Refuse<K, S>(K who, String why) implements Effect<K, S> {
    @Override
    public void accept(Visitor<K, S> visitor) {
      visitor.refuse(this);
    }
  }

  /** What somebody wants, and what is there of it. */
  private static final class Want<S> {
    final Set<String> digests = new HashSet<>();
    final Map<String, Path> files = new HashMap<>();
    final S from;

    Want(List<Part> parts, S from) {
      parts.forEach(part -> digests.add(part.digest()));
      this.from = from;
    }
  }

  /** Something else than the part arrived: how often, before it is given up. */
  private static final int MOST_DAMAGED = 3;

  private final Function<Part, Optional<Path>> cache;
  private final Map<K, Want<S>> wants = new LinkedHashMap<>();

  /** The digests of the parts that are being fetched, or will be again. */
  private final Set<String> fetching = new HashSet<>();

  private final Map<String, Integer> damaged = new HashMap<>();

  /**
   * Nothing is wanted yet.
   *
   * @param cache the file of a part, if the node has it
   */
  public WantList(Function<Part, Optional<Path>> cache) {
    this.cache = cache;
  }

  /**
   * Somebody wants parts.
   *
   * @throws BundleException if the cache cannot be used
   */
  public List<Effect<K, S>> wanted(K who, List<Part> parts, S from) {
    Want<S> want = new Want<>(parts, from);
    List<Effect<K, S>> effects = new ArrayList<>();
    for (Part part : parts) {
      if (!fetching.contains(part.digest())) {
        Optional<Path> file = cache.apply(part);
        if (file.isPresent()) {
          want.files.put(part.digest(), file.get());
        } else {
          fetching.add(part.digest());
          effects.add(new Fetch<>(part, from));
        }
      }
    }
    wants.put(who, want);
    endIfComplete(who, want, effects);
    return effects;
  }

  /** A part is there. */
  public List<Effect<K, S>> arrived(Part part, Path file) {
    fetching.remove(part.digest());
    damaged.remove(part.digest());
    List<Effect<K, S>> effects = new ArrayList<>();
    for (Map.Entry<K, Want<S>> each : wanting(part)) {
      each.getValue().files.put(part.digest(), file);
      endIfComplete(each.getKey(), each.getValue(), effects);
    }
    return effects;
  }

  private void endIfComplete(K who, Want<S> want, List<Effect<K, S>> effects) {
    if (want.files.keySet().containsAll(want.digests)) {
      wants.remove(who);
      effects.add(new Ready<>(who, Map.copyOf(want.files)));
    }
  }

  /** A fetch broke off. */
  public List<Effect<K, S>> brokeOff(Part part) {
    if (wanting(part).isEmpty()) {
      fetching.remove(part.digest());
      return List.of();
    }
    return List.of(new Later<>(part));
  }

  /** The time has come to try again; the one who joined last has the best chance of being there. */
  public List<Effect<K, S>> again(Part part) {
    @Nullable S from = null;
    for (Map.Entry<K, Want<S>> each : wanting(part)) {
      from = each.getValue().from;
    }
    if (from == null) {
      fetching.remove(part.digest());
      return List.of();
    }
    return List.of(new Fetch<>(part, from));
  }

  /** Something else arrived than what is in the part. */
  public List<Effect<K, S>> damaged(Part part) {
    int times = damaged.merge(part.digest(), 1, Integer::sum);
    return times < MOST_DAMAGED
        ? brokeOff(part)
        : impossible(
            part,
            "what the lab sent as "
                + part.name()
                + ", "
                + times
                + " times, is not what it announced: "
                + part.size()
                + " bytes of SHA-256 "
                + part.digest());
  }

  /** A part cannot be had. */
  public List<Effect<K, S>> impossible(Part part, String why) {
    fetching.remove(part.digest());
    damaged.remove(part.digest());
    List<Effect<K, S>> effects = new ArrayList<>();
    for (Map.Entry<K, Want<S>> each : wanting(part)) {
      wants.remove(each.getKey());
      effects.add(new Refuse<>(each.getKey(), why));
    }
    return effects;
  }

  /** Somebody does not want anything any more. */
  public void released(K who) {
    wants.remove(who);
  }

  private List<Map.Entry<K, Want<S>>> wanting(Part part) {
    return wants.entrySet().stream()
        .filter(each -> each.getValue().digests.contains(part.digest()))
        .map(each -> Map.entry(each.getKey(), each.getValue()))
        .toList();
  }
}
