package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandIT {

  @TempDir private Path folder;
  private final Screen screen = new Screen();

  @Test
  void whatIsMadeIsListedWithWhereItBelongsAndNoPassword() throws Exception {
    Path keys = folder.resolve("keys");

    int exitCode = lab("keys", "create", keys.toString(), "--hosts", "a,b+10.0.0.7");

    assertThat(exitCode).as(screen.err()).isZero();
    assertThat(screen.out())
        .contains(
            keys.resolve("authority") + "  new: the authority. Whoever has it can make keys",
            keys.resolve("a") + "  copy it to that machine, and set LAB_KEYS to it there",
            keys.resolve("b") + "  copy it",
            "Then: LAB_KEYS=" + keys.resolve("a") + " lab node --profile tls");
    for (String each : new String[] {"authority", "a", "b"}) {
      assertThat(screen.out())
          .doesNotContain(Files.readString(keys.resolve(each).resolve("password")).strip());
    }
  }

  @Test
  void aSecondCallForTheSameMachineIsRefused() {
    Path keys = folder.resolve("keys");
    assertThat(lab("keys", "create", keys.toString())).isZero();

    int exitCode = lab("keys", "create", keys.toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err())
        .startsWith("lab: " + keys.resolve("localhost") + ": is there already, and keys are not");
  }

  private int lab(String... arguments) {
    return LabCommand.execute(screen.console(), arguments);
  }
}
