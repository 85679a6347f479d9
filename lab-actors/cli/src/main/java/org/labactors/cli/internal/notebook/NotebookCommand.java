package org.labactors.cli.internal.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.Lab;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.Listing;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.Edits;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.ResultSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab notebook}: what is in a notebook, and how it is changed. */
@Command(
    name = "notebook",
    description = "Look into a notebook, or change what is in it.",
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ExportCommand.class, ImportCommand.class, MergeCommand.class})
public final class NotebookCommand implements Callable<Integer> {

  private static final String NOTEBOOK = "NOTEBOOK";
  private static final String WHICH =
      "The notebook: a file, or jdbc:postgresql://host:port/database.";
  private static final String RESULT_SET = "The tag of the result set.";
  private static final String LEVEL = "Of this result set; of the notebook itself if not given.";
  private static final String FORMAT = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.";

  private final Console console;
  @Spec private CommandSpec spec;

  public NotebookCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_INPUT;
  }

  @Command(
      description = {
        "List the result sets of a notebook, with what is recorded and what is missing; or say"
            + " everything about one of them."
      },
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int show(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TAG", arity = "0..1", description = RESULT_SET)
          @Nullable String tag,
      @Option(names = "--format", defaultValue = "table", description = FORMAT)
          Listing.Format format) {
    try (Notebook notebook = Reading.open(location)) {
      if (tag == null) {
        NotebookReport.of(notebook).print(format, console);
      } else {
        new ResultSetReport(Reading.resultSet(notebook, tag)).print(format, console);
      }
    }
    return ExitCode.OK;
  }

  @Command(
      description = {
        "List the trials of a result set that are still to be recorded, as ranges; or one by one,"
            + " with their parameters."
      },
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int pending(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TAG", description = RESULT_SET) String tag,
      @Option(names = "--parameters", description = "List each trial, with its parameters.")
          boolean parameters,
      @Option(names = "--format", defaultValue = "table", description = FORMAT)
          Listing.Format format) {
    try (Notebook notebook = Reading.open(location)) {
      ResultSet resultSet = Reading.resultSet(notebook, tag);
      Listing listing =
          parameters ? PendingListing.ofTrials(resultSet) : PendingListing.ofRanges(resultSet);
      listing.print(format, console);
    }
    return ExitCode.OK;
  }

  @Command(
      description = {
        "Say in which ways trials of a result set failed: how often, with which exception, where, and at"
            + " which parameters first."
      },
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int failures(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TAG", description = RESULT_SET) String tag,
      @Option(names = "--format", defaultValue = "table", description = FORMAT)
          Listing.Format format) {
    try (Notebook notebook = Reading.open(location)) {
      FailureReport.print(Reading.resultSet(notebook, tag), format, console);
    }
    return ExitCode.OK;
  }

  @Command(
      description = "List the values of parameters that are found in the rows of a result set.",
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int parameters(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TAG", description = RESULT_SET) String tag,
      @Option(names = "--combinations", description = "List their combinations instead.")
          boolean combinations,
      @Option(names = "--format", defaultValue = "table", description = FORMAT)
          Listing.Format format) {
    try (Notebook notebook = Reading.open(location)) {
      ResultSet resultSet = Reading.resultSet(notebook, tag);
      Listing listing =
          combinations
              ? ParameterListing.ofCombinations(resultSet)
              : ParameterListing.ofValues(resultSet);
      listing.print(format, console);
    }
    return ExitCode.OK;
  }

  @Command(
      description = "List the attributes of a notebook or a result set.",
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int attributes(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Option(names = "--tag", paramLabel = "TAG", description = LEVEL) @Nullable String tag,
      @Option(names = "--format", defaultValue = "table", description = FORMAT)
          Listing.Format format) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Notebook notebook = Reading.open(location)) {
      Map<String, Object> attributes =
          tag == null ? notebook.attributes() : Reading.resultSet(notebook, tag).attributes();
      attributes.forEach((name, value) -> rows.add(List.of(name, value)));
    }
    new Listing(List.of("attribute", "value"), rows).print(format, console);
    return ExitCode.OK;
  }

  @Command(
      description = "Say what a notebook or a result set is.",
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int describe(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TEXT", description = "What it is.") String text,
      @Option(names = "--tag", paramLabel = "TAG", description = LEVEL) @Nullable String tag) {
    return edit(
        location,
        edits -> {
          if (tag == null) {
            edits.describe(text);
          } else {
            edits.describe(tag, text);
          }
        });
  }

  @Command(
      description = "Give a notebook or a result set attributes.",
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int set(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(
              paramLabel = "NAME=VALUE",
              arity = "1..*",
              description = "What is JSON, such as 1.5 or [1,2], is a value of that type.")
          List<String> attributes,
      @Option(names = "--tag", paramLabel = "TAG", description = LEVEL) @Nullable String tag) {
    List<AttributeArgument> read = new ArrayList<>();
    for (String attribute : attributes) {
      read.add(AttributeArgument.of(attribute, spec.commandLine()));
    }
    return edit(
        location, edits -> read.forEach(each -> set(edits, tag, each.name(), each.value())));
  }

  @Command(
      description = "Take attributes away from a notebook or a result set.",
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int unset(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "NAME", arity = "1..*", description = "The attributes.")
          List<String> names,
      @Option(names = "--tag", paramLabel = "TAG", description = LEVEL) @Nullable String tag) {
    return edit(location, edits -> names.forEach(name -> set(edits, tag, name, null)));
  }

  private static void set(Edits edits, @Nullable String tag, String name, @Nullable Object value) {
    if (tag == null) {
      edits.setAttribute(name, value);
    } else {
      edits.setAttribute(tag, name, value);
    }
  }

  @Command(
      description = "Give a result set another tag.",
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int rename(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TAG", description = RESULT_SET) String tag,
      @Parameters(paramLabel = "NEW_TAG", description = "Its new tag.") String newTag) {
    return edit(location, edits -> edits.rename(tag, newTag));
  }

  @Command(
      description = "Copy a result set, with all that belongs to it.",
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int copy(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TAG", description = RESULT_SET) String tag,
      @Parameters(
              paramLabel = "TO",
              description = "The notebook to copy it to, made if it is not there; or the same.")
          String to,
      @Option(
              names = "--as",
              paramLabel = "NEW_TAG",
              description = "The tag of the copy; the same if not given.")
          @Nullable String newTag) {
    try (Notebook from = Reading.open(location);
        EditableNotebook target = Lab.edit(to)) {
      target.edits().copy(Reading.resultSet(from, tag), newTag == null ? tag : newTag);
    }
    return ExitCode.OK;
  }

  @Command(
      description = {
        "Delete the results that 'lab run --rerun-changed' has put aside, since other code had made"
            + " them."
      },
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int prune(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TAG", description = RESULT_SET) String tag) {
    return edit(
        location,
        edits ->
            console
                .out()
                .println("deleted the old results of " + Wording.count(edits.prune(tag), "trial")));
  }

  @Command(
      description = {
        "Delete a result set with all its results.",
        "Unless the notebook has a copy of it, --yes must say that this is meant."
      },
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int delete(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Parameters(paramLabel = "TAG", description = RESULT_SET) String tag,
      @Option(names = "--yes", description = "Delete it although there is no copy.") boolean yes) {
    try (Notebook notebook = Reading.open(location)) {
      ResultSet doomed = Reading.resultSet(notebook, tag);
      if (!yes && doomed.tally().recorded() > 0 && !Copies.has(notebook, doomed)) {
        throw new ParameterException(
            spec.commandLine(),
            "the notebook '%s' has no copy of the result set '%s' with its %s; add --yes to delete it for good"
                .formatted(
                    location, tag, Wording.count(doomed.tally().recorded(), "recorded trial")));
      }
    }
    return edit(location, edits -> edits.delete(tag));
  }

  @Command(
      description = {
        "Lock a result set, or the whole notebook, for ever: what is pending is cancelled, and"
            + " nothing can be changed or recorded any more."
      },
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class)
  int finish(
      @Parameters(paramLabel = NOTEBOOK, description = WHICH) String location,
      @Option(names = "--tag", paramLabel = "TAG", description = RESULT_SET) @Nullable String tag,
      @Option(names = "--all", description = "All result sets, and the notebook itself.")
          boolean all) {
    if ((tag == null) != all) {
      throw new ParameterException(
          spec.commandLine(), "say what to finish: either --tag TAG or --all");
    }
    return edit(
        location,
        edits -> {
          if (tag == null) {
            edits.finish();
          } else {
            edits.finish(tag);
          }
        });
  }

  private interface Edit {
    void with(Edits edits);
  }

  /** Changes a notebook that is there. */
  private static int edit(String location, Edit edit) {
    Reading.open(location).close();
    try (EditableNotebook notebook = Lab.edit(location)) {
      edit.with(notebook.edits());
    }
    return ExitCode.OK;
  }
}
