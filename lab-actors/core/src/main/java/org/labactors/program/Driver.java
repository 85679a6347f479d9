package org.labactors.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.labactors.command.AttachedFiles;
import org.labactors.command.Attachment;
import org.labactors.command.ProgramStart;
import org.labactors.command.Protocol;
import org.labactors.command.ResidentProgram;

/** The program of the laboratory that calls a function of the user's. */
final class Driver {

  /** An answer may have large arrays; how much of it is recorded the lab decides. */
  private static final long LONGEST_ANSWER = 256L * 1024 * 1024;

  private static final long MOST_PRINTED = 16L * 1024 * 1024;

  private Driver() {}

  /**
   * The program for a function, which does not run yet.
   *
   * @param interpreter the words before the driver's name
   * @param driver the name of the resource with the driver
   * @param file with the function
   * @param files all that it needs, itself included
   */
  static ResidentProgram of(
      List<String> interpreter,
      String driver,
      Attachment file,
      String function,
      List<Attachment> files,
      Protocol protocol) {
    List<String> command = new ArrayList<>(interpreter);
    command.addAll(List.of("../" + driver, file.name(), function));
    ProgramStart start =
        new ProgramStart(
            file.name() + ", " + function,
            command,
            Map.of(),
            files,
            Map.of(driver, resource(driver)),
            true,
            new ProgramStart.Limit(LONGEST_ANSWER, MOST_PRINTED));
    return new ResidentProgram(start, protocol, 0);
  }

  private static String resource(String name) {
    try (InputStream stream = Objects.requireNonNull(Driver.class.getResourceAsStream(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** All files of a function: the one that it is in, and those that this one needs. */
  static List<Attachment> all(Attachment file, List<Attachment> files) {
    List<Attachment> all = new ArrayList<>();
    all.add(file);
    files.stream().filter(each -> !each.equals(file)).forEach(all::add);
    return AttachedFiles.checked(all);
  }

  /** Refuses what cannot be the name of a function or of an interpreter. */
  static void check(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(what + " is empty; name it, or leave the field out");
    }
  }
}
