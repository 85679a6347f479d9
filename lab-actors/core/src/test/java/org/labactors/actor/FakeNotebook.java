package org.labactors.actor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Status;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.Edits;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

/** A notebook in memory whose disk can be slow, full or broken. */
public final class FakeNotebook implements WritableNotebook {

  private final WritableNotebook memory = MemoryNotebook.create();
  private final List<Integer> transactions = new ArrayList<>();
  private final Semaphore disk = new Semaphore(Integer.MAX_VALUE / 2);
  private volatile @Nullable RuntimeException trouble;
  private volatile @Nullable RuntimeException troubleOnce;
  private volatile @Nullable String troubled;
  private volatile int attempts;
  private volatile boolean refusesOk;
  private volatile long refused = -1;

  /** Every transaction waits from now on, until {@link #resume}. */
  public void pause() {
    disk.drainPermits();
  }

  public void resume() {
    disk.release(Integer.MAX_VALUE / 2);
  }

  /** Every transaction fails like this from now on; null ends it. */
  public void fail(@Nullable RuntimeException trouble) {
    this.trouble = trouble;
  }

  /** From now on only transactions of this tag fail as {@link #fail} says. */
  public void failOnly(String tag) {
    troubled = tag;
  }

  /** How many transactions were tried. */
  public int attempts() {
    return attempts;
  }

  /** The next transaction fails like this. */
  public void failOnce(RuntimeException failure) {
    troubleOnce = failure;
  }

  /** A result of this trial that is ok cannot be recorded, for good. */
  public void refuse(long trial) {
    refused = trial;
  }

  /** Batches with results that are ok cannot be recorded, for good. */
  public void refuseOk() {
    refusesOk = true;
  }

  /** How many batches each transaction had. */
  public synchronized List<Integer> transactions() {
    return List.copyOf(transactions);
  }

  @Override
  public String location() {
    return memory.location();
  }

  @Override
  public String description() {
    return memory.description();
  }

  @Override
  public Map<String, Object> attributes() {
    return memory.attributes();
  }

  @Override
  public boolean isFinished() {
    return memory.isFinished();
  }

  @Override
  public Edits edits() {
    return memory.edits();
  }

  @Override
  public List<ResultSet> resultSets() {
    return memory.resultSets();
  }

  @Override
  public Optional<ResultSet> resultSet(String tag) {
    return memory.resultSet(tag);
  }

  @Override
  public Recorder record(String tag, Study study, RecordOptions options) {
    return new FakeRecorder(tag, memory.record(tag, study, options));
  }

  @Override
  public void close() {
    memory.close();
  }

  private final class FakeRecorder implements Recorder {
    private final String tag;
    private final Recorder recorder;

    FakeRecorder(String tag, Recorder recorder) {
      this.tag = tag;
      this.recorder = recorder;
    }

    @Override
    public Study study() {
      return recorder.study();
    }

    @Override
    public List<String> warnings() {
      return recorder.warnings();
    }

    @Override
    public TrialRanges pending() {
      return recorder.pending();
    }

    @Override
    public Tally tally() {
      return recorder.tally();
    }

    @Override
    public void record(List<Batch> batches) {
      disk.acquireUninterruptibly();
      disk.release();
      synchronized (FakeNotebook.this) {
        attempts++;
      }
      RuntimeException once = troubleOnce;
      if (once != null) {
        troubleOnce = null;
        throw once;
      }
      RuntimeException failure = trouble;
      if (failure != null && (troubled == null || tag.equals(troubled))) {
        throw failure;
      }
      if (refusesOk && batches.stream().anyMatch(FakeNotebook::hasOk)) {
        throw NotebookException.unrecordable("constraint violated", new SQLException());
      }
      if (batches.stream().anyMatch(batch -> batch.trials().contains(refused) && hasOk(batch))) {
        throw NotebookException.unrecordable("value too strange", new SQLException());
      }
      recorder.record(batches);
      synchronized (FakeNotebook.this) {
        transactions.add(batches.size());
      }
    }

    @Override
    public void close() {
      recorder.close();
    }
  }

  private static boolean hasOk(Batch batch) {
    return List.of(batch.status()).contains(Status.OK);
  }
}
