package org.labactors.internal.code;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.labactors.internal.linkage.Linkage;
import org.labactors.internal.linkage.Missing;
import org.labactors.study.Study;

/**
 * What the code of a study needs and is not there. Found without running it, so that it is told
 * before the first trial and not by every one.
 */
public final class MissingCode {

  private static final int MOST_NAMED = 5;

  private MissingCode() {}

  /**
   * Why a study cannot run in this JVM, in words for the user; empty if nothing is known to be
   * missing.
   *
   * @throws IllegalArgumentException if the experiment or the design cannot be written down
   */
  public static Optional<String> of(Study study) {
    Class<?> experiment = study.experiment().getClass();
    List<Missing> missing;
    Set<Class<?>> classes = Set.of(experiment);
    try {
      requireLinked(experiment);
      classes = StudyCode.classes(study);
      // Of a lambda there is no class file; it runs where it was written.
      missing = Linkage.missing(classes.stream().filter(type -> !type.isHidden()).toList());
    } catch (LinkageError failure) {
      missing = List.of(Missing.of(experiment.getName(), failure, experiment.getName()));
    }
    ClassLoader loader =
        classes.stream()
            .map(Class::getClassLoader)
            .filter(CodeLoader.class::isInstance)
            .findFirst()
            .orElse(StudyCode.class.getClassLoader());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(text(experiment.getName(), missing, loader));
  }

  /** Jackson looks at all that a class declares, and hides what is missing behind its own words. */
  private static void requireLinked(Class<?> experiment) {
    if (!experiment.isHidden()) {
      Object unused = experiment.getDeclaredMethods();
      unused = experiment.getDeclaredFields();
    }
  }

  private static String text(String experiment, List<Missing> missing, ClassLoader loader) {
    int more = missing.size() - MOST_NAMED;
    return experiment
        + " cannot run:\n"
        + Stream.concat(
                missing.stream().limit(MOST_NAMED).map(each -> "  " + each),
                more > 0 ? Stream.of("  and " + more + " more") : Stream.empty())
            .collect(Collectors.joining("\n"))
        + "\nLooked for in "
        + (loader instanceof CodeLoader
            ? CodeLoader.searched(loader)
            : "the class path of this program")
        + ".\n"
        + remedy(loader)
        + " If the code that needs them never runs, switch the check off with"
        + " -Dlab.code.check=off, for the command line in LAB_JAVA_OPTS.";
  }

  /** What to do about classes that a loader does not find. */
  static String remedy(ClassLoader loader) {
    return loader instanceof CodeLoader
        ? "Name the jars with them in study.code or with --code; a Java program sends what is on its"
            + " class path."
        : "Put the jars with them on the class path; a run file names them in study.code or with"
            + " --code.";
  }
}
