package org.labactors.internal.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where what differs comes from, if that is a place: a host, or a node. Of a trial that ran in two
 * places one of them may be at fault. Suspected is a place that has to do with every trial that
 * differs; of several the ones that have to do with the fewest trials that are equal.
 */
final class Suspects {

  private static final class Count {
    private long differing;
    private long equal;
  }

  private final Map<String, Count> places = new TreeMap<>();
  private long differing;

  /** A trial ran in the same place twice, or nobody knows where. */
  void stayed(boolean differs) {
    differing += differs ? 1 : 0;
  }

  /** A trial ran in two places. */
  void moved(String from, String to, boolean differs) {
    stayed(differs);
    for (String place : List.of(from, to)) {
      Count count = places.computeIfAbsent(place, absent -> new Count());
      if (differs) {
        count.differing++;
      } else {
        count.equal++;
      }
    }
  }

  /** The places, in alphabetical order; empty if nothing differs. */
  List<String> found() {
    List<Map.Entry<String, Count>> candidates =
        places.entrySet().stream()
            .filter(each -> differing > 0 && each.getValue().differing == differing)
            .toList();
    long fewest =
        candidates.stream().mapToLong(each -> each.getValue().equal).min().orElse(Long.MAX_VALUE);
    return candidates.stream()
        .filter(each -> each.getValue().equal == fewest)
        .map(Map.Entry::getKey)
        .toList();
  }
}
