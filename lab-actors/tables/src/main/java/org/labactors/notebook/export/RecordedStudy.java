package org.labactors.notebook.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Point;
import org.labactors.internal.json.StudyJson;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Trials;

/**
 * The study of a result set, as far as it can be told without the experiment's class.
 *
 * @param experiment the name of the experiment's class
 * @param trials the trials, null if the design's class is not here
 */
public record RecordedStudy(String experiment, @Nullable Trials trials) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String EXPERIMENT = "experiment";

  /** The study of a result set. */
  public static RecordedStudy of(ResultSet resultSet) {
    JsonNode tree = tree(resultSet.studyJson());
    String name = tree.path(EXPERIMENT).path("class").asText();
    if (tree instanceof ObjectNode object) {
      object.set(
          EXPERIMENT,
          JSON.createObjectNode()
              .put("class", ImportedExperiment.class.getName())
              .put("name", name));
    }
    try {
      return new RecordedStudy(
          name,
          new Trials(StudyJson.read(tree.toString(), ImportedExperiment.class.getClassLoader())));
    } catch (IllegalArgumentException noSuchDesign) {
      return new RecordedStudy(name, null);
    }
  }

  private static JsonNode tree(String study) {
    try {
      return JSON.readTree(study);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException("the study of a result set is JSON", malformed);
    }
  }

  /** The names of its parameters, as {@link Trials#parameters} tells them. */
  public List<String> parameters() {
    return trials == null ? List.of() : trials.parameters();
  }

  /** The index of a trial's point, of which {@link #point} says what it is. */
  public long pointIndex(long trial) {
    return trials == null ? 0 : trials.pointIndex(trial);
  }

  /** Which repetition at its point a trial is. */
  public int replicate(long trial) {
    return trials == null ? 0 : trials.replicate(trial);
  }

  /** The point of a trial, null if it cannot be computed. */
  public @Nullable Point point(long trial) {
    if (trials == null) {
      return null;
    }
    try {
      return trials.point(trial);
    } catch (RuntimeException noSuchPoint) {
      // A design of the user's may fail at a point; running the trial will say so.
      return null;
    }
  }
}
