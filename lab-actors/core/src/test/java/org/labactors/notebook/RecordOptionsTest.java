package org.labactors.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.experiment.Values;
import org.labactors.internal.code.CodeJar;
import org.labactors.study.FailureLimit;
import org.labactors.study.Study;

class RecordOptionsTest {

  private static final Study STUDY = Study.of(trial -> Values.of("y", 1)).with("x", 1, 2);

  @TempDir private Path folder;

  @Test
  void codeThatHasBeenLookedAtDoesNotChangeWithItsFiles() throws IOException {
    Path jar = Files.writeString(folder.resolve("mine.jar"), "one");
    CodeJar one = CodeJar.of(jar);
    RecordOptions options = new RecordOptions("", false, List.of(jar));
    RecordOptions known = options.withCodeOf(STUDY);
    Files.writeString(jar, "two");

    assertThat(known.codeOf(STUDY)).containsExactly(one);
    assertThat(known.withCodeOf(STUDY)).isEqualTo(known);
    assertThat(known.continued().codeOf(STUDY)).containsExactly(one);
    assertThat(options.codeOf(STUDY)).containsExactly(CodeJar.of(jar)).doesNotContain(one);
  }

  @Test
  void whatGoesOnRunsNothingAgainBecauseOfItsCode() {
    RecordOptions rerun = RecordOptions.DEFAULT.changedCode(ChangedCode.RERUN);
    RecordOptions accepting = RecordOptions.DEFAULT.changedCode(ChangedCode.ACCEPT);

    assertThat(rerun.continued().changedCode()).isEqualTo(ChangedCode.WARN);
    assertThat(accepting.continued().changedCode()).isEqualTo(ChangedCode.ACCEPT);
  }

  @Test
  void whatGoesOnIsNotDescribedAgainAndRetriesNothing() {
    RecordOptions options =
        new RecordOptions("what it is", true).maxFailures(FailureLimit.of(5)).continued();

    assertThat(options.description()).isEmpty();
    assertThat(options.retryFailed()).isFalse();
    assertThat(options.maxFailures()).isEqualTo(FailureLimit.of(5));
  }
}
