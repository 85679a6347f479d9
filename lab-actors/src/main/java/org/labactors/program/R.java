package org.labactors.program;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.labactors.command.Attachment;
import org.labactors.command.ResidentProgram;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * A function in R as an experiment. Each engine starts R, sources the file once, and calls the
 * function for each trial:
 *
 * <pre>{@code
 * simulate <- function(beta, gamma) {
 *   list(size = …)
 * }
 * }</pre>
 *
 * <p>Parameters are passed by name; {@code seed} and {@code replicate} if the function names them
 * or has {@code ...}. The seed is the first 31 of the 64 bits of the trial's seed, since R's whole
 * numbers have no more; {@code set.seed} is called with it before each trial. The function returns
 * a named list of results, or a data frame or a list of named lists for several rows. A vector of
 * length one is a value and no array, unless it is {@code I(…)}. An error makes the trial a failed
 * one, with the calls that led to it.
 *
 * <p>Whole numbers are R's integers where they fit, else numbers with a point; those beyond 2⁵³ are
 * refused. R needs no package. What is printed is kept as metadata {@code output} of the trial that
 * printed it; the versions of R and of the loaded packages are metadata {@code versions} of the
 * first trial after each start.
 */
public final class R implements Resident {

  private static final String DRIVER = "driver.R";
  private static final String USUAL_RSCRIPT = "Rscript";

  private final Attachment file;
  private final String function;
  private final List<Attachment> files;
  private final String rscript;
  private final transient ResidentProgram program;

  /**
   * A function in a file.
   *
   * @param file with the function
   * @param function its name
   * @param files what it needs: data, and files that it sources
   * @param rscript the program {@code Rscript}: a name on the PATH of the engine, or a path
   */
  public R(Attachment file, String function, List<Attachment> files, String rscript) {
    Driver.check("function", function);
    Driver.check("rscript", rscript);
    List<Attachment> all = Driver.all(file, files);
    this.file = all.get(0);
    this.function = function;
    this.files = all.subList(1, all.size());
    this.rscript = rscript;
    this.program = Driver.of(List.of(rscript), DRIVER, this.file, function, all, new RRequest());
  }

  @JsonCreator
  private static R of(
      Attachment file,
      String function,
      @Nullable List<Attachment> files,
      @Nullable String rscript) {
    return new R(
        file,
        function,
        files == null ? List.of() : files,
        rscript == null ? USUAL_RSCRIPT : rscript);
  }

  @Override
  public void ready() throws Exception {
    program.ready();
  }

  @Override
  public void ahead(List<Trial> trials) throws Exception {
    program.ahead(trials);
  }

  @Override
  public Values run(Trial trial) throws Exception {
    return program.run(trial);
  }

  @Override
  public void close() {
    program.close();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof R that
        && file.equals(that.file)
        && function.equals(that.function)
        && files.equals(that.files)
        && rscript.equals(that.rscript);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, function, files, rscript);
  }

  @Override
  public String toString() {
    return "R " + file.name() + ", " + function;
  }
}
