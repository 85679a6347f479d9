package org.labactors.internal.library;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** How the actor systems that the laboratory starts itself are set up, if nothing else is said. */
public final class SystemDefaults {

  /** The first Java whose fork-join pool is not to be relied on. */
  private static final int OTHER_POOLS = 21;

  private SystemDefaults() {}

  /** For the Java that this is; what Akka has of its own is to stand behind it. */
  public static Config ofThisJava() {
    return of(Runtime.version().feature());
  }

  static Config of(int java) {
    Config all = ConfigFactory.parseResources("lab-system.conf");
    return java < OTHER_POOLS
        ? all
        : ConfigFactory.parseResources("lab-system-java-21.conf").withFallback(all);
  }
}
