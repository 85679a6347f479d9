package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartScriptTest {

  @BeforeEach
  void aShellIsThere() {
    assumeTrue(Files.isExecutable(Launch.SHELL), "there is no /bin/sh on this machine");
  }

  private static String script(Map<String, String> environment, String... command) {
    byte[] script =
        new StartScript(List.of(command), environment).simpleCommand(";mark;", "<input");
    return new String(script, StandardCharsets.UTF_8);
  }

  @Test
  void theShellStartsTheProgramItselfWhereItCan() {
    assertThat(script(Map.of("OMP_NUM_THREADS", "it's"), "sh", "-c", "a\nb"))
        .isEqualTo("LAB_TRIAL=';mark;' OMP_NUM_THREADS='it'\\''s' 'sh' '-c' 'a\nb' <input\n");
    assertThat(script(Map.of(), "./a=b")).isEqualTo("LAB_TRIAL=';mark;' './a=b' <input\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "kill", "if", "-sh", "[", "no-such-program"})
  void whatTheShellHasACommandOfItsOwnForIsStartedByEnv(String program) {
    assertThat(script(Map.of(), program))
        .isEqualTo("LAB_TRIAL=';mark;' '/usr/bin/env' '" + program + "' <input\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my.name", "UID", "PPID", "IFS", "PATH", "LC_ALL", "RANDOM", "PWD", "_"})
  void variablesThatMeanSomethingToAShellAreSetByEnv(String name) {
    assertThat(script(Map.of(name, "1"), "sh"))
        .isEqualTo("LAB_TRIAL=';mark;' '/usr/bin/env' '" + name + "=1' 'sh' <input\n");
  }
}
