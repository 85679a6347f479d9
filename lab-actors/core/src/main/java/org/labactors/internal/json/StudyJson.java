package org.labactors.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.labactors.design.Design;
import org.labactors.design.Order;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.internal.code.BindingException;
import org.labactors.internal.code.CodeMapper;
import org.labactors.internal.code.NamedClasses;
import org.labactors.internal.code.StudyCode;
import org.labactors.internal.value.ValueTree;
import org.labactors.study.Study;

/**
 * A study as JSON, complete: what is written can be read where the same classes are. Parameters are
 * lists of values or the rules by which they are computed; experiment and design are {@code
 * {"class": …, and their fields}}.
 *
 * <p>Of an experiment that is a lambda only the class it stands in is written; such a study can be
 * compared but not read back.
 */
public final class StudyJson {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TIMEOUT = "timeout";
  private static final String ORDER = "order";
  private static final String EXPERIMENT = "experiment";
  private static final String ASSUMED = "assume";
  private static final String EARLIER = "earlier";

  /** What another study may have more of, if it has grown. */
  private static final List<String> GROWING =
      List.of("parameters", "design", "replicates", ASSUMED);

  private StudyJson() {}

  /**
   * The JSON of a study.
   *
   * @throws IllegalArgumentException if the experiment or the design has a field that cannot be
   *     written; the text names it
   */
  public static String write(Study study) {
    return tree(study).toString();
  }

  /**
   * The study of a JSON text.
   *
   * @param classes where the experiment's class is, and a design's of one's own
   * @throws IllegalArgumentException if it is no study, or its experiment cannot be created: the
   *     class is missing, is a lambda, or has other fields by now; the text says which
   */
  public static Study read(String json, ClassLoader classes) {
    JsonNode tree = parse(json);
    CodeMapper code = new CodeMapper(classes);
    Study study = Study.of(part(code, Experiment.class, tree, EXPERIMENT)).order(order(tree));
    if (tree.has("seed")) {
      study = study.seed(tree.path("seed").longValue());
    }
    return grown(timeout(tree).map(study::timeout).orElse(study), tree, code);
  }

  /**
   * The recorded study of which another one is the same, or has more.
   *
   * @param recordedJson as {@link #write} wrote it
   * @param here what it has its experiment, seed and time limit of
   * @throws IllegalArgumentException if it cannot be read; the text says why
   */
  public static Study recorded(String recordedJson, Study here) {
    JsonNode tree = parse(recordedJson);
    ClassLoader classes =
        StudyCode.isOfLab(here.design().getClass())
            ? here.experiment().getClass().getClassLoader()
            : here.design().getClass().getClassLoader();
    return grown(here.order(order(tree)), tree, new CodeMapper(classes));
  }

  /** A study with the points and replicates of a recorded one, and with those it had before. */
  private static Study grown(Study study, JsonNode tree, CodeMapper code) {
    Study earlier = null;
    for (JsonNode stage : tree.path(EARLIER)) {
      earlier = sized(study, stage, code).order(order(stage)).grownFrom(earlier);
    }
    return sized(study, tree, code).grownFrom(earlier);
  }

  private static Study sized(Study study, JsonNode tree, CodeMapper code) {
    Study sized =
        study
            .space(new ParameterSpace(parameters(tree)))
            .design(part(code, Design.class, tree, "design"))
            .replicates(required(tree, "replicates").intValue())
            .assume(Map.of());
    for (Map.Entry<String, JsonNode> assumed : tree.path(ASSUMED).properties()) {
      Object value = ValueTree.read(assumed.getValue());
      if (value == null) {
        throw new IllegalArgumentException("'" + ASSUMED + "' has no value in the study " + tree);
      }
      sized = sized.assume(assumed.getKey(), value);
    }
    return sized;
  }

  private static Order order(JsonNode tree) {
    return Order.valueOf(required(tree, ORDER).asText().toUpperCase(Locale.ROOT));
  }

