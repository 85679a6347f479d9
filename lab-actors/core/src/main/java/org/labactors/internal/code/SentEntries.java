package org.labactors.internal.code;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * What a program sends to the engines of other nodes of the class path that it runs on. The folder
 * in which it was started is never sent for that, since notebooks and data may lie there.
 *
 * @param all whether it sends all of it but the laboratory's own jars, or only what the classes of
 *     the study are in
 * @param excluded which jars and folders it leaves out, as patterns of their names: {@code
 *     spring-*.jar}
 */
public record SentEntries(boolean all, List<String> excluded) {

  /** Nothing but what the classes of the study are in. */
  public static final SentEntries NONE = new SentEntries(false, List.of());

  /**
   * A choice that makes sense.
   *
   * @throws IllegalArgumentException if one of the patterns is none
   */
  public SentEntries {
    excluded = List.copyOf(excluded);
    excluded.forEach(SentEntries::matcher);
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "lab.code.exclude = "
              + pattern
              + ": is no pattern of file names, such as spring-*.jar: "
              + wrong.getDescription(),
          wrong);
    }
  }

  /** What is sent for a study of these classes. */
  List<Path> of(Collection<Class<?>> classes) {
    if (!all || classes.isEmpty()) {
      return List.of();
    }
    Set<Path> own = LabJars.places(SentEntries.class.getClassLoader());
    Path workplace = ClassPath.real(Path.of(""));
    List<PathMatcher> matchers = excluded.stream().map(SentEntries::matcher).toList();
    return ClassPath.of(classes).stream()
        .filter(entry -> !own.contains(ClassPath.real(entry)))
        .filter(entry -> !workplace.equals(ClassPath.real(entry)))
        .filter(entry -> matchers.stream().noneMatch(each -> each.matches(entry.getFileName())))
        .toList();
  }
}
