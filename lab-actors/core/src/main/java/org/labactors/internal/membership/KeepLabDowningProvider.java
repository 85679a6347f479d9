package org.labactors.internal.membership;

import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.DowningProvider;
import java.time.Duration;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * The split brain resolver of a cluster with a lab: when a part of the nodes is out of reach, the
 * lab goes on with the others. Akka starts it, as {@code akka.cluster.downing-provider-class}.
 */
public final class KeepLabDowningProvider extends DowningProvider {

  private final Duration patience;

  /** With the patience of {@code akka.cluster.split-brain-resolver.stable-after}. */
  public KeepLabDowningProvider(ActorSystem system) {
    this.patience =
        system.settings().config().getDuration("akka.cluster.split-brain-resolver.stable-after");
  }

  @Override
  public FiniteDuration downRemovalMargin() {
    return FiniteDuration.Zero();
  }

  @Override
  public Option<Props> downingActorProps() {
    return Option.apply(
        Adapter.props(
            () -> DowningActor.create(patience),
            DispatcherSelector.fromConfig("akka.actor.internal-dispatcher")));
  }
}
