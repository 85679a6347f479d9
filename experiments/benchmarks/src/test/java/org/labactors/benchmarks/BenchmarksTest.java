package org.labactors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.labactors.benchmarks.Benchmarks.Section;

class BenchmarksTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Table table = new Table(new PrintStream(printed, true, StandardCharsets.UTF_8));
  private final List<Section> measured = new ArrayList<>();

  @Test
  void aSectionThatFailsIsALineOfTheTableAndTheOthersAreMeasured() throws Exception {
    boolean ok =
        Benchmarks.measureAll(
            EnumSet.allOf(Section.class),
            table,
            section -> {
              measured.add(section);
              if (section == Section.CROWD) {
                throw new IndexOutOfBoundsException("none is left");
              }
            });

    assertThat(ok).isFalse();
    assertThat(measured).containsExactly(Section.values());
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains("FAILED"))
        .singleElement()
        .asString()
        .startsWith("crowd ")
        .endsWith("none is left");
  }

  @Test
  void withoutFailuresAllIsWell() throws Exception {
    assertThat(Benchmarks.measureAll(EnumSet.of(Section.RATE), table, measured::add)).isTrue();
  }
}
