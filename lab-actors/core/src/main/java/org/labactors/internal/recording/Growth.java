package org.labactors.internal.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.labactors.internal.growth.AddedPoints;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.Trials;

/**
 * What a study has more than the recorded one.
 *
 * @param study it, grown from the recorded one
 * @param more what there is more of: {@code 2 values of beta}, {@code 10 replicates}
 * @param trials how many trials it has
 */
public record Growth(Study study, List<String> more, long trials) {

  public Growth {
    more = List.copyOf(more);
  }

  /**
   * Whether a study may be one that contains the recorded one: it differs in nothing but its points
   * and replicates.
   *
   * @param study with a seed
   */
  static boolean isPossible(Study study, String recordedJson, String recordedDigest) {
    return StudyDigest.isSameButForSize(study, recordedJson, recordedDigest);
  }

  /**
   * What a study has more than the recorded one.
   *
   * @param study for which growth {@link #isPossible}
   * @throws IllegalArgumentException if it does not contain the recorded one; the text says what is
   *     missing
   */
  static Growth of(Study study, String recordedJson) {
    Study recorded = StudyJson.recorded(recordedJson, study);
    Study grown = study.grownFrom(recorded);
    long trials = new Trials(grown).size();
    List<String> more =
        new ArrayList<>(
            AddedPoints.of(
                    recorded.space(),
                    recorded.design(),
                    study.space(),
                    study.design(),
                    study.assumed())
                .inWords());
    int replicates = study.replicates() - recorded.replicates();
    if (replicates > 0) {
      more.add(replicates == 1 ? "1 replicate" : replicates + " replicates");
    }
    study.assumed().entrySet().stream()
        .filter(assumed -> !recorded.assumed().containsKey(assumed.getKey()))
        .forEach(
            assumed ->
                more.add(
                    "the parameter %s, so far %s".formatted(assumed.getKey(), assumed.getValue())));
    requireSameAssumptions(recorded, study);
    return new Growth(grown, more, trials);
  }

  /** Random numbers of recorded trials must stay the same. */
  private static void requireSameAssumptions(Study recorded, Study study) {
    recorded
        .assumed()
        .forEach(
            (name, value) -> {
              if (!value.equals(study.assumed().get(name))) {
                throw new IllegalArgumentException(
                    "assume { %s = %s } is missing".formatted(name, value));
              }
            });
    List<String> known = new Trials(recorded).parameters();
    study
        .assumed()
        .forEach(
            (name, value) -> {
              if (known.contains(name) && !recorded.assumed().containsKey(name)) {
                throw new IllegalArgumentException(
                    "assume { %s = %s }: it was a parameter before".formatted(name, value));
              }
            });
  }

  /** It in words, such as "2 values of beta; 12,000 of 20,000 trials are recorded and stay". */
  public String inWords(Tally recorded) {
    return String.format(
        Locale.ROOT,
        "%s; %,d of %,d trials are recorded and stay",
        String.join(", ", more),
        recorded.recorded(),
        trials);
  }
}
