package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.design.Design;
import org.labactors.design.Factorial;
import org.labactors.design.ParameterSpace;
import org.labactors.experiment.Point;
import org.labactors.experiment.Values;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/** What a program gets of a lab whose actors run out of memory. */
@Timeout(60)
class LabFaultTest {

  private static final String WHY = "out of memory: the heap";

  /** A design that needs more memory than there is when an actor asks for it. */
  private record Exhausting() implements Design {
    @Override
    public long size(ParameterSpace space) {
      if (Thread.currentThread().getName().contains("dispatcher")) {
        throw new OutOfMemoryError("Java heap space");
      }
      return new Factorial().size(space);
    }

    @Override
    public Point point(ParameterSpace space, long index) {
      return new Factorial().point(space, index);
    }
  }

  @Test
  void everyCallOfAProgramEndsAndSaysWhatRanOut() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    Study waiting =
        Study.of(
                trial -> {
                  held.await();
                  return Values.of("y", 1);
                })
            .with("x", 1, 2);
    try (Lab lab = Lab.builder().inMemory().engines(1).open()) {
      Run run = lab.submit("waiting", waiting);
      CompletableFuture<Progress> end = CompletableFuture.supplyAsync(() -> awaited(run));

      assertThatThrownBy(
              () -> lab.submit("exhausting", waiting.design(new Exhausting()).with("x", 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(WHY);

      assertThatThrownBy(() -> end.get(30, TimeUnit.SECONDS)).hasMessageContaining(WHY);
      assertThatThrownBy(() -> run.end().toCompletableFuture().get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining(WHY);
      assertThatThrownBy(() -> lab.submit("another", waiting))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(WHY);
      assertThat(lab.isOpen()).isFalse();
      assertThat(lab.trouble()).hasValueSatisfying(why -> assertThat(why).startsWith(WHY));
      assertThat(lab.engines()).isZero();
      run.cancel();
      held.countDown();
    }
  }

  private static Progress awaited(Run run) {
    try {
      return run.await();
    } catch (InterruptedException end) {
      throw new IllegalStateException(end);
    }
  }
}
