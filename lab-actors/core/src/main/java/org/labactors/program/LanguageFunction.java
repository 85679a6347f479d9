package org.labactors.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.labactors.command.Attachment;
import org.labactors.command.Protocol;
import org.labactors.command.ResidentProgram;
import org.labactors.experiment.ByHand;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** A function of another language, called by an interpreter that stays. */
abstract sealed class LanguageFunction implements ByHand, Resident permits Python, R {

  private final Attachment file;
  private final String function;
  private final List<Attachment> files;
  private final transient ResidentProgram program;

  /**
   * A function in a file.
   *
   * @param interpreter what starts the driver: a name on the PATH of the engine, or a path
   * @param driver the name of the resource that calls the function
   * @param protocol how the driver reads its requests
   * @param file with the function
   * @param function its name
   * @param files what it needs
   */
  LanguageFunction(
      String interpreter,
      String driver,
      Protocol protocol,
      Attachment file,
      String function,
      List<Attachment> files) {
    Driver.check("function", function);
    List<Attachment> all = Driver.all(file, files);
    this.file = all.get(0);
    this.function = function;
    this.files = all.subList(1, all.size());
    this.program = Driver.of(List.of(interpreter), driver, this.file, function, all, protocol);
  }

  abstract String interpreter();

  @Override
  public final void ready() throws Exception {
    program.ready();
  }

  @Override
  public final void ahead(List<Trial> trials) throws Exception {
    program.ahead(trials);
  }

  @Override
  public final Values run(Trial trial) throws Exception {
    return program.run(trial);
  }

  @Override
  public final void unpack(Trial trial, Path folder) throws IOException {
    program.unpack(trial, folder);
  }

  @Override
  public final void close() {
    program.close();
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof LanguageFunction that
        && getClass() == that.getClass()
        && file.equals(that.file)
        && function.equals(that.function)
        && files.equals(that.files)
        && interpreter().equals(that.interpreter());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(file, function, files, interpreter());
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + " " + file.name() + ", " + function;
  }
}
