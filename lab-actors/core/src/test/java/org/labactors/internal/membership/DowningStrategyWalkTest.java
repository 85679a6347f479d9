package org.labactors.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.labactors.internal.time.SteadyClock;

/**
 * Nodes whose links are cut and healed at random, in any direction. Who is told what by whom goes
 * over the links that work.
 */
class DowningStrategyWalkTest {

  private static final int WALKS = 10_000;
  private static final int STEPS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGER = Duration.ofSeconds(15);
  private static final String LAB = "lab";

  /** One node: what decides for it, and what it knows. */
  private static final class Node {
    final String name;
    final DowningStrategy<String> reach;
    final Map<String, Set<String>> unreached = new HashMap<>();

    /** Since when it and the lab have not reached each other, in real time; null if they do. */
    Long cutSince;

    Node(String name) {
      this.name = name;
      this.reach = new DowningStrategy<>(name, PATIENCE);
    }
  }

  private record Link(String from, String to) {}

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<Link> cut = new HashSet<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private final SteadyClock clock = new SteadyClock(Instant.EPOCH, nanoTime::get);
  private int restarts;

  @Test
  void theLabKeepsWhomItReachesAndGivesUpWhomItDoesNotWhateverElseIsCut() {
    int givenUp = 0;
    for (int seed = 0; seed < WALKS; seed++) {
      try {
        givenUp += new DowningStrategyWalkTest().walk(new Random(seed));
      } catch (AssertionError failure) {
        throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
    assertThat(givenUp).isGreaterThan(WALKS / 2);
  }

  private int walk(Random random) {
    nanoTime.set(random.nextLong());
    nodes.put(LAB, new Node(LAB));
    int size = 2 + random.nextInt(4);
    for (int i = 1; i <= size; i++) {
      nodes.put("node" + i, new Node("node" + i));
    }
    for (int step = 0; step < STEPS; step++) {
      disturb(random);
      nanoTime.addAndGet((long) (random.nextDouble() * 2e9));
      gossip();
      decide();
    }
    return restarts;
  }

  private void disturb(Random random) {
    List<String> names = List.copyOf(nodes.keySet());
    String one = names.get(random.nextInt(names.size()));
    String other = names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0 -> cut.add(new Link(one, other));
      case 1 -> { // a firewall between nodes, or a star
        for (String each : names) {
          if (!each.equals(LAB) && !one.equals(LAB)) {
            cut.add(new Link(one, each));
            cut.add(new Link(each, one));
          }
        }
      }
      case 2 -> cut.removeIf(link -> random.nextInt(3) == 0);
      case 3 -> cut.removeIf(link -> link.from().equals(one) || link.to().equals(one));
      default -> {
        // Nothing happens, as mostly.
      }
    }
  }

  private boolean reaches(String one, String other) {
    return !cut.contains(new Link(one, other)) && !cut.contains(new Link(other, one));
  }

  /** Each finds out whom it does not reach, as far as that counts, and tells whom it can. */
  private void gossip() {
    for (Node node : nodes.values()) {
      Set<String> own = new TreeSet<>();
      for (String other : nodes.keySet()) {
        if (!other.equals(node.name)
            && node.reach.counts(Optional.of(LAB), other)
            && !reaches(node.name, other)) {
          own.add(other);
        }
      }
      node.unreached.put(node.name, own);
      boolean cutOff = own.contains(LAB);
      node.cutSince = !cutOff ? null : node.cutSince == null ? nanoTime.get() : node.cutSince;
    }
    for (Node from : nodes.values()) {
      for (String to : heardBy(from.name)) {
        knownTo(to).put(from.name, from.unreached.get(from.name));
      }
    }
  }

  private Map<String, Set<String>> knownTo(String name) {
    return nodes.get(name).unreached;
  }

  /** Whom news of a node comes to, over any others. */
  private Set<String> heardBy(String name) {
    Set<String> heard = new HashSet<>(Set.of(name));
    List<String> next = new ArrayList<>(heard);
    while (!next.isEmpty()) {
      String from = next.remove(next.size() - 1);
      for (String to : nodes.keySet()) {
        if (!cut.contains(new Link(from, to)) && heard.add(to)) {
          next.add(to);
        }
      }
    }
    return heard;
  }

  private void decide() {
    Instant now = clock.instant();
    for (Node node : List.copyOf(nodes.values())) {
      for (String given : node.reach.givenUp(Optional.of(LAB), node.unreached, now)) {
        assertThat(given).as("given up by " + node.name).isNotEqualTo(LAB);
        Duration cutFor = cutFor(given);
        if (node.name.equals(LAB)) {
          assertThat(cutFor).as("the lab gives up " + given).isGreaterThanOrEqualTo(PATIENCE);
        } else {
          assertThat(given).isEqualTo(node.name);
          assertThat(cutFor).as(given + " gives up").isGreaterThanOrEqualTo(LONGER);
        }
        restart(given);
      }
    }
    for (Node node : nodes.values()) {
      assertThat(cutFor(node.name)).as(node.name + " is kept").isLessThan(PATIENCE);
    }
  }

  private Duration cutFor(String name) {
    Long since = nodes.get(name).cutSince;
    return since == null ? Duration.ZERO : Duration.ofNanos(nanoTime.get() - since);
  }

  /** It joins again under another name, which is at the lab's when that can reach it. */
  private void restart(String name) {
    restarts++;
    nodes.remove(name);
    nodes.values().forEach(node -> node.unreached.remove(name));
    cut.removeIf(link -> link.from().equals(name) || link.to().equals(name));
    String next = "again" + restarts;
    nodes.put(next, new Node(next));
  }
}
