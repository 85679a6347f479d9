package org.labactors.internal.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class loaders of bundles: one for each bundle, however many studies use it, for as long as
 * one does. Bundles that differ in anything share no class.
 */
public final class Loaders implements AutoCloseable {

  /** One use of the code of a bundle. */
  public interface Loan extends AutoCloseable {

    /** Loads the classes of the bundle, until it is closed. */
    ClassLoader classes();

    /**
     * The use has ended; with the last of a bundle, its loader is closed. More than once is once.
     */
    @Override
    void close();
  }

  private static final class Entry {
    final CodeLoader loader;
    int uses;

    Entry(CodeLoader loader) {
      this.loader = loader;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Loaders.class);

  private final Map<List<String>, Entry> open = new HashMap<>();

  /**
   * Lends the code of a bundle.
   *
   * @param files the file of each part by its digest
   */
  public Loan open(Bundle bundle, Map<String, Path> files) {
    List<String> digests = bundle.digests();
    Entry entry = open.computeIfAbsent(digests, key -> new Entry(load(bundle, files)));
    entry.uses++;
    return new Loan() {

      private boolean closed;

      @Override
      public ClassLoader classes() {
        return entry.loader;
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          release(digests, entry);
        }
      }
    };
  }

  private static CodeLoader load(Bundle bundle, Map<String, Path> files) {
    return CodeLoader.of(
        bundle.digests().stream().map(files::get).toList(),
        bundle.parts().stream().map(Part::toString).toList());
  }

  private void release(List<String> digests, Entry entry) {
    if (--entry.uses == 0 && open.remove(digests, entry)) {
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
      LOG.warn("the jars of a study that has ended cannot be closed: {}", failure.toString());
    }
  }
}