  /**
   * Another instance of an experiment, equal in its fields; transient ones start anew.
   *
   * @throws IllegalArgumentException if it cannot be written and read back; the text says why
   */
  public static Experiment copyOf(Experiment experiment) {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    CodeMapper writer =
        new CodeMapper(
            experiment.getClass().getClassLoader(), type -> loaders.add(type.getClassLoader()));
    ObjectNode tree = JSON.createObjectNode();
    tree.set(EXPERIMENT, writer.write(Experiment.class, experiment));
    // An experiment of the user's may be inside one of the laboratory's, whose loader does not find
    // it; the other way round its loader finds both.
    CodeMapper reader =
        loaders.stream()
            .filter(loader -> loaders.stream().allMatch(other -> finds(loader, other)))
            .findFirst()
            .map(CodeMapper::new)
            .orElse(writer);
    return part(reader, Experiment.class, tree, EXPERIMENT);
  }

  /** Whether a loader finds what another one does. */
  private static boolean finds(ClassLoader loader, ClassLoader other) {
    for (ClassLoader each = loader; each != null; each = each.getParent()) {
      if (each.equals(other)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What takes part in a study, as its experiment or inside it, and looks the same as others of its
   * class: {@code a lambda of Foo}, or {@code a class inside a method of Foo} that uses variables
   * of the method.
   */
  public static Optional<String> incomparableIn(Study study) {
    Set<Class<?>> types = new LinkedHashSet<>();
    CodeMapper code = new CodeMapper(StudyJson.class.getClassLoader(), types::add);
    code.write(Experiment.class, study.experiment());
    code.write(Design.class, study.design());
    return types.stream().flatMap(type -> NamedClasses.incomparable(type).stream()).findFirst();
  }

  /**
   * The values that the parameters of a study take, by name; to know them takes none of the classes
   * that the study is made of.
   *
   * @throws IllegalArgumentException if it is no study
   */
  public static Map<String, Range> parameters(String json) {
    return parameters(parse(json));
  }

  private static Map<String, Range> parameters(JsonNode tree) {
    Map<String, Range> parameters = new TreeMap<>();
    required(tree, "parameters")
        .properties()
        .forEach(e -> parameters.put(e.getKey(), RangeJson.read(e.getValue())));
    return parameters;
  }

  static ObjectNode tree(Study study) {
    CodeMapper code = new CodeMapper(StudyJson.class.getClassLoader());
    ObjectNode tree = JSON.createObjectNode();
    tree.set(EXPERIMENT, code.write(Experiment.class, study.experiment()));
    putSize(tree, study, code);
    study.seed().ifPresent(seed -> tree.put("seed", seed));
    Duration timeout = study.timeout();
    if (timeout != null) {
      tree.put(TIMEOUT, timeout.toString());
    }
    putOrder(tree, study);
    if (study.grownFrom() != null) {
      tree.set(EARLIER, earlier(study, code));
    }
    return tree;
  }

  private static void putSize(ObjectNode tree, Study study, CodeMapper code) {
    ObjectNode parameters = tree.putObject("parameters");
    study
        .space()
        .parameters()
        .forEach((name, values) -> parameters.set(name, RangeJson.write(values)));
    tree.set("design", code.write(Design.class, study.design()));
    tree.put("replicates", study.replicates());
    if (!study.assumed().isEmpty()) {
      ObjectNode assumed = tree.putObject(ASSUMED);
      study.assumed().forEach((name, value) -> assumed.set(name, ValueTree.write(value)));
    }
  }

  private static void putOrder(ObjectNode tree, Study study) {
    tree.put(ORDER, study.order().name().toLowerCase(Locale.ROOT));
  }

  /** The studies that a study has grown from, the oldest first. */
  private static ArrayNode earlier(Study study, CodeMapper code) {
    ArrayNode earlier = JSON.createArrayNode();
    for (Study each = study.grownFrom(); each != null; each = each.grownFrom()) {
      ObjectNode stage = JSON.createObjectNode();
      putSize(stage, each, code);
      putOrder(stage, each);
      earlier.insert(0, stage);
    }
    return earlier;
  }

  /**
   * The JSON of a study, but with what makes no other study as a recorded one has it: the time
   * limit, the order, what it has grown from, and what is in attached files.
   */
  static ObjectNode tree(Study study, JsonNode recorded) {
    return withFilesOf(recorded, with(List.of(TIMEOUT, ORDER, EARLIER), recorded, tree(study)));
  }

  /** A recorded study with the files of an experiment, as JSON. */
  public static String withFilesOf(String json, String experiment) {
    ObjectNode tree = (ObjectNode) parse(json);
    tree.set(EXPERIMENT, AttachedContents.asIn(parse(experiment), tree.path(EXPERIMENT)));
    return tree.toString();
  }

  /** Whether a study has the experiment of a recorded one, with the same files. */
  public static boolean hasSameExperiment(String json, Study study) {
    return parse(json).path(EXPERIMENT).equals(parse(experimentOf(study)));
  }

  /** Whether two recorded studies have the same experiment, with the same files. */
  public static boolean haveSameFiles(String one, String other) {
    return parse(one).path(EXPERIMENT).equals(parse(other).path(EXPERIMENT));
  }

  /** The experiment of a study as JSON. */
  public static String experimentOf(Study study) {
    return tree(study).path(EXPERIMENT).toString();
  }

  /** The same, and with the points and replicates of the recorded one. */
  static ObjectNode treeOfSameSize(Study study, JsonNode recorded) {
    return with(GROWING, recorded, tree(study, recorded));
  }

  /** A recorded study with the time limit and the attached files of another recorded one. */
  static ObjectNode inOtherWords(JsonNode recorded, String other) {
    return withFilesOf(recorded, with(List.of(TIMEOUT), recorded, (ObjectNode) parse(other)));
  }

  private static ObjectNode withFilesOf(JsonNode recorded, ObjectNode tree) {
    tree.set(EXPERIMENT, AttachedContents.asIn(recorded.path(EXPERIMENT), tree.path(EXPERIMENT)));
    return tree;
  }

  private static ObjectNode with(List<String> names, JsonNode recorded, ObjectNode tree) {
    for (String name : names) {
      if (recorded.has(name)) {
        tree.set(name, recorded.path(name));
      } else {
        tree.remove(name);
      }
    }
    return tree;
  }

  /** The time limit of a study that {@link #write} wrote, if it has one. */
  public static Optional<Duration> timeoutOf(String json) {
    return timeout(parse(json));
  }

  private static Optional<Duration> timeout(JsonNode tree) {
    return tree.has(TIMEOUT)
        ? Optional.of(Duration.parse(tree.path(TIMEOUT).asText()))
        : Optional.empty();
  }

  /** The order of a study that {@link #write} wrote. */
  public static Order orderOf(String json) {
    return order(parse(json));
  }

  /** Whether a study that {@link #write} wrote has grown from another. */
  public static boolean hasGrown(String json) {
    return parse(json).has(EARLIER);
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "the study is not JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  /** The seed of a study that {@link #write} wrote, if it has one. */
  public static OptionalLong seedOf(String json) {
    JsonNode seed = parse(json).path("seed");
    return seed.isIntegralNumber() ? OptionalLong.of(seed.longValue()) : OptionalLong.empty();
  }

  private static <T> T part(CodeMapper code, Class<T> kind, JsonNode tree, String key) {
    JsonNode part = required(tree, key);
    try {
      return code.read(kind, part);
    } catch (StackOverflowError tooDeep) {
      throw new IllegalArgumentException(
          key + ": is nested too deeply to be read; make it flatter", tooDeep);
    } catch (BindingException refusal) {
      JsonNode culprit = part;
      for (String step : refusal.path()) {
        culprit = culprit.isArray() ? culprit.path(Integer.parseInt(step)) : culprit.path(step);
      }
      throw new IllegalArgumentException(
          key
              + (refusal.path().isEmpty() ? "" : "." + String.join(".", refusal.path()))
              + (culprit.isMissingNode() ? "" : " = " + culprit)
              + ": "
              + refusal.problem()
              + (refusal.remedy().isEmpty() ? "" : "\n" + refusal.remedy()),
          refusal);
    }
  }

  private static JsonNode required(JsonNode tree, String key) {
    JsonNode value = tree.path(key);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("'" + key + "' is missing in the study " + tree);
    }
    return value;
  }
}
