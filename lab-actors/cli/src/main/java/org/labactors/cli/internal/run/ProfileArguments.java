package org.labactors.cli.internal.run;

import java.nio.file.Path;
import java.util.List;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;

/** Where the command line looks for profiles. */
public final class ProfileArguments {

  private ProfileArguments() {}

  /**
   * The settings of a profile.
   *
   * @param profile its name or its file
   * @param settings what the command line changes in it
   * @throws org.labactors.node.NodeException if it is wrong, with a text for the user
   */
  public static NodeSettings read(String profile, List<String> settings) {
    return NodeSettings.of(Profile.read(profile, folder(), settings));
  }

  /** The launcher knows where it is. */
  private static Path folder() {
    return Path.of(System.getProperty("lab.profiles", "config/profiles"));
  }
}
