package org.labactors.internal.linkage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class that is needed and cannot be had.
 *
 * @param name its name
 * @param problem why it cannot: {@code is missing}, or what is wrong with it
 * @param neededAt where it is needed first: {@code mine.Mine.run(Mine.java:12)}, or the name of a
 *     class
 */
public record Missing(String name, String problem, String neededAt) {

  private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");
  private static final Pattern CLASS_NAME = Pattern.compile("L?([\\p{L}\\p{N}_$/]+);?");

  /** Class files of Java n have the version n and this. */
  private static final int BEFORE_JAVA_1 = 44;

  /** What a class that could not be loaded, or one that it needs, lacks. */
  public static Missing of(String name, Throwable failure, String neededAt) {
    if (failure instanceof UnsupportedClassVersionError newer) {
      return new Missing(name, madeForNewerJava(newer), neededAt);
    }
    if (failure instanceof ClassNotFoundException) {
      return new Missing(name, "is missing", neededAt);
    }
    Matcher other = CLASS_NAME.matcher(String.valueOf(failure.getMessage()));
    if (failure instanceof NoClassDefFoundError && other.matches()) {
      String culprit = other.group(1).replace('/', '.');
      return new Missing(culprit, "is missing", culprit.equals(name) ? neededAt : name);
    }
    return new Missing(name, "cannot be loaded: " + failure, neededAt);
  }

  /** Which Java a class was compiled for, in words. */
  public static String madeForNewerJava(UnsupportedClassVersionError newer) {
    Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(newer.getMessage()));
    return version.find()
        ? "was compiled for Java "
            + (Integer.parseInt(version.group(1)) - BEFORE_JAVA_1)
            + ", and this is Java "
            + Runtime.version().feature()
        : "cannot be loaded: " + newer;
  }

  @Override
  public String toString() {
    return name + " " + problem + ", needed by " + neededAt;
  }
}
