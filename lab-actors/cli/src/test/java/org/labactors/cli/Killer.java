package org.labactors.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * Ends its JVM at one point.
 *
 * @param at the {@code x} of that point
 * @param how by a call of halt, by a crash of native code, or by taking all memory (hoard)
 * @param milliseconds how long every trial takes
 */
record Killer(long at, String how, int milliseconds) implements Experiment {

  private static final int EXIT_CODE = 7;

  @Override
  public Values run(Trial trial) throws Exception {
    Thread.sleep(milliseconds);
    long x = trial.getLong("x");
    if (x == at) {
      kill();
    }
    return Values.of("y", x * x);
  }

  private void kill() throws ReflectiveOperationException {
    switch (how) {
      case "halt" -> Runtime.getRuntime().halt(EXIT_CODE);
      case "crash" -> crash();
      case "hoard" -> {
        List<byte[]> hoard = new ArrayList<>();
        while (hoard.size() < Integer.MAX_VALUE) {
          hoard.add(new byte[1 << 20]);
        }
      }
      default -> throw new IllegalArgumentException("how = " + how);
    }
  }

  /** Writes where nobody may. */
  private static void crash() throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    unsafe.getMethod("putAddress", long.class, long.class).invoke(instance.get(null), 0L, 0L);
  }
}
