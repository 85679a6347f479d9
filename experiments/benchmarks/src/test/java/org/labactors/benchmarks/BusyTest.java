package org.labactors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

class BusyTest {

  @Test
  void itTakesTheProcessorTimeAskedFor() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Busy.burn(1);
    long start = threads.getCurrentThreadCpuTime();

    Busy.burn(50);

    assertThat((threads.getCurrentThreadCpuTime() - start) / 1e6).isBetween(50.0, 60.0);
  }
}
