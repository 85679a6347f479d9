package org.labactors.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.labactors.cli.LabCommand;

/** Command lines for more JVMs of the lab. */
class LabJvmTest {

  @Test
  void anotherJvmRunsTheCommandsOfTheLab() {
    List<String> command = LabJvm.command(List.of("-Xmx64m"), List.of("node", "--help"));

    assertThat(command).contains("-Xmx64m");
    assertThat(command).endsWith(LabCommand.class.getName(), "node", "--help");
  }
}
