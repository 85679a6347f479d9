package org.labactors.actor;

import akka.actor.typed.ActorRef;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.labactors.scheduling.EngineId;

/** Turns what an {@link Engine} decides into messages to its lab and to the notebook. */
final class EngineEffectExecutor implements EngineEffect.Visitor {

  private final EngineId id;
  private final ActorRef<EngineActor.Command> engine;
  private final ActorRef<? super FromEngine> lab;
  private final Preparation preparation;

  /** Where results and code are, once the lab has answered. */
  private Optional<EngineActor.Registered> registered = Optional.empty();

  /**
   * An executor for an engine that no lab knows.
   *
   * @param preparation opens and sets up its studies
   */
  EngineEffectExecutor(
      EngineId id,
      ActorRef<EngineActor.Command> engine,
      ActorRef<? super FromEngine> lab,
      Preparation preparation) {
    this.id = id;
    this.engine = engine;
    this.lab = lab;
    this.preparation = preparation;
  }

  /** The lab has said where results go, and where code comes from. */
  void registered(EngineActor.Registered message) {
    registered = Optional.of(message);
  }

  /** Does it all, in order. */
  void execute(List<EngineEffect> effects) {
    effects.forEach(effect -> effect.accept(this));
  }

  @Override
  public void register(EngineEffect.Register effect) {
    lab.tell(new FromEngine.Register(id, engine));
  }

  @Override
  public void tell(EngineEffect.Tell effect) {
    lab.tell(effect.message());
  }

  @Override
  public void leave(EngineEffect.Leave effect) {
    lab.tell(new FromEngine.Leave(id, engine));
  }

  @Override
  public void open(EngineEffect.Open effect) {
    preparation.open(effect.run(), effect.study(), registered.map(EngineActor.Registered::shipper));
  }

  @Override
  public void setUp(EngineEffect.SetUp effect) {
    preparation.setUp(effect.run(), effect.study());
  }

  @Override
  public void release(EngineEffect.Release effect) {
    preparation.release(effect.run());
  }

  @Override
  public void send(EngineEffect.Send effect) {
    ActorRef<NotebookActor.Delivery> notebook =
        registered
            .map(EngineActor.Registered::notebook)
            .orElseThrow(() -> new IllegalStateException(id + " has results and no notebook"));
    Outbox.Parcel parcel = effect.parcel();
    if (parcel.weight() > BatchParts.LARGE && isOnOtherNode(notebook)) {
      sendInParts(parcel, effect.awaited(), notebook);
    } else {
      notebook.tell(
          new NotebookActor.Record(parcel.run(), parcel.batch(), effect.awaited(), engine));
    }
  }

  private static boolean isOnOtherNode(ActorRef<?> notebook) {
    return notebook.path().address().hasGlobalScope();
  }

  private void sendInParts(
      Outbox.Parcel parcel, boolean awaited, ActorRef<NotebookActor.Delivery> notebook) {
    List<ByteBuffer> parts = BatchParts.cut(parcel.batch());
    for (int i = 0; i < parts.size(); i++) {
      notebook.tell(
          new NotebookActor.RecordPart(
              parcel.run(),
              parcel.batch().trials(),
              awaited,
              i,
              parts.size(),
              parts.get(i),
              engine));
    }
  }
}
