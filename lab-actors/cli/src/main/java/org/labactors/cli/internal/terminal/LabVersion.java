package org.labactors.cli.internal.terminal;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version of this program and of the Java it runs on. */
public final class LabVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    @Nullable String version = LabVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "lab "
          + (version == null ? "(not packaged)" : version)
          + " on Java "
          + Runtime.version()
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }
}
