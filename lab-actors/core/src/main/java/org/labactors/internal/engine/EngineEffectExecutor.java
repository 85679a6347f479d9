package org.labactors.internal.engine;

import akka.actor.typed.ActorRef;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.wire.BatchParts;

/** Turns what an {@link Engine} decides into messages to its lab and to the notebook. */
final class EngineEffectExecutor implements EngineEffect.Visitor {

  private final EngineId id;
  private final ActorRef<EngineProtocol.Command> engine;
  private final ActorRef<? super FromEngine> lab;
  private final Preparation preparation;

  /** Where results and code are, once the lab has answered. */
  private Optional<EngineProtocol.Registered> registered = Optional.empty();

  /**
   * An executor for an engine that no lab knows.
   *
   * @param preparation opens and sets up its studies
   */
  EngineEffectExecutor(
      EngineId id,
      ActorRef<EngineProtocol.Command> engine,
      ActorRef<? super FromEngine> lab,
      Preparation preparation) {
    this.id = id;
    this.engine = engine;
    this.lab = lab;
    this.preparation = preparation;
  }

  /** The lab has said where results go, and where code comes from. */
  void registered(EngineProtocol.Registered message) {
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
    preparation.open(
        effect.run(), effect.study(), registered.map(EngineProtocol.Registered::shipper));
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
    ActorRef<NotebookProtocol.Delivery> notebook =
        registered
            .map(EngineProtocol.Registered::notebook)
            .orElseThrow(() -> new IllegalStateException(id + " has results and no notebook"));
    Outbox.Parcel parcel = effect.parcel();
    if (parcel.weight() > BatchParts.LARGE && isOnOtherNode(notebook)) {
      sendInParts(parcel, effect.awaited(), notebook);
    } else {
      notebook.tell(
          new NotebookProtocol.Record(parcel.run(), parcel.batch(), effect.awaited(), engine));
    }
  }

  private static boolean isOnOtherNode(ActorRef<?> notebook) {
    return notebook.path().address().hasGlobalScope();
  }

  private void sendInParts(
      Outbox.Parcel parcel, boolean awaited, ActorRef<NotebookProtocol.Delivery> notebook) {
    List<ByteBuffer> parts = BatchParts.cut(parcel.batch());
    for (int i = 0; i < parts.size(); i++) {
      notebook.tell(
          new NotebookProtocol.RecordPart(
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
