package org.labactors.internal.scheduling;

import java.util.List;
import org.labactors.study.Progress;
import org.labactors.study.RunId;

/** What the {@link Ledger} wants done. */
public sealed interface Effect {

  void accept(Visitor visitor);

  /** Send an engine the study of a run, and ask whether it can run it. */
  record Prepare(EngineId engine, RunId run) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.prepare(this);
    }
  }

  /** Hand an assignment to an engine; the same one may be handed out again if it got lost. */
  record Assign(EngineId engine, Assignment assignment) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.assign(this);
    }
  }

  /**
   * Ask an engine to give back what it has not started of an assignment.
   *
   * @param from the first trial to give back, if it is not started by then
   */
  record Recall(EngineId engine, long assignment, long from) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.recall(this);
    }
  }

  /**
   * Tell an engine to drop a run and to say when all that it measured of it is recorded.
   *
   * @param discard whether it need not wait for that, since nothing can be recorded any more
   */
  record Withdraw(EngineId engine, RunId run, boolean discard) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.withdraw(this);
    }
  }

  /**
   * Record a trial as lost.
   *
   * @param deaths the engines that died while running it, in order
   */
  record GiveUp(RunId run, long trial, List<Death> deaths) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.giveUp(this);
    }
  }

  /** A run has ended: nothing of it is with an engine any more. */
  record End(RunId run, Progress progress) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.end(this);
    }
  }

  /** One method for each effect. */
  interface Visitor {
    void prepare(Prepare effect);

    void assign(Assign effect);

    void recall(Recall effect);

    void withdraw(Withdraw effect);

    void giveUp(GiveUp effect);

    void end(End effect);
  }
}
