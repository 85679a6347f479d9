package org.labactors.cli.internal.cluster;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.supervisor.ClusterException;
import org.labactors.cli.internal.supervisor.ClusterFolder;
import org.labactors.cli.internal.supervisor.StateFolder;
import picocli.CommandLine.Option;

/** Which cluster of this machine is meant. */
final class ClusterArguments {

  private static final String SUFFIX = ".conf";
  private static final String DEFAULT = "cluster";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  @Option(
      names = "--profile",
      paramLabel = "FILE_OR_NAME",
      description =
          "The profile of its nodes: one of config/profiles/, or a file. Default: " + DEFAULT + ".")
  private @Nullable String profile;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the cluster is called. Default: as its profile.")
  private @Nullable String name;

  /** The profile. */
  String profile() {
    return profile == null ? DEFAULT : profile;
  }

  /** Whether the command line says which cluster is meant. */
  boolean areGiven() {
    return profile != null || name != null;
  }

  /**
   * The folder of the cluster.
   *
   * @throws ClusterException if its name is none
   */
  ClusterFolder folder() {
    String chosen = name == null ? nameOf(profile()) : name;
    if (!NAME.matcher(chosen).matches()) {
      throw ClusterException.refused(
          "--name "
              + chosen
              + ": must be letters, digits, '.', '_' and '-', with a letter or a digit first");
    }
    return states().cluster(chosen);
  }

  private static String nameOf(String profile) {
    String file = String.valueOf(Path.of(profile).getFileName());
    return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
  }

  /** Where the clusters of this machine are remembered. */
  static StateFolder states() {
    return StateFolder.of(System.getenv(), Path.of(System.getProperty("user.home")));
  }
}
