package org.labactors.runfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.labactors.study.FailureLimit;
import org.labactors.study.Study;

/**
 * A run file, read and checked: a study, the notebook it goes to, and the classes it needs. Reading
 * it takes as long as reading its text, however many points the study has.
 *
 * <p>The text is HOCON. A parameter's values are one of
 *
 * <pre>{@code
 * x { from = 0, to = 1, points = 100 }                # evenly spaced, ends included
 * k { from = 1, to = 1e6, points = 7, scale = log }   # evenly spaced on a logarithmic scale
 * p { from = 0, to = 1, step = 0.1 }                  # whole numbers if all three are written so
 * n = [1, 2, 5]                                       # listed
 * m = euler                                           # a single value
 * w = [[1, 2], [3, 4]]                                # a list in a list is an array: two values
 * v { value = [1, 2] }                                # a single value that is an array
 * }</pre>
 *
 * <p>A number is whole if it is written without point and exponent.
 *
 * @param study the study; its seed is optional
 * @param tag the tag of its result set; the file's name without {@code .conf} if it gives none
 * @param description what the study is, in the user's words; may be empty
 * @param notebook a file or the address of a database, as written, or {@code memory}; {@code
 *     <tag>.db} if the file names none
 * @param engines 0 for one on each core, −n for all cores but n, n for n
 * @param maxFailures when a run of it stops because trials fail
 * @param keepCode whether the notebook keeps the jars; those of up to 20 MB if that is not said
 * @param code the jars with the user's experiments; those of the file first
 * @param missing what the experiment needs and has not been found here, with the place in the file,
 *     in words for the user; empty if nothing is known to be missing
 * @param classes where the experiment's class came from: these jars, and the application's own
 *     classes where they have none
 */
public record RunFile(
    Study study,
    String tag,
    String description,
    String notebook,
    int engines,
    FailureLimit maxFailures,
    Optional<Boolean> keepCode,
    List<Path> code,
    Optional<String> missing,
    URLClassLoader classes)
    implements AutoCloseable {

  /** Reads a run file as it stands. */
  public static RunFile read(Path file) {
    return read(file, List.of(), List.of());
  }

  /**
   * Reads a run file.
   *
   * @param overrides keys with other values, each as HOCON, such as {@code
   *     "study.parameters.x.points=320"}; the last one wins
   * @param code further jars with experiments, relative to the current directory
   * @throws RunFileException if anything is wrong in it; the first thing found is reported
   */
  public static RunFile read(Path file, List<String> overrides, List<Path> code) {
    return new RunFileReader(RunFileSource.read(file, overrides)).read(code);
  }

  /**
   * Refuses a run file whose experiment needs what has not been found here.
   *
   * @throws RunFileException with what is {@link #missing}
   */
  public void requireCode() {
    if (missing.isPresent()) {
      throw new RunFileException(missing.get(), null);
    }
  }

  /** Lets go of the jars; classes not loaded yet cannot be loaded any more. */
  @Override
  public void close() {
    try {
      classes.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
