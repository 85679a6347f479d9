package org.labactors.cli.internal.notebook;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.StandardOutput;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.crate.Crate;
import org.labactors.notebook.crate.CrateOptions;
import org.labactors.notebook.export.Export;
import org.labactors.notebook.export.ExportFile;
import org.labactors.notebook.format.ExportFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab notebook export}: a result set, or a whole notebook, for other tools. */
@Command(
    name = "export",
    description = {
      "Write a result set as a table for other tools or, with its provenance, as an RO-Crate;"
          + " or a whole notebook as one of epyc's."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class)
public final class ExportCommand implements Callable<Integer> {

  /** The formats, as they are written on the command line. */
  enum Format {
    csv,
    json,
    jsonl,
    parquet,
    epyc,
    ro_crate;

    /** The format of a file; a crate is none. */
    ExportFormat ofFile() {
      return ExportFormat.valueOf(name().toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
      return name().replace('_', '-');
    }
  }

  private final Console console;
  private final OutputStream standardOutput;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NOTEBOOK",
      description = "The notebook: a file, or jdbc:postgresql://host:port/database.")
  private String location;

  @Parameters(
      index = "1",
      paramLabel = "TAG",
      arity = "0..1",
      description = "The tag of the result set; with --format epyc, all of them if not given.")
  private @Nullable String tag;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; if not given, what -o ends with, or csv.")
  private @Nullable Format format;

  @Option(names = "--successful", description = "Only the rows of trials that are ok.")
  private boolean successful;

  @Option(
      names = "--where",
      paramLabel = "name=value",
      arity = "1",
      description = {
        "Only the rows where a parameter has this value; may be repeated for others.",
        "Say --where k=2 --where 'method=\"1\"' for a string that looks like a number."
      })
  private List<String> conditions = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "The file to write; standard output if not given.",
        "With ro-crate, a folder that is not there yet, or a file that ends with .zip."
      })
  private @Nullable Path file;

  @Option(names = "--force", description = "Replace the file if it is there already.")
  private boolean force;

  @Mixin private CrateArguments crate = new CrateArguments();

  public ExportCommand(Console console) {
    this(console, StandardOutput.OF_PROCESS);
  }

  /** With another stream than that of the process. */
  public ExportCommand(Console console, OutputStream standardOutput) {
    this.console = console;
    this.standardOutput = standardOutput;
  }

  @Override
  public Integer call() throws IOException {
    Query query = query();
    if (format == Format.ro_crate) {
      return writeCrate(query);
    }
    crate
        .given()
        .ifPresent(
            option -> {
              throw refused(option + " goes with --format ro-crate only");
            });
    ExportFormat chosen = chosen();
    try (Notebook notebook = Reading.open(location)) {
      ExportFile.Content content = content(notebook, chosen, query);
      if (file == null) {
        return toStandardOutput(content);
      }
      return written(file, ExportFile.write(file, force, content));
    }
  }

  private int writeCrate(Query query) {
    if (file == null) {
      throw refused(
          "the format ro-crate is a folder, or a file that ends with .zip; name it with -o");
    }
    CrateOptions options = valid(() -> crate.options(query));
    try (Notebook notebook = Reading.open(location)) {
      if (tag == null) {
        throw refused(
            "the format ro-crate holds one result set; give its tag after the notebook"
                + tags(notebook));
      }
      long rows = Crate.write(Reading.resultSet(notebook, tag), options, file, force);
      return written(file, rows);
    }
  }

  private int written(Path target, long rows) {
    console.out().println(target + ": " + Wording.count(rows, "row"));
    console.out().flush();
    return ExitCode.OK;
  }

  private ExportFile.Content content(Notebook notebook, ExportFormat chosen, Query query) {
    Export export = chosen.export();
    if (tag != null) {
      ResultSet resultSet = Reading.resultSet(notebook, tag);
      return out -> export.write(resultSet, query, out);
    }
    if (!chosen.isOfNotebooks()) {
      throw refused(
          "the format "
              + chosen
              + " holds one result set; give its tag after the notebook"
              + tags(notebook)
              + ". Only --format epyc writes a whole notebook");
    }
    if (!query.equals(Query.ALL)) {
      throw refused(
          "--where and --successful go with one result set; give its tag after the notebook"
              + tags(notebook));
    }
    return out -> export.write(notebook, out);
  }

  private static String tags(Notebook notebook) {
    String tags =
        notebook.resultSets().stream().map(ResultSet::tag).collect(Collectors.joining(", "));
    return tags.isEmpty() ? ", which has none" : ", which has " + tags;
  }

  private int toStandardOutput(ExportFile.Content content) {
    try {
      OutputStream out = new BufferedOutputStream(standardOutput);
      long unused = content.writeTo(out);
      out.flush();
      return ExitCode.OK;
    } catch (IOException failure) {
      if (standardOutput instanceof StandardOutput out && out.hasFailed()) {
        return ExitCode.OK; // The end of the process says why, if anybody wanted it.
      }
      throw NotebookException.unavailable(
          "standard output cannot be written: " + failure.getMessage(), failure);
    }
  }

  private ExportFormat chosen() {
    Path target = file;
    if (format == null && target != null) {
      return ExportFormat.of(target)
          .orElseThrow(
              () ->
                  refused(
                      "the end of '"
                          + target
                          + "' is that of no format; end it with .csv, .json, .jsonl or .parquet,"
                          + " or say which with --format"));
    }
    ExportFormat chosen = format == null ? ExportFormat.CSV : format.ofFile();
    if (target == null && !chosen.isText()) {
      throw refused("the format " + chosen + " is not text; name a file for it with -o");
    }
    return chosen;
  }

  private Query query() {
    return valid(() -> Condition.all(conditions, successful ? Query.SUCCESSFUL : Query.ALL));
  }

  private <T> T valid(Supplier<T> arguments) {
    try {
      return arguments.get();
    } catch (IllegalArgumentException refusal) {
      throw refused(refusal.getMessage());
    }
  }

  private ParameterException refused(@Nullable String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
