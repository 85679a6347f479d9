package org.labactors.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {

  @Test
  void aPlainArgumentStaysAsItIs() {
    assertThat(Shell.line(List.of("./lab", "run", "config/studies/curve.conf", "--engines=-1")))
        .isEqualTo("./lab run config/studies/curve.conf --engines=-1");
  }

  @Test
  void anArgumentThatAShellWouldTakeApartIsQuoted() {
    assertThat(Shell.line(List.of("a b", "it's", "", "$HOME")))
        .isEqualTo("'a b' 'it'\\''s' '' '$HOME'");
  }
}
