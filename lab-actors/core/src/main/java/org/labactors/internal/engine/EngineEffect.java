package org.labactors.internal.engine;

import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/** What an {@link Engine} wants done. */
sealed interface EngineEffect {

  void accept(Visitor visitor);

  /** Ask the lab to know the engine, and to say where its results go. */
  record Register() implements EngineEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.register(this);
    }
  }

  /** Tell the lab something. */
  record Tell(FromEngine message) implements EngineEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.tell(this);
    }
  }

  /** Ask the lab to count on the engine no more. */
  record Leave() implements EngineEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.leave(this);
    }
  }

  /** Open a study with its code; {@link Engine#opened} or {@link Engine#refused} follows. */
  record Open(RunId run, SentStudy study) implements EngineEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.open(this);
    }
  }

  /** Set up a study; {@link Engine#ready} or {@link Engine#refused} follows. */
  record SetUp(RunId run, Study study) implements EngineEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.setUp(this);
    }
  }

  /** Let go of the code of a run. */
  record Release(RunId run) implements EngineEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.release(this);
    }
  }

  /**
   * Send a batch to the notebook.
   *
   * @param awaited whether it asks to be confirmed, with all that were sent before
   */
  record Send(Outbox.Parcel parcel, boolean awaited) implements EngineEffect {
    @Override
    public void accept(Visitor visitor) {
      visitor.send(this);
    }
  }

  /** One method for each effect. */
  interface Visitor {
    void register(Register effect);

    void tell(Tell effect);

    void leave(Leave effect);

    void open(Open effect);

    void setUp(SetUp effect);

    void release(Release effect);

    void send(Send effect);
  }
}
