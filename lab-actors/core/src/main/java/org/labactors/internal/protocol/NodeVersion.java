package org.labactors.internal.protocol;

import akka.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a node runs. Nodes of one cluster must run the same, for messages of one version may mean
 * something else in another.
 *
 * @param lab the version of this library
 * @param akka the version of the actor library
 */
public record NodeVersion(String lab, String akka) {

  /** That of this process. */
  public static NodeVersion current() {
    @Nullable String lab = NodeVersion.class.getPackage().getImplementationVersion();
    return new NodeVersion(lab == null ? "(not packaged)" : lab, Version.current());
  }

  @Override
  public String toString() {
    return "lab " + lab + " with Akka " + akka;
  }
}
