package org.labactors.program;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.command.Attachment;

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
 * first trial after each start, and in the provenance of the result set.
 */
public final class R extends LanguageFunction {

  private static final String DRIVER = "driver.R";
  private static final String USUAL_RSCRIPT = "Rscript";

  private final String rscript;

  /**
   * A function in a file.
   *
   * @param file with the function
   * @param function its name
   * @param files what it needs: data, and files that it sources
   * @param rscript the program {@code Rscript}: a name on the PATH of the engine, or a path
   */
  public R(Attachment file, String function, List<Attachment> files, String rscript) {
    super(rscript, DRIVER, new RRequest(), file, function, files);
    Driver.check("rscript", rscript);
    this.rscript = rscript;
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
  String interpreter() {
    return rscript;
  }
}
