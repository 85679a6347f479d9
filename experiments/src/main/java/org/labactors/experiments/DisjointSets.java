package org.labactors.experiments;

import java.util.Arrays;

/**
 * A partition of 0 … size−1 into sets that can be joined: union by size with path halving, which
 * makes a step cost next to nothing (Tarjan and van Leeuwen, 1984).
 */
final class DisjointSets {

  /** Of an element its parent; of a root the size of its set, negative. */
  private final int[] parent;

  /** Every element in a set of its own. */
  DisjointSets(int size) {
    parent = new int[size];
    Arrays.fill(parent, -1);
  }

  void join(int a, int b) {
    int larger = root(a);
    int smaller = root(b);
    if (larger == smaller) {
      return;
    }
    if (parent[larger] > parent[smaller]) {
      int swapped = larger;
      larger = smaller;
      smaller = swapped;
    }
    parent[larger] += parent[smaller];
    parent[smaller] = larger;
  }

  boolean areJoined(int a, int b) {
    return root(a) == root(b);
  }

  private int root(int element) {
    int at = element;
    while (parent[at] >= 0) {
      int next = parent[at];
      if (parent[next] >= 0) {
        parent[at] = parent[next];
      }
      at = next;
    }
    return at;
  }
}
