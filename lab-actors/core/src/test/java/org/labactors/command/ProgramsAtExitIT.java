package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A JVM that ends while programs are being started. */
class ProgramsAtExitIT {

  /** Starts a program when the others are being ended already. */
  static final class Late {
    private Late() {}

    public static void main(String[] arguments) {
      boolean unused = ProcessTree.isClosing(); // its hook comes first
      Runtime.getRuntime().addShutdownHook(new Thread(() -> startLate(arguments[0])));
      System.exit(0);
    }

    private static void startLate(String seconds) {
      while (!ProcessTree.isClosing()) {
        Thread.onSpinWait();
      }
      Thread trial = new Thread(() -> sleep(seconds));
      trial.setDaemon(true);
      trial.start();
      // Long enough for a program to be there if it ever is.
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      while (Processes.with("sleep " + seconds).isEmpty() && System.nanoTime() - limit < 0) {
        Thread.onSpinWait();
      }
    }
  }

  /** Starts programs on many threads, and ends in the middle of that. */
  static final class Busy {
    private Busy() {}

    public static void main(String[] arguments) throws InterruptedException {
      for (int i = 0; i < 8; i++) {
        Thread trials =
            new Thread(
                () -> {
                  while (true) {
                    sleep(arguments[0]);
                  }
                });
        trials.setDaemon(true);
        trials.start();
      }
      while (Processes.with("sleep " + arguments[0]).isEmpty()) {
        Thread.onSpinWait();
      }
      System.exit(0);
    }
  }

  private final String seconds = Processes.sleep();

  @Test
  void aProgramThatWouldBeginWhenTheOthersAreEndedDoesNot() throws Exception {
    run(Late.class, seconds);

    assertThat(Processes.with("sleep " + seconds)).isEmpty();
  }

  @RepeatedTest(5)
  void nothingIsLeftOfProgramsThatBeginWhileTheJvmEnds() throws Exception {
    run(Busy.class, seconds);

    assertThat(Processes.with("sleep " + seconds)).isEmpty();
  }

  @AfterEach
  void endWhatIsLeft() {
    Processes.end("sleep " + seconds);
  }

  private static void sleep(String seconds) {
    try {
      new Execution(List.of("sleep", seconds), Map.of(), List.of(), null, 1_000).run(printed -> {});
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void run(Class<?> program, String argument) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                argument)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
