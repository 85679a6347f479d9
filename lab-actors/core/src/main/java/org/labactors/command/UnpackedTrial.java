package org.labactors.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.ByHand;
import org.labactors.internal.process.ProgramLocale;

/** What a program is given for one trial, as files for somebody who runs it by hand. */
final class UnpackedTrial {

  private static final String WORK = "work";
  private static final String INPUT = "input";

  private static final String SCRIPT =
      """
      #!/bin/sh
      cd "$(dirname -- "$0")/%s" || exit
      unset LANGUAGE LC_ALL LC_COLLATE LC_CTYPE LC_MESSAGES LC_MONETARY LC_NUMERIC LC_TIME
      export LANG=%s
      %sexec "$@" <%s %s
      """;

  private final ProgramStart how;
  private final byte @Nullable [] input;

  /**
   * A trial.
   *
   * @param how the program is started
   * @param input what is on its standard input, null if that is empty
   */
  UnpackedTrial(ProgramStart how, byte @Nullable [] input) {
    this.how = how;
    this.input = input;
  }

  void putInto(Path folder) throws IOException {
    Path work = Files.createDirectory(folder.resolve(WORK));
    Scratch.put(how.files(), work);
    for (String name : how.brought().keySet()) {
      Files.write(folder.resolve(name), how.bytesOf(name));
    }
    String from = "/dev/null";
    if (input != null) {
      Files.write(folder.resolve(INPUT), input);
      from = "../" + INPUT;
    }
    Path script = folder.resolve(ByHand.SCRIPT);
    Files.write(script, script(from));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
  }

  private byte[] script(String from) {
    byte[] start = new StartScript(how.command(), how.environment()).bytes();
    return SCRIPT
        .formatted(
            WORK,
            ProgramLocale.name(),
            new String(start, StandardCharsets.UTF_8),
            from,
            how.apart() ? RunningProgram.APART : "")
        .getBytes(StandardCharsets.UTF_8);
  }
}
