package org.labactors.notebook.epyc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.value.UnicodeText;

/**
 * The words of epyc's JSON notebooks, version 2, and those that the lab adds. In such a notebook
 * stands, for each result set under its tag, a list of results and a map of pending ones; each
 * result has parameters, results and metadata by name.
 */
final class EpycFormat {

  static final String VERSION = "version";
  static final String CREATOR = "creator";
  static final String CURRENT = "current";
  static final String THE_VERSION = "2";
  static final String RESULT_SETS = "resultsets";
  static final String RESULTS = "results";
  static final String PENDING = "pending-results";
  static final String DESCRIPTION = "description";
  static final String LOCKED = "locked";
  static final String PARAMETERS = "parameters";
  static final String METADATA = "metadata";

  /** The tag of the result set that every notebook of epyc has, used or not. */
  static final String DEFAULT_RESULT_SET = "epyc.resultset.default";

  /** What epyc says of a notebook of which nobody has said what it is. */
  static final String DEFAULT_DESCRIPTION = "A notebook";

  static final String CLASS_NAME = "epyc.experiment.classname";
  static final String START_TIME = "epyc.experiment.start_time";
  static final String END_TIME = "epyc.experiment.end_time";
  static final String ELAPSED_TIME = "epyc.experiment.elapsed_time";
  static final String SETUP_TIME = "epyc.experiment.setup_time";
  static final String EXPERIMENT_TIME = "epyc.experiment.experiment_time";
  static final String TEARDOWN_TIME = "epyc.experiment.teardown_time";
  static final String STATUS = "epyc.experiment.status";
  static final String EXCEPTION = "epyc.experiment.exception";
  static final String TRACEBACK = "epyc.experiment.traceback";

  /** What epyc writes for the exception of a trial that was called off. */
  static final String CANCELLED = "Cancelled";

  /** Begins the names of attributes and metadata that the lab adds. */
  static final String OURS = "lab-actors.";

  static final String OUR_STUDY = OURS + "study";
  static final String OUR_DERIVED = OURS + "derived";
  static final String OUR_NAMES = OURS + "names";

  /** The attributes of the notebook itself, for which epyc has no place. */
  static final String OUR_ATTRIBUTES = OURS + "attributes";

  /** Begins the name of an attribute whose own name means something else there. */
  static final String OUR_ATTRIBUTE = OURS + "attribute.";

  static final String OUR_TRIAL = OURS + "trial";
  static final String OUR_ROW = OURS + "row";
  static final String OUR_POINT = OURS + "point";
  static final String OUR_REPLICATE = OURS + "replicate";
  static final String OUR_STATUS = OURS + "status";
  static final String OUR_START_TIME = OURS + "start_time";
  static final String OUR_ENGINE = OURS + "engine";
  static final String OUR_ATTEMPT = OURS + "attempt";
  static final String OUR_EXACT = OURS + "exact";

  /** The metadata that stands in the notebook's own columns, and not among the user's. */
  static final List<String> OWN_METADATA =
      List.of(
          START_TIME,
          END_TIME,
          ELAPSED_TIME,
          SETUP_TIME,
          EXPERIMENT_TIME,
          TEARDOWN_TIME,
          STATUS,
          EXCEPTION,
          TRACEBACK,
          OUR_TRIAL,
          OUR_ROW,
          OUR_POINT,
          OUR_REPLICATE,
          OUR_STATUS,
          OUR_START_TIME,
          OUR_ENGINE,
          OUR_ATTEMPT,
          OUR_EXACT);

  private EpycFormat() {}

  /** The name under which an attribute of the user's stands in a result set. */
  static String attribute(String name) {
    boolean isTaken =
        name.startsWith(OURS) || List.of(RESULTS, PENDING, DESCRIPTION, LOCKED).contains(name);
    return isTaken ? OUR_ATTRIBUTE + name : name;
  }

  /** The name of the user's that {@link #attribute} made this one of. */
  static String ownName(String attribute) {
    return attribute.startsWith(OUR_ATTRIBUTE)
        ? attribute.substring(OUR_ATTRIBUTE.length())
        : attribute;
  }

  /** A text as every notebook can store it: U+FFFD stands for what is no character. */
  static String storable(String text) {
    return UnicodeText.of(text).replace('\0', '\uFFFD');
  }

  /**
   * Whether epyc can open a notebook with a value. It finds a type for every value, that of a list
   * from its first element; it has none for null, maps and empty lists.
   */
  static boolean isPossible(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return !list.isEmpty() && isPossible(list.get(0));
    }
    return value != null && !(value instanceof Map<?, ?>);
  }
}
