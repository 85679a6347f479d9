package org.labactors.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.Lab;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;

/** A lab at the second seed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeedBootstrapActorIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private int first;
  private int own;

  @BeforeEach
  void choosePorts() {
    first = FreePort.next();
    own = FreePort.next();
  }

  @Test
  void itBeginsTheClusterWhenNobodyListensAtTheFirst() throws Exception {
    try (ServerSocket somebody = new ServerSocket(first, 100, InetAddress.getLoopbackAddress());
        Lab lab = lab()) {
      await().atMost(PATIENCE).until(() -> log.toString().contains("not in the cluster yet"));
      boolean early = lab.isAtWork();

      somebody.close();
      await().atMost(PATIENCE).until(lab::isAtWork);

      assertThat(early).isFalse();
      assertThat(log).contains("nobody is at 127.0.0.1:" + first + "; this lab begins the cluster");
    }
  }

  @Test
  void itDoesNotWhileAnotherLabWritesItsNotebook() throws Exception {
    try (JdbcNotebook held = Notebooks.open(notebook());
        Lab lab = lab()) {
      held.claim();
      await().atMost(PATIENCE).until(() -> log.toString().contains("not in the cluster yet"));
      boolean early = lab.isAtWork();

      held.letGo();
      await().atMost(PATIENCE).until(lab::isAtWork);

      assertThat(early).isFalse();
      assertThat(log)
          .filteredOn(line -> line.contains("is being written by"))
          .singleElement()
          .asString()
          .startsWith(
              "nobody is at 127.0.0.1:" + first + ", but this lab cannot begin the cluster");
    }
  }

  private Lab lab() {
    NodeSettings settings =
        NodeSettings.of(
            Profile.parse(
                """
                lab.node {
                  roles = [lab], port = %d, seeds = ["127.0.0.1:%d", "127.0.0.1:%d"]
                }
                """
                    .formatted(own, first, own)));
    return Lab.builder().notebook(notebook()).node(settings).log(log::add).open();
  }

  private String notebook() {
    return folder.resolve("notes.db").toString();
  }
}
