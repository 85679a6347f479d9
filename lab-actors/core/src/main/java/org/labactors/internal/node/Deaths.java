package org.labactors.internal.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Nodes that have died, by name, and how they did; only the latest are remembered. */
final class Deaths {

  static final int MOST = 100;

  private final Map<String, String> how = new LinkedHashMap<>();

  /** A node has died. */
  void add(String node, String how) {
    this.how.remove(node);
    this.how.put(node, how);
    if (this.how.size() > MOST) {
      this.how.remove(this.how.keySet().iterator().next());
    }
  }

  boolean contains(String node) {
    return how.containsKey(node);
  }

  /** Tells each node and how it died, the one that died first at first. */
  void forEach(BiConsumer<String, String> action) {
    how.forEach(action);
  }
}
