package org.labactors.internal.recording;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.labactors.internal.code.StudyCode;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.reach.CodeNow;
import org.labactors.internal.reach.CodeParts;
import org.labactors.internal.reach.ReachedCode;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.RecordedCode;
import org.labactors.study.Study;

/** The code of here and now as a notebook has it. */
public final class NewCode {

  private NewCode() {}

  /**
   * The code of a recorded study that goes on with other files: as far as it is files, for nothing
   * else of it is here any more.
   *
   * @param here the study that goes on
   * @param since when the recorded one began
   * @return with the number 0; empty if the files are the same, or not here any more, or the
   *     experiment has classes of the user's
   */
  public static Optional<RecordedCode> ofFiles(String recordedJson, Study here, Instant since) {
    if (StudyJson.hasSameExperiment(recordedJson, here)) {
      return Optional.empty();
    }
    try {
      Study recorded = StudyJson.read(recordedJson, here.experiment().getClass().getClassLoader());
      CodeParts parts = ReachedCode.of(recorded);
      return StudyCode.classes(recorded).isEmpty() && parts.hasContents()
          ? Optional.of(
              new RecordedCode(
                  0,
                  parts.digest(),
                  since,
                  Map.of(),
                  List.of(),
                  parts,
                  Optional.of(StudyJson.experimentOf(recorded))))
          : Optional.empty();
    } catch (IllegalArgumentException notHere) {
      return Optional.empty();
    }
  }

  /** With the number 0. */
  public static RecordedCode of(CodeNow now) {
    Map<String, String> here = Provenance.here();
    Map<String, String> facts = new TreeMap<>(now.git());
    for (String fact : new String[] {"java", "lab-actors", "host"}) {
      facts.put(fact, here.getOrDefault(fact, ""));
    }
    return new RecordedCode(
        0, now.parts().digest(), Instant.now(), facts, now.jars(), now.parts(), now.experiment());
  }
}
