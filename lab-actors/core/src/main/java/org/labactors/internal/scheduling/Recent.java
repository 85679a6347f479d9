package org.labactors.internal.scheduling;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was noted last, by key: so many entries, of which the oldest gives way to the next. */
public final class Recent<K, V> {

  private final int most;
  private final Map<K, V> entries = new LinkedHashMap<>();

  public Recent(int most) {
    this.most = most;
  }

  /** Notes something. Whether nothing was noted under the key. */
  public boolean note(K key, V value) {
    boolean news = entries.put(key, value) == null;
    if (entries.size() > most) {
      Iterator<K> oldest = entries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return news;
  }

  /** What is noted under a key. */
  public Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }
}
