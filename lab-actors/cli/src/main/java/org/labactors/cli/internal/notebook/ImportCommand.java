package org.labactors.cli.internal.notebook;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.labactors.Lab;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.epyc.EpycImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lab notebook import}: results that epyc has measured. */
@Command(
    name = "import",
    description = {
      "Take the result sets of an epyc notebook into a notebook.",
      "Pending results are recorded as cancelled; nothing of it can be run here. A tag or a name that"
          + " cannot be one here gets 'epyc' in front."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class)
public final class ImportCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "EPYC.json", description = "A notebook of epyc, in JSON, version 2.")
  private Path file;

  @Parameters(
      paramLabel = "NOTEBOOK",
      description = {
        "The notebook to record in: a file, made if it is not there,",
        "or jdbc:postgresql://host:port/database."
      })
  private String location;

  public ImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<EpycImport.Imported> imported;
    try (EditableNotebook notebook = Lab.edit(location)) {
      imported =
          EpycImport.into(notebook, file, note -> console.err().println("lab: note: " + note));
    }
    for (EpycImport.Imported each : imported) {
      console
          .out()
          .println(
              each.tag()
                  + ": "
                  + Wording.count(each.results(), "row")
                  + (each.pending() == 0
                      ? ""
                      : ", and " + Wording.count(each.pending()) + " pending, now cancelled"));
    }
    if (imported.isEmpty()) {
      console.out().println(file + " has no result set that was used; nothing was recorded");
    }
    console.err().flush();
    console.out().flush();
    return ExitCode.OK;
  }
}
