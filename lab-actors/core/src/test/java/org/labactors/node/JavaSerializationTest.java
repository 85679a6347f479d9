package org.labactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.Lab;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NodeVersion;

/** What Java serialization would read is not read. */
@Timeout(60)
class JavaSerializationTest {

  private static final AtomicBoolean EXPLODED = new AtomicBoolean();

  @TempDir private Path folder;

  /** Does something when it is read. */
  static final class Bomb implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      EXPLODED.set(true);
    }
  }

  @Test
  void aMessageInJavaSerializationIsNotRead() throws Exception {
    int port = FreePort.next();
    String seed = "127.0.0.1:" + port;
    NodeSettings settings =
        NodeSettings.of(
            Profile.parse(
                "lab.node { roles = [lab], seeds = [\"" + seed + "\"], encryption = none }"));
    ActorSystem attacker =
        ActorSystem.create(
            "lab",
            ConfigFactory.parseString(
                    """
                    akka.actor {
                      provider = remote
                      allow-java-serialization = on
                      warn-about-java-serializer-usage = off
                      serialization-bindings."%s" = java
                    }
                    akka.remote.artery { transport = tcp, canonical { hostname = "127.0.0.1", port = 0 } }
                    akka.remote.warn-about-direct-use = off
                    akka.remote.use-unsafe-remote-features-outside-cluster = on
                    akka.loglevel = ERROR
                    """
                        .formatted(Bomb.class.getName()))
                .withFallback(ConfigFactory.load()));
    try (Lab lab = Lab.builder().notebook(folder.resolve("notes.db")).node(settings).open()) {
      await().atMost(Duration.ofSeconds(60)).until(lab::isAtWork);
      var typed = Adapter.toTyped(attacker);
      ActorRef<FromEngine.Greet> target =
          ActorRefResolver.get(typed).resolveActorRef("akka://lab@" + seed + "/user/lab");

      // What goes to the same actor is read in the order it was sent.
      Adapter.toClassic(target).tell(new Bomb(), akka.actor.ActorRef.noSender());
      FromEngine.Greeted afterwards =
          AskPattern.<FromEngine.Greet, FromEngine.Greeted>ask(
                  target,
                  replyTo -> new FromEngine.Greet("here:1", NodeVersion.current(), replyTo),
                  Duration.ofSeconds(20),
                  typed.scheduler())
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);

      assertThat(afterwards.version()).isEqualTo(NodeVersion.current());
      assertThat(EXPLODED).isFalse();
    } finally {
      attacker.terminate();
      attacker.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aProfileCannotTurnItOn() {
    assertThatThrownBy(
            () -> NodeSettings.of(Profile.parse("akka.actor.allow-java-serialization = on")))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "profile: akka.actor.allow-java-serialization = on: must be off, for it lets whoever"
                + " sends a message run code");
  }
}
