package org.labactors.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/** A notebook that is gone when its program ends: for tests, and for trying things out. */
public final class MemoryNotebook implements Notebook {

  private final Map<String, MemoryResultSet> resultSets = new LinkedHashMap<>();

  private MemoryNotebook() {}

  /** An empty notebook. */
  public static MemoryNotebook create() {
    return new MemoryNotebook();
  }

  @Override
  public String location() {
    return "memory";
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
    Tags.checkDistinct(tag, resultSets.keySet().stream());
    MemoryResultSet there = resultSets.get(tag);
    OptionalLong recordedSeed = there == null ? OptionalLong.empty() : there.seed();
    Study seeded = Continuation.seeded(study, recordedSeed);
    if (there == null) {
      there = new MemoryResultSet(tag, seeded, new Trials(seeded));
    } else {
      Continuation.requireSame(location(), tag, seeded, there.study(), there.digest());
    }
    Recorder recorder = there.recorder(options);
    resultSets.put(tag, there);
    return recorder;
  }

  @Override
  public void close() {}
}
