package org.labactors.cli.internal.notebook;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.ResultSet;
import org.labactors.plot.Plot;
import org.labactors.plot.PlotRequest;
import org.labactors.plot.PlotRequest.Kind;
import org.labactors.study.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab plot}: a picture of a result set. */
@Command(
    name = "plot",
    description = {
      "Draw a picture of a result set; a study may be running meanwhile.",
      "Without further options, one that suits the parameters that vary."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    footer = {
      "",
      "Examples:",
      "  lab plot curve.db curve",
      "  lab plot epidemic.db epidemic --x beta --y size --by network -o epidemic.svg",
      "  lab plot percolation.db percolation --histogram threshold --by size"
    })
public final class PlotCommand implements Callable<Integer> {

  private final Console console;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NOTEBOOK",
      description = "The notebook: a file, or jdbc:postgresql://host:port/database.")
  private String notebook;

  @Parameters(index = "1", paramLabel = "TAG", description = "The tag of the result set.")
  private String tag;

  @Option(names = "--x", paramLabel = "NAME", description = "What goes to the right.")
  private @Nullable String x;

  @Option(
      names = "--y",
      paramLabel = "NAME",
      description = "What goes up: its mean, with its 95 %% confidence interval as a band.")
  private @Nullable String y;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "What tells one line, or one histogram, from another.")
  private @Nullable String by;

  @Option(names = "--scatter", description = "A dot for each row instead of lines.")
  private boolean scatter;

  @Option(
      names = "--heatmap",
      arity = "3",
      paramLabel = "NAME",
      description = "A map of x and y that shows the mean of z by colour.")
  private @Nullable List<String> heatmap;

  @Option(
      names = "--histogram",
      paramLabel = "NAME",
      description = "How often it takes which value.")
  private @Nullable String histogram;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "The picture, which ends with .png or .svg; a file that is there is replaced.",
        "TAG.png if not given."
      })
  private @Nullable Path output;

  public PlotCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    // A picture is drawn where there is no screen too.
    System.setProperty("java.awt.headless", "true");
    PlotRequest request = request();
    Path file = output != null ? output : Path.of(tag.replaceAll("[/\\\\:]", "_") + ".png");
    Plot.check(file);
    try (Notebook opened = Reading.open(notebook)) {
      ResultSet results = Reading.resultSet(opened, tag);
      Tally tally = results.tally();
      Plot plot = Plot.of(results, results.attributes(), request);
      plot.write(file);
      console.out().println(console.bold(file.toString()) + ": " + plot.words());
      plot.notes().forEach(console.out()::println);
      if (tally.pending() > 0) {
        console
            .out()
            .println(
                "so far "
                    + Wording.count(tally.recorded())
                    + " of "
                    + Wording.count(tally.trials(), "trial")
                    + " are recorded");
      }
      console.out().flush();
    }
    return ExitCode.OK;
  }

  private PlotRequest request() {
    if (Stream.of(scatter, heatmap != null, histogram != null).filter(asked -> asked).count() > 1) {
      throw refused("only one of --scatter, --heatmap and --histogram is possible");
    }
    if (heatmap != null) {
      refuse("--heatmap", "--x", x);
      refuse("--heatmap", "--y", y);
      refuse("--heatmap", "--by", by);
      return new PlotRequest(Kind.HEAT_MAP, heatmap.get(0), heatmap.get(1), heatmap.get(2), null);
    }
    if (histogram != null) {
      refuse("--histogram", "--x", x);
      refuse("--histogram", "--y", y);
      return new PlotRequest(Kind.HISTOGRAM, null, histogram, null, by);
    }
    return new PlotRequest(scatter ? Kind.SCATTER : null, x, y, null, by);
  }

  private void refuse(String kind, String option, @Nullable String value) {
    if (value != null) {
      throw refused(option + " does not go with " + kind + "; leave one of them out");
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
