package org.labactors.internal.commit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.study.RunId;

/**
 * What keeps a notebook from recording: all runs, since its store is away or full, or one of them,
 * since its result set cannot be changed. Whoever is in the way is left alone until the next look.
 * What a method returns is news for the lab.
 */
final class Obstacles {

  /**
   * Something is in the way.
   *
   * @param waiting whether nothing is tried until the next look
   */
  private record Obstacle(String why, boolean waiting) {}

  /** What is in the way of all runs. */
  private Optional<Obstacle> everywhere = Optional.empty();

  /** The runs that are open, and what is in the way of each alone. */
  private final Map<RunId, Optional<Obstacle>> runs = new LinkedHashMap<>();

  /** A run is to be recorded from now on. */
  List<NotebookProtocol.Troubled> opened(RunId run) {
    runs.put(run, Optional.empty());
    return everywhere.isPresent() ? List.of(troubleOf(run)) : List.of();
  }

  void closed(RunId run) {
    runs.remove(run);
  }

  /** Whether a run is to be recorded. */
  boolean isOpen(RunId run) {
    return runs.containsKey(run);
  }

  /** Whether recording a run waits for the next look. */
  boolean holdUp(RunId run) {
    return Stream.concat(everywhere.stream(), aloneOf(run).stream()).anyMatch(Obstacle::waiting);
  }

  private Optional<Obstacle> aloneOf(RunId run) {
    return runs.getOrDefault(run, Optional.empty());
  }

  /** Nothing can be recorded. */
  List<NotebookProtocol.Troubled> all(String why) {
    boolean known = everywhere.filter(isBecauseOf(why)).isPresent();
    everywhere = Optional.of(new Obstacle(why, true));
    return known ? List.of() : troubleOfAll();
  }

  /** Nothing of one run, which is open, can be recorded. */
  List<NotebookProtocol.Troubled> one(RunId run, String why) {
    List<NotebookProtocol.Troubled> reachable = reachable();
    boolean known = aloneOf(run).filter(isBecauseOf(why)).isPresent();
    runs.put(run, Optional.of(new Obstacle(why, true)));
    return known ? reachable : and(reachable, troubleOf(run));
  }

  /** Something of a run was recorded. */
  List<NotebookProtocol.Troubled> recorded(RunId run) {
    List<NotebookProtocol.Troubled> reachable = reachable();
    if (aloneOf(run).isEmpty()) {
      return reachable;
    }
    runs.put(run, Optional.empty());
    return and(reachable, troubleOf(run));
  }

  /** The store itself has answered. */
  private List<NotebookProtocol.Troubled> reachable() {
    if (everywhere.isEmpty()) {
      return List.of();
    }
    everywhere = Optional.empty();
    return troubleOfAll();
  }

  /** From now on everything is tried again. */
  void look() {
    everywhere = everywhere.map(Obstacles::tried);
    runs.replaceAll((run, alone) -> alone.map(Obstacles::tried));
  }

  private static Obstacle tried(Obstacle obstacle) {
    return new Obstacle(obstacle.why(), false);
  }

  private static Predicate<Obstacle> isBecauseOf(String why) {
    return obstacle -> obstacle.why().equals(why);
  }

  private List<NotebookProtocol.Troubled> troubleOfAll() {
    return runs.keySet().stream().map(this::troubleOf).toList();
  }

  private NotebookProtocol.Troubled troubleOf(RunId run) {
    return new NotebookProtocol.Troubled(run, everywhere.or(() -> aloneOf(run)).map(Obstacle::why));
  }

  private static List<NotebookProtocol.Troubled> and(
      List<NotebookProtocol.Troubled> some, NotebookProtocol.Troubled last) {
    return Stream.concat(some.stream(), Stream.of(last)).toList();
  }
}
