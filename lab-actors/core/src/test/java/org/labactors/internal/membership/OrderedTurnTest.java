package org.labactors.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OrderedTurnTest {

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Owner owner = new Owner();
  private final OrderedTurn turn = new OrderedTurn(owner, threads);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** An owner whose claims take their time. */
  private static final class Owner implements Turn {

    final List<String> done = new CopyOnWriteArrayList<>();
    final CountDownLatch claiming = new CountDownLatch(1);
    final CountDownLatch mayClaim = new CountDownLatch(1);
    volatile boolean fails;

    @Override
    public void standBy() {
      done.add("stand by");
      failIfItShould();
    }

    @Override
    public void claim() {
      claiming.countDown();
      try {
        mayClaim.await();
      } catch (InterruptedException end) {
        throw new IllegalStateException(end);
      }
      done.add("claim");
    }

    @Override
    public void begin() {
      done.add("begin");
      failIfItShould();
    }

    private void failIfItShould() {
      if (fails) {
        throw new IllegalStateException("not now");
      }
    }
  }

  @Test
  void whatIsClaimedWhileAnotherLabIsFoundIsLetGoOf() throws Exception {
    var claim = turn.claim();
    owner.claiming.await();

    turn.standBy();
    owner.mayClaim.countDown();
    claim.toCompletableFuture().get();
    turn.begin().toCompletableFuture().get();

    assertThat(owner.done).containsExactly("claim", "stand by", "begin");
  }

  @Test
  void nothingIsClaimedWhileAnotherLabIsAtWork() throws Exception {
    owner.mayClaim.countDown();
    turn.standBy();

    assertThatThrownBy(() -> turn.claim().toCompletableFuture().get())
        .hasMessageContaining("another lab of the cluster is at work");

    turn.begin().toCompletableFuture().get();
    turn.claim().toCompletableFuture().get();
    assertThat(owner.done).containsExactly("stand by", "begin", "claim");
  }

  @Test
  void whatFailsKeepsNothingElseFromBeingDone() throws Exception {
    owner.fails = true;
    turn.standBy();
    assertThatThrownBy(() -> turn.begin().toCompletableFuture().get())
        .hasMessageContaining("not now");
    turn.standBy();
    owner.fails = false;

    turn.begin().toCompletableFuture().get();

    assertThat(owner.done).containsExactly("stand by", "begin", "stand by", "begin");
  }
}
