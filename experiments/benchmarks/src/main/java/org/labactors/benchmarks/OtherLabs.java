package org.labactors.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What else runs many trials, from Debian's Python packages.
 *
 * @param library joblib, ipyparallel or dask, as the script has it
 * @param module the Python module that must be there
 * @param debianPackage where it comes from
 */
record OtherLabs(String library, String module, String debianPackage) {

  private static final String PYTHON = "/usr/bin/python3";
  private static final String RESULT = "result ";

  static final List<OtherLabs> ALL =
      List.of(
          new OtherLabs("joblib", "joblib", "python3-joblib"),
          new OtherLabs("ipyparallel", "ipyparallel", "python3-ipyparallel"),
          new OtherLabs("dask", "distributed", "python3-distributed"));

  /**
   * What a library achieved.
   *
   * @param idlePerSecond trials per second that do nothing
   * @param speedUp of busy trials, against a plain loop of the same language
   */
  record Achieved(double idlePerSecond, double speedUp) {}

  /** Whether it can be measured on this machine. */
  boolean isInstalled() throws IOException, InterruptedException {
    try {
      return output(PYTHON, "-c", "import " + module).ok();
    } catch (IOException noPython) {
      return false;
    }
  }

  /**
   * Runs the script.
   *
   * @throws IOException if the library failed; the text is the last that it said
   */
  Achieved measure(Path script, int workers, int idleTrials, int busyTrials, int milliseconds)
      throws IOException, InterruptedException {
    Output output =
        output(
            PYTHON,
            script.toString(),
            library,
            Integer.toString(workers),
            Integer.toString(idleTrials),
            Integer.toString(busyTrials),
            Integer.toString(milliseconds));
    List<String> lines = output.text().lines().toList();
    for (String line : lines) {
      if (output.ok() && line.startsWith(RESULT)) {
        String[] figures = line.substring(RESULT.length()).split(" ", 2);
        return new Achieved(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
      }
    }
    throw new IOException(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1));
  }

  private record Output(boolean ok, String text) {}

  private static Output output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor() == 0, text);
  }
}
