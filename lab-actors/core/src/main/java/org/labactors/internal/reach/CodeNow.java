package org.labactors.internal.reach;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.code.StudyCode;
import org.labactors.internal.json.StudyJson;
import org.labactors.study.Study;

/**
 * The code of a study as it is here and now.
 *
 * @param jars the jars that it comes from; code in folders is in none
 * @param files where they are
 * @param parts what the experiment reaches
 * @param experiment the experiment with its files, as JSON, if it has any
 * @param git the commit, if the code lies in a git repository, and whether it was clean
 */
public record CodeNow(
    List<CodeJar> jars,
    List<Path> files,
    CodeParts parts,
    Optional<String> experiment,
    Map<String, String> git) {

  public CodeNow {
    jars = List.copyOf(jars);
    files = List.copyOf(files);
    git = Map.copyOf(git);
  }

  /**
   * Looks at it.
   *
   * @param code jars beside those that the study's classes are in
   * @throws IllegalArgumentException if a jar cannot be read, or the study cannot be written down
   */
  public static CodeNow of(Study study, List<Path> code) {
    List<Path> places = StudyCode.places(study);
    List<CodeJar> jars = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    for (Path file : code) {
      add(file, jars, files);
    }
    for (Path place : places) {
      if (!Files.isDirectory(place)) {
        add(place, jars, files);
      }
    }
    Map<String, String> git =
        places.stream()
            .map(GitState::of)
            .filter(facts -> !facts.isEmpty())
            .findFirst()
            .orElse(Map.of());
    Optional<String> experiment =
        StudyCode.files(study).isEmpty()
            ? Optional.empty()
            : Optional.of(StudyJson.experimentOf(study));
    return new CodeNow(jars, files, ReachedCode.of(study), experiment, git);
  }

  private static void add(Path file, List<CodeJar> jars, List<Path> files) {
    CodeJar jar = CodeJar.of(file);
    if (!jars.contains(jar)) {
      jars.add(jar);
      files.add(file);
    }
  }
}
