package org.labactors.internal.library;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A jar of Jackson. Jackson comes in many, which must all be of one version; a build that dictates
 * the versions of some, or of old ones, makes a mixture.
 *
 * @param artifact its name in Maven
 * @param version its version; empty if the class path has no such jar
 */
record JacksonPart(String artifact, Optional<String> version) {

  /** The version with which the laboratory is built and tested. */
  static final String TESTED = "2.22.4";

  /** The oldest with which its tests pass. */
  private static final Version OLDEST = new Version(2, 17);

  /** Where the parts that the laboratory uses say which version they are. */
  private static final Map<String, String> HOLDERS =
      new TreeMap<>(
          Map.of(
              "jackson-core", "com.fasterxml.jackson.core.json.PackageVersion",
              "jackson-databind", "com.fasterxml.jackson.databind.cfg.PackageVersion",
              "jackson-dataformat-cbor", "com.fasterxml.jackson.dataformat.cbor.PackageVersion",
              "jackson-datatype-jdk8", "com.fasterxml.jackson.datatype.jdk8.PackageVersion",
              "jackson-datatype-jsr310", "com.fasterxml.jackson.datatype.jsr310.PackageVersion",
              "jackson-module-parameter-names",
                  "com.fasterxml.jackson.module.paramnames.PackageVersion"));

  /** Those of this class path. */
  static List<JacksonPart> found() {
    List<JacksonPart> parts = new ArrayList<>();
    HOLDERS.forEach((artifact, holder) -> parts.add(new JacksonPart(artifact, versionIn(holder))));
    return parts;
  }

  private static Optional<String> versionIn(String holder) {
    try {
      return Optional.of(Class.forName(holder).getField("VERSION").get(null).toString());
    } catch (ReflectiveOperationException | LinkageError missing) {
      return Optional.empty();
    }
  }

  /** What does not link when Jackson is used, say with annotations that are too old. */
  static Optional<String> linkFailure() {
    try {
      JsonMapper unused = new JsonMapper();
      return Optional.empty();
    } catch (LinkageError failure) {
      return Optional.of(failure.toString());
    }
  }

  /** Why these parts are refused; empty if they can be used. */
  static Optional<String> refusal(List<JacksonPart> parts, Optional<String> linkFailure) {
    List<Optional<Version>> versions =
        parts.stream().map(part -> part.version().flatMap(Version::of)).distinct().toList();
    boolean fit = versions.size() == 1 && versions.get(0).filter(OLDEST::isNoLaterThan).isPresent();
    return fit && linkFailure.isEmpty() ? Optional.empty() : Optional.of(text(parts, linkFailure));
  }

  private static String text(List<JacksonPart> parts, Optional<String> linkFailure) {
    return "the laboratory needs all jars of Jackson in one version, "
        + OLDEST
        + " or later of 2; it is tested with "
        + TESTED
        + "\nThe class path has "
        + parts.stream()
            .map(part -> part.artifact() + " " + part.version().orElse("missing"))
            .collect(Collectors.joining(", "))
        + linkFailure.map(failure -> "; and " + failure).orElse("")
        + "\nIn Maven, import com.fasterxml.jackson:jackson-bom:"
        + TESTED
        + " in <dependencyManagement>, before other BOMs; with Spring Boot's parent, set the property"
        + " jackson-bom.version (Boot 4: jackson-2-bom.version). In Gradle, use"
        + " enforcedPlatform(\"com.fasterxml.jackson:jackson-bom:"
        + TESTED
        + "\").";
  }
}
