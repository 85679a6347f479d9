package org.labactors.internal.code;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.labactors.command.Attachment;
import org.labactors.design.Design;
import org.labactors.experiment.Experiment;
import org.labactors.study.Study;

/** Where the code of a study is, and what else it needs beside its text. */
public final class StudyCode {

  /** Nodes need not have these. */
  private static final String EXPERIMENTS = "org.labactors.experiments.";

  private StudyCode() {}

  /**
   * The jars and folders that the classes of a study's experiment and design were loaded from, and
   * those of experiments and designs inside them. The laboratory's own are left out, and so are
   * classes that came from no file.
   *
   * @throws IllegalArgumentException if the experiment or the design cannot be written down
   */
  public static List<Path> places(Study study) {
    return classes(study).stream()
        .map(StudyCode::placeOf)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /**
   * The files that are attached to a study, whether their contents are in its text or not.
   *
   * @throws IllegalArgumentException if the experiment cannot be written down
   */
  public static List<Attachment> files(Study study) {
    List<Attachment> files = new ArrayList<>();
    new CodeMapper(StudyCode.class.getClassLoader(), type -> {}, files::add)
        .write(Experiment.class, study.experiment());
    return files;
  }

  /**
   * Of the {@linkplain #classes classes} of a study those that came from no file, but from a jar
   * inside another, say, or from memory.
   */
  public static List<Class<?>> withoutPlace(Study study) {
    return classes(study).stream().filter(type -> placeOf(type).isEmpty()).toList();
  }

  /**
   * The classes of a study's experiment and design, and of experiments and designs inside them, but
   * for the laboratory's own.
   *
   * @throws IllegalArgumentException if the experiment or the design cannot be written down
   */
  public static Set<Class<?>> classes(Study study) {
    Set<Class<?>> classes = classes(study.experiment());
    if (!isOfLab(study.design().getClass())) {
      classes.addAll(classes(Design.class, study.design()));
    }
    return classes;
  }

  /** As {@link #classes(Study)}, of the experiment alone. */
  public static Set<Class<?>> classes(Experiment experiment) {
    return classes(Experiment.class, experiment);
  }

  private static Set<Class<?>> classes(Class<?> kind, Object part) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    new CodeMapper(StudyCode.class.getClassLoader(), classes::add).write(kind, part);
    classes.removeIf(StudyCode::isOfLab);
    return classes;
  }

  /** Whether a class is the laboratory's own. */
  public static boolean isOfLab(Class<?> type) {
    return !type.getName().startsWith(EXPERIMENTS) && LabLibrary.has(type);
  }

  /** Whether a class of this name is the laboratory's own, which no study brings along. */
  public static boolean isOfLab(String name) {
    return !name.startsWith(EXPERIMENTS) && LabLibrary.has(name);
  }

  /** Whether a resource is in a jar or folder of the laboratory, but not of its experiments. */
  public static boolean isOfLab(URL resource) {
    return LabLibrary.holds(resource)
        && !resource.toString().contains(EXPERIMENTS.replace('.', '/'));
  }

  /** The name of the class whose file has a class: of a lambda, that which it is written in. */
  public static String written(Class<?> type) {
    int lambda = type.getName().indexOf(NamedClasses.LAMBDA);
    return lambda < 0 ? type.getName() : type.getName().substring(0, lambda);
  }

  private static Optional<Path> placeOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    if (place == null || !Objects.equals(place.getProtocol(), "file")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(place.toURI()));
    } catch (URISyntaxException notAFile) {
      return Optional.empty();
    }
  }
}
