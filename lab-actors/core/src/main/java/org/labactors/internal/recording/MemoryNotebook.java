package org.labactors.internal.recording;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.Audit;
import org.labactors.notebook.Edits;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Tags;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/** A notebook that is gone when its program ends: for tests, and for trying things out. */
public final class MemoryNotebook implements WritableNotebook {

  private static final String LOCATION = "memory";

  private final Map<String, MemoryResultSet> resultSets = new LinkedHashMap<>();
  private final TreeMap<String, Object> attributes = new TreeMap<>();
  private String description = "";
  private boolean finished;

  private MemoryNotebook() {}

  /** An empty notebook. */
  public static MemoryNotebook create() {
    return new MemoryNotebook();
  }

  @Override
  public String location() {
    return LOCATION;
  }

  @Override
  public synchronized String description() {
    return description;
  }

  @Override
  public synchronized Map<String, Object> attributes() {
    return Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  @Override
  public synchronized boolean isFinished() {
    return finished;
  }

  @Override
  public synchronized List<ResultSet> resultSets() {
    return List.copyOf(resultSets.values());
  }

  @Override
  public synchronized Optional<ResultSet> resultSet(String tag) {
    return Optional.ofNullable(resultSets.get(tag));
  }

  @Override
  public synchronized Recorder record(String tag, Study study, RecordOptions options) {
    Tags.check(tag);
    EditRules.checkDescription(options.description());
    Tags.checkDistinct(tag, resultSets.keySet().stream());
    MemoryResultSet there = resultSets.get(tag);
    OptionalLong recordedSeed = there == null ? OptionalLong.empty() : there.seed();
    Study seeded = Continuation.seeded(study, recordedSeed);
    if (there == null) {
      if (finished) {
        throw EditRules.finished(LOCATION);
      }
      there = new MemoryResultSet(tag, seeded, new Trials(seeded));
    } else {
      seeded =
          Continuation.of(location(), Continuation.Recorded.of(there), seeded, options.extend());
      if (there.isFinished()) {
        return Continuation.finished(LOCATION, there, seeded, options);
      }
    }
    Recorder recorder = there.recorder(seeded, options);
    resultSets.put(tag, there);
    return recorder;
  }

  @Override
  public Edits edits() {
    return new MemoryEdits();
  }

  @Override
  public void close() {}

  /** The result set of a tag, which must be there and not finished. */
  private MemoryResultSet open(String tag) {
    MemoryResultSet there = there(tag);
    if (there.isFinished()) {
      throw EditRules.finished(LOCATION, tag);
    }
    return there;
  }

  private MemoryResultSet there(String tag) {
    MemoryResultSet there = resultSets.get(tag);
    if (there == null) {
      throw EditRules.unknown(LOCATION, tag, resultSets.keySet());
    }
    return there;
  }

  private void requireOpen() {
    if (finished) {
      throw EditRules.finished(LOCATION);
    }
  }

  private void requireFree(String tag, @Nullable String instead) {
    requireOpen();
    Tags.check(tag);
    if (resultSets.containsKey(tag)) {
      throw EditRules.taken(LOCATION, tag);
    }
    Tags.checkDistinct(tag, resultSets.keySet().stream().filter(other -> !other.equals(instead)));
  }

  private final class MemoryEdits implements Edits {

    @Override
    public void describe(String text) {
      EditRules.checkDescription(text);
      synchronized (MemoryNotebook.this) {
        requireOpen();
        description = text;
      }
    }

    @Override
    public void describe(String tag, String text) {
      EditRules.checkDescription(text);
      synchronized (MemoryNotebook.this) {
        open(tag).describe(text);
      }
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
      EditRules.checkAttribute(name);
      Object canonical = EditRules.attributeValue(name, value);
      synchronized (MemoryNotebook.this) {
        requireOpen();
        if (canonical != null) {
          attributes.put(name, canonical);
        } else {
          EditRules.requireAttribute(name, attributes);
          attributes.remove(name);
        }
      }
    }

    @Override
    public void setAttribute(String tag, String name, @Nullable Object value) {
      EditRules.checkAttribute(name);
      Object canonical = EditRules.attributeValue(name, value);
      synchronized (MemoryNotebook.this) {
        open(tag).setAttribute(name, canonical);
      }
    }

    @Override
    public void rename(String tag, String newTag) {
      synchronized (MemoryNotebook.this) {
        MemoryResultSet there = open(tag);
        requireFree(newTag, tag);
        there.requireIdle();
        Map<String, MemoryResultSet> renamed = new LinkedHashMap<>();
        resultSets.forEach(
            (each, resultSet) -> renamed.put(each.equals(tag) ? newTag : each, resultSet));
        resultSets.clear();
        resultSets.putAll(renamed);
        there.rename(newTag);
      }
    }

    @Override
    public void delete(String tag) {
      synchronized (MemoryNotebook.this) {
        open(tag).requireIdle();
        resultSets.remove(tag);
      }
    }

    @Override
    public long prune(String tag) {
      synchronized (MemoryNotebook.this) {
        MemoryResultSet there = open(tag);
        there.requireIdle();
        return there.prune();
      }
    }

    @Override
    public void copy(ResultSet original, String newTag) {
      synchronized (MemoryNotebook.this) {
        requireFree(newTag, null);
      }
      MemoryResultSet copy = MemoryResultSet.copyOf(original, newTag);
      synchronized (MemoryNotebook.this) {
        requireFree(newTag, null);
        resultSets.put(newTag, copy);
      }
    }

    @Override
    public void add(String tag, Audit audit) {
      synchronized (MemoryNotebook.this) {
        there(tag).add(audit);
      }
    }

    @Override
    public void finish(String tag) {
      synchronized (MemoryNotebook.this) {
        MemoryResultSet there = there(tag);
        there.requireIdle();
        there.finish();
      }
    }

    @Override
    public void finish() {
      synchronized (MemoryNotebook.this) {
        resultSets.values().forEach(MemoryResultSet::requireIdle);
        resultSets.values().forEach(MemoryResultSet::finish);
        finished = true;
      }
    }
  }
}
