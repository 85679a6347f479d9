package org.labactors.cli.internal.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.Lab;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.VisibleWriter;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.internal.merge.Conflict;
import org.labactors.internal.merge.MergedResultSet;
import org.labactors.internal.merge.Part;
import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab notebook merge}: one notebook of several. */
@Command(
    name = "merge",
    description = {
      "Make one notebook of several: result sets of the same tag become one, which must be of the same study."
          + " A trial that several have a result of is there once. If the results differ, that is said,"
          + " and nothing is written, unless --prefer names the notebook whose results are taken."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    sortOptions = false)
public final class MergeCommand implements Callable<Integer> {

  private static final int MOST_SHOWN = 10;

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NOTEBOOK",
      arity = "2..*",
      description = "The notebooks: files, or jdbc:postgresql://host:port/database.")
  private List<String> locations = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "NOTEBOOK",
      required = true,
      description = "The notebook to write, made if it is not there.")
  private String output;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only the result sets of this tag; of all tags if not given.")
  private @Nullable String tag;

  @Option(
      names = "--prefer",
      paramLabel = "NOTEBOOK",
      description = "One of the notebooks: where results differ, its results are taken.")
  private @Nullable String preferred;

  public MergeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (preferred != null && !locations.contains(preferred)) {
      throw new ParameterException(
          spec.commandLine(),
          "--prefer "
              + preferred
              + " is none of the notebooks; they are "
              + String.join(", ", locations));
    }
    List<Notebook> notebooks = new ArrayList<>();
    try {
      locations.forEach(location -> notebooks.add(Reading.open(location)));
      List<MergedResultSet> merged = new ArrayList<>();
      tags(notebooks).forEach(each -> merged.add(merged(notebooks, each)));
      write(merged);
    } finally {
      notebooks.forEach(Notebook::close);
    }
    return ExitCode.OK;
  }

  private Set<String> tags(List<Notebook> notebooks) {
    Set<String> tags = new TreeSet<>();
    notebooks.forEach(each -> each.resultSets().forEach(results -> tags.add(results.tag())));
    if (tag == null) {
      return tags;
    }
    if (!tags.contains(tag)) {
      throw new ParameterException(
          spec.commandLine(),
          "no notebook has a result set '"
              + tag
              + "'; there are "
              + (tags.isEmpty() ? "none" : String.join(", ", tags)));
    }
    return Set.of(tag);
  }

  private MergedResultSet merged(List<Notebook> notebooks, String each) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < notebooks.size(); i++) {
      String location = locations.get(i);
      Optional<ResultSet> there = notebooks.get(i).resultSet(each);
      there.ifPresent(results -> parts.add(new Part(location, results)));
    }
    Conflicts conflicts = new Conflicts(each);
    MergedResultSet merged =
        MergedResultSet.of(parts, Optional.ofNullable(preferred), conflicts::add);
    conflicts.check();
    return merged;
  }

  private void write(List<MergedResultSet> merged) {
    try (EditableNotebook target = Lab.edit(output)) {
      for (MergedResultSet each : merged) {
        if (target.resultSet(each.tag()).isPresent()) {
          throw NotebookException.refused(
              "the notebook '"
                  + output
                  + "' has a result set '"
                  + each.tag()
                  + "' already; nothing was written. Name another notebook");
        }
      }
      for (MergedResultSet each : merged) {
        target.edits().copy(each, each.tag());
        Tally tally = each.tally();
        console
            .out()
            .println(
                VisibleWriter.line(each.tag())
                    + ": "
                    + Wording.count(tally.recorded())
                    + " of "
                    + Wording.count(tally.trials(), "trial")
                    + (each.repeated() == 0
                        ? ""
                        : "; " + Wording.count(each.repeated(), "result") + " more than once"));
      }
    }
    console.out().flush();
  }

  /** The trials of a result set that came to different results. */
  private static final class Conflicts {

    private final String tag;
    private final List<String> first = new ArrayList<>();
    private long all;

    Conflicts(String tag) {
      this.tag = tag;
    }

    void add(Conflict conflict) {
      all++;
      if (first.size() < MOST_SHOWN) {
        first.add(text(conflict));
      }
    }

    private static String text(Conflict conflict) {
      TreeMap<String, Object> parameters = new TreeMap<>();
      conflict
          .row()
          .parameters()
          .forEach((name, value) -> parameters.put(name, value == null ? "none" : value));
      return VisibleWriter.line(
          "trial %d (%s, replicate %d): %s is %s in %s, %s in %s"
              .formatted(
                  conflict.row().trial(),
                  Wording.values(parameters),
                  conflict.row().replicate(),
                  conflict.difference().what(),
                  value(conflict.difference().one()),
                  conflict.one(),
                  value(conflict.difference().other()),
                  conflict.other()));
    }

    private static String value(@Nullable Object value) {
      return value == null ? "none" : Wording.value(value);
    }

    void check() {
      if (all > 0) {
        throw NotebookException.refused(
            "the result set '"
                + tag
                + "' has "
                + Wording.count(all, "trial")
                + " with different results; nothing was written:\n  "
                + String.join("\n  ", first)
                + (all > first.size() ? "\n  …" : "")
                + "\nFind out which results are right, and name their notebook with --prefer.");
      }
    }
  }
}
