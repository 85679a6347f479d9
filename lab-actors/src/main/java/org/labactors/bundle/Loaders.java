package org.labactors.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.labactors.study.CodeLoader;

/**
 * The class loaders of bundles: one for each bundle, however many studies use it, for as long as
 * one does. Bundles that differ in anything share no class.
 */
public final class Loaders implements AutoCloseable {

  private static final class Entry {
    final CodeLoader loader;
    int uses;

    Entry(CodeLoader loader) {
      this.loader = loader;
    }
  }

  private final Map<List<String>, Entry> open = new HashMap<>();

  /**
   * The loader of a bundle, to be {@linkplain #release released}.
   *
   * @param files the file of each part by its digest
   */
  public ClassLoader open(Bundle bundle, Map<String, Path> files) {
    Entry entry = open.computeIfAbsent(bundle.digests(), digests -> new Entry(load(bundle, files)));
    entry.uses++;
    return entry.loader;
  }

  private static CodeLoader load(Bundle bundle, Map<String, Path> files) {
    return CodeLoader.of(
        bundle.digests().stream().map(files::get).toList(),
        bundle.parts().stream().map(Part::toString).toList());
  }

  /** One use of a bundle has ended; with the last, its loader is closed. */
  public void release(Bundle bundle) {
    Entry entry = open.get(bundle.digests());
    if (entry != null && --entry.uses == 0) {
      open.remove(bundle.digests());
      close(entry);
    }
  }

  /** How many are open. */
  public int size() {
    return open.size();
  }

  @Override
  public void close() {
    open.values().forEach(Loaders::close);
    open.clear();
  }

  private static void close(Entry entry) {
    try {
      entry.loader.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
