package org.labactors.internal.commit;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Optional;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;

/** What a {@link CommitQueue} wants done. */
sealed interface NotebookEffect {

  void accept(Visitor visitor);

  /** Call {@link CommitQueue#due} once the messages that are already here have been seen. */
  record Gather() implements NotebookEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.gather(this);
    }
  }

  /** Wait a moment for what may share the commit, then call {@link CommitQueue#gathered}. */
  record AwaitMore() implements NotebookEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.awaitMore(this);
    }
  }

  /**
   * Record batches of a run in one transaction, and tell the queue what came of it; then call
   * {@link CommitQueue#next}.
   */
  record Commit(RunId run, List<NotebookProtocol.Record> records) implements NotebookEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.commit(this);
    }
  }

  /** Tell the lab something. */
  record Tell(NotebookProtocol.Event event) implements NotebookEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.tell(this);
    }
  }

  /** Tell an engine that batches of its own need not be kept any longer. */
  record Confirm(ActorRef<? super EngineProtocol.Confirmed> engine, List<BatchId> batches)
      implements NotebookEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.confirm(this);
    }
  }

  /**
   * After a while, call {@link CommitQueue#lookedAgain}.
   *
   * @param news what is in the way, if that was not known
   */
  record TryLater(Optional<String> news) implements NotebookEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.tryLater(this);
    }
  }

  /** One method for each effect. */
  interface Visitor {
    void gather(Gather effect);

    void awaitMore(AwaitMore effect);

    void commit(Commit effect);

    void tell(Tell effect);

    void confirm(Confirm effect);

    void tryLater(TryLater effect);
  }
}
