package org.labactors.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final String FIRST = "first";

  static final OtherLabs IPYPARALLEL =
      new OtherLabs("ipyparallel", "ipyparallel", "python3-ipyparallel");

  static final OtherLabs JOBLIB = new OtherLabs("joblib", "joblib", "python3-joblib");

  static final List<OtherLabs> ALL =
      List.of(JOBLIB, IPYPARALLEL, new OtherLabs("dask", "distributed", "python3-distributed"));

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
   * Runs trials that do nothing, and busy ones.
   *
   * @throws IOException if the library failed; the text is the last that it said
   */
  Achieved measure(Path script, int workers, int idleTrials, int busyTrials, int milliseconds)
      throws IOException, InterruptedException {
    String[] figures = result(script, workers, idleTrials, busyTrials, milliseconds).split(" ", 2);
    return new Achieved(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
  }

  /**
   * Trials per second of the model with numpy; starting the workers is not part of the time.
   *
   * @throws IOException if the library failed; the text is the last that it said
   */
  double modelPerSecond(Path script, int workers, int trials)
      throws IOException, InterruptedException {
    return Double.parseDouble(result(script, workers, "model", trials));
  }

  private String result(Path script, int workers, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON, script.toString(), library));
    command.add(Integer.toString(workers));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    Output output = output(command.toArray(String[]::new));
    List<String> lines = output.text().lines().toList();
    for (String line : lines) {
      if (output.ok() && line.startsWith(RESULT)) {
        return line.substring(RESULT.length());
      }
    }
    throw new IOException(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1));
  }

  /**
   * Seconds from nothing to the first result.
   *
   * @throws IOException if the library failed; the text is the last that it said
   */
  double start(Path script, int workers) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(PYTHON, script.toString(), library, Integer.toString(workers))
            .redirectErrorStream(true)
            .start();
    String last = "no output";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        if (line.equals(FIRST)) {
          double seconds = (System.nanoTime() - start) / 1e9;
          lines.lines().forEach(rest -> {});
          return seconds;
        }
      }
      throw new IOException(last);
    } finally {
      process.waitFor();
    }
  }

  private record Output(boolean ok, String text) {}

  private static Output output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor() == 0, text);
  }
}
