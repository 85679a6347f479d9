package org.labactors.cli.internal.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.Shell;
import org.labactors.node.KeyMaker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab keys}: the keys of a cluster. */
@Command(
    name = "keys",
    description = "Make the keys that the nodes of profile tls need.",
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = KeysCommand.Create.class)
public final class KeysCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_INPUT;
  }

  /** {@code lab keys create}. */
  @Command(
      name = "create",
      description = {
        "Make an authority and keys for nodes, each in a folder of its own that only you can read."
            + " An authority that is there already signs the new keys. Nothing is overwritten."
      },
      mixinStandardHelpOptions = true,
      versionProvider = LabVersion.class,
      sortOptions = false)
  public static final class Create implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "Where the folders are made.")
    private Path folder;

    @Option(
        names = "--hosts",
        paramLabel = "HOST",
        split = ",",
        defaultValue = "localhost",
        description = {
          "The machines, as the others know them, with commas between them;"
              + " ${DEFAULT-VALUE} if not given. One with several names or numbers:"
              + " lab.example.org+10.0.0.5"
        })
    private List<String> hosts;

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "1095",
        description = "How long the keys are valid; ${DEFAULT-VALUE} days if not given.")
    private int days;

    public Create(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      KeyMaker.Made made = new KeyMaker(folder, days).make(hosts);
      console
          .out()
          .println(
              made.authority()
                  + (made.isNew() ? "  new: " : "  as before: ")
                  + "the authority. Whoever has it can make keys for your cluster: keep it off the"
                  + " nodes.");
      for (Path node : made.nodes()) {
        console.out().println(node + "  copy it to that machine, and set LAB_KEYS to it there");
      }
      console
          .out()
          .println(
              "Then: LAB_KEYS="
                  + Shell.quoted(made.nodes().get(0).toString())
                  + " "
                  + Shell.lab()
                  + " node --profile tls");
      return ExitCode.OK;
    }
  }
}
