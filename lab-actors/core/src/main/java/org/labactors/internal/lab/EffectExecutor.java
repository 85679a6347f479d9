package org.labactors.internal.lab;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.scheduling.Death;
import org.labactors.internal.scheduling.Effect;

/** Turns what the ledger decides into messages to engines and to the notebook. */
public final class EffectExecutor implements Effect.Visitor {

  private final EngineRegistry engines;
  private final RunRegister runs;
  private final ActorRef<NotebookProtocol.Command> notebook;
  private final ActorRef<EngineProtocol.Confirmed> nobody;

  /**
   * A executor.
   *
   * @param nobody gets the confirmations of what no engine recorded
   */
  public EffectExecutor(
      EngineRegistry engines,
      RunRegister runs,
      ActorRef<NotebookProtocol.Command> notebook,
      ActorRef<EngineProtocol.Confirmed> nobody) {
    this.engines = engines;
    this.runs = runs;
    this.notebook = notebook;
    this.nobody = nobody;
  }

  /** Does it all, in order. */
  public void perform(List<Effect> effects) {
    effects.forEach(effect -> effect.accept(this));
  }

  @Override
  public void prepare(Effect.Prepare effect) {
    runs.studyOf(effect.run())
        .ifPresent(
            study ->
                engines.tell(effect.engine(), new EngineProtocol.Prepare(effect.run(), study)));
  }

  @Override
  public void assign(Effect.Assign effect) {
    engines.tell(effect.engine(), new EngineProtocol.Assign(effect.assignment()));
  }

  @Override
  public void recall(Effect.Recall effect) {
    engines.tell(effect.engine(), new EngineProtocol.Recall(effect.assignment(), effect.from()));
  }

  @Override
  public void withdraw(Effect.Withdraw effect) {
    engines.tell(effect.engine(), new EngineProtocol.Withdraw(effect.run(), effect.discard()));
  }

  @Override
  public void giveUp(Effect.GiveUp effect) {
    notebook.tell(new NotebookProtocol.Record(effect.run(), lost(effect), true, nobody));
  }

  @Override
  public void end(Effect.End effect) {
    runs.closing(effect.run(), effect.progress());
    notebook.tell(new NotebookProtocol.Close(effect.run()));
  }

  private static Batch lost(Effect.GiveUp effect) {
    List<Death> deaths = effect.deaths();
    Batch.Builder batch =
        new Batch.Builder(deaths.get(deaths.size() - 1).engine().name(), deaths.size());
    batch.add(
        new Result(
            effect.trial(),
            Status.LOST,
            Values.none().rows(),
            Map.of(),
            Map.of(),
            Result.Timing.UNKNOWN,
            new Result.Failure(
                "lost: "
                    + deaths.size()
                    + (deaths.size() == 1 ? " engine" : " engines")
                    + " died while running it and nothing else: "
                    + deaths.stream().map(Death::toString).collect(Collectors.joining(", ")),
                "")));
    return batch.build();
  }
}
