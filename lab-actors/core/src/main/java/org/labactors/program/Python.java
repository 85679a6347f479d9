package org.labactors.program;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.command.Attachment;
import org.labactors.command.JsonRequest;

/**
 * A function in Python as an experiment. Each engine starts an interpreter, imports the file once,
 * and calls the function for each trial:
 *
 * <pre>{@code
 * def simulate(beta, gamma, seed):
 *     return {"size": …}
 * }</pre>
 *
 * <p>Parameters are passed by name; {@code seed}, a whole number from 0 to 2⁶³ − 1, and {@code
 * replicate} if the function names them or has {@code **kwargs}. Before each trial Python's own
 * generator is seeded, if the file imports {@code random}, and numpy's global one, if it imports
 * numpy. The function returns a dict of named results, or a list of dicts or a pandas data frame
 * for several rows. An exception makes the trial a failed one, with Python's traceback.
 *
 * <p>The interpreter is of version 3.6 or later and needs nothing but its standard library. What is
 * printed is kept as metadata {@code output} of the trial that printed it; the versions of Python
 * and of the imported packages are metadata {@code versions} of the first trial after each start,
 * and in the provenance of the result set.
 */
public final class Python extends LanguageFunction {

  private static final String DRIVER = "driver.py";
  private static final String USUAL_PYTHON = "python3";

  private final String python;

  /**
   * A function in a file.
   *
   * @param file with the function
   * @param function its name
   * @param files what it needs: data, and modules that are not installed on the engines
   * @param python the interpreter: a name on the PATH of the engine, or a path, such as that of a
   *     virtual environment
   */
  public Python(Attachment file, String function, List<Attachment> files, String python) {
    super(python, DRIVER, new JsonRequest(), file, function, files);
    Driver.check("python", python);
    this.python = python;
  }

  @JsonCreator
  private static Python of(
      Attachment file, String function, @Nullable List<Attachment> files, @Nullable String python) {
    return new Python(
        file, function, files == null ? List.of() : files, python == null ? USUAL_PYTHON : python);
  }

  @Override
  String interpreter() {
    return python;
  }
}
