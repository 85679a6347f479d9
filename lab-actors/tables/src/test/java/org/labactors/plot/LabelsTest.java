package org.labactors.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void aNameIsItsOwnLabelUnlessAnAttributeSaysOtherwise() {
    Labels labels = new Labels(Map.of("x.label", "Width", "x.unit", "mm", "t.unit", "s"));

    assertThat(labels.of("x")).isEqualTo("Width (mm)");
    assertThat(labels.of("t")).isEqualTo("t (s)");
    assertThat(labels.of("z")).isEqualTo("z");
  }

  @Test
  void aSeriesIsCalledByItsText() {
    Labels labels = new Labels(Map.of("n.label", "Nodes", "n.unit", "k"));

    assertThat(labels.of("network", "ring")).isEqualTo("ring");
    assertThat(labels.of("n", 8L)).isEqualTo("Nodes = 8 k");
    assertThat(labels.of("p", 16.0)).isEqualTo("p = 16");
    assertThat(labels.of("p", 0.25)).isEqualTo("p = 0.25");
  }
}
