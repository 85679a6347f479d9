package org.labactors.cli.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.labactors.cli.Screen;
import org.labactors.study.Progress;

class LeftOutTest {

  private static final Progress.LeftOut A = new Progress.LeftOut("a", "no such class");
  private static final Progress.LeftOut B = new Progress.LeftOut("b", "no such class");
  private static final Progress.LeftOut C = new Progress.LeftOut("c", "made for Java 99");
  private static final Progress.LeftOut D = new Progress.LeftOut("d", "no such class");

  private final Screen screen = new Screen();
  private final LeftOut leftOut = new LeftOut(screen.console());

  @Test
  void eachEngineIsNamedOnceWithTheReason() {
    leftOut.tell(progress());
    leftOut.tell(progress(A, C, B));
    leftOut.tell(progress(A, C, B));

    assertThat(screen.err())
        .isEqualTo(
            """
            lab: warning: left out: a, b: no such class
            lab: warning: left out: c: made for Java 99
            """);
  }

  @Test
  void aReasonIsNotRepeatedForEnginesThatComeLater() {
    leftOut.tell(progress(A));
    leftOut.tell(progress(A, D));

    assertThat(screen.err())
        .isEqualTo(
            "lab: warning: left out: a: no such class\nlab: warning: left out: d, as before\n");
  }

  private static Progress progress(Progress.LeftOut... engines) {
    return new Progress(
        Progress.State.RUNNING,
        9,
        0,
        0,
        0,
        0,
        0,
        Optional.empty(),
        List.of(),
        0,
        Optional.empty(),
        List.of(engines));
  }
}
