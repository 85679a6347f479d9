package org.labactors.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Actor systems that introduce themselves to a node of a cluster. */
@Timeout(90)
class JoinWatchActorIT {

  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              akka {
                actor.provider = cluster
                remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
              }
              """)
          .withFallback(ConfigFactory.load());

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final ActorSystem<JoinWatchActor.Command> node =
      ActorSystem.create(JoinWatchActor.create(said::add), "lab", CONFIG);

  JoinWatchActorIT() {
    join(node);
  }

  @AfterEach
  void end() {
    node.terminate();
  }

  @Test
  void aNodeThatEndsBeforeItIsTakenInIsNamedOnce() {
    ActorSystem<Void> joining = introduced();
    String address = LocalNode.addressOf(joining);
    joining.terminate();

    await().atMost(Duration.ofSeconds(40)).until(() -> !said.isEmpty());

    ActorSystem<Void> other = introduced();
    other.terminate();
    await().atMost(Duration.ofSeconds(40)).until(() -> said.size() > 1);
    assertThat(said).containsExactly(message(address), message(LocalNode.addressOf(other)));
  }

  @Test
  void ofANodeThatHasBeenTakenInNothingIsSaid() {
    ActorSystem<Void> member = introduced();
    join(member);
    member.terminate();

    ActorSystem<Void> other = introduced();
    other.terminate();
    await().atMost(Duration.ofSeconds(40)).until(() -> !said.isEmpty());

    assertThat(said).containsExactly(message(LocalNode.addressOf(other)));
  }

  private static String message(String address) {
    return "the node at "
        + address
        + " ended before the cluster had taken it in; it prints why, and so does lab cluster start";
  }

  private void join(ActorSystem<?> system) {
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(new Join(Cluster.get(node).selfMember().address()));
    await().atMost(Duration.ofSeconds(40)).until(() -> LocalNode.isInCluster(system));
  }

  /** A system that the node knows, and that is no member. */
  private ActorSystem<Void> introduced() {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "lab", CONFIG);
    system
        .classicSystem()
        .actorSelection("akka://lab@" + LocalNode.addressOf(node) + "/user")
        .tell("hello", ActorRef.noSender());
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                JoinWatchActor.introducedTo(node).stream()
                    .anyMatch(
                        each ->
                            NodeNames.text(each.address()).equals(LocalNode.addressOf(system))));
    return system;
  }
}
