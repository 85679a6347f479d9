package org.labactors.runfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.labactors.design.Design;
import org.labactors.design.Factorial;
import org.labactors.design.Order;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Points;
import org.labactors.design.Pointwise;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Names;
import org.labactors.experiment.Point;
import org.labactors.internal.code.BindingException;
import org.labactors.internal.code.CodeMapper;
import org.labactors.internal.code.CodePath;
import org.labactors.internal.code.MissingCode;
import org.labactors.study.FailureLimit;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/** Makes a {@link RunFile} of its text, or says what is wrong with it. */
final class RunFileReader {

  /** What leads out of a folder, hides a file, or is no character of a name. */
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("^\\.|[/\\\\\\p{Cntrl}]");

  private static final Pattern SCHEME = Pattern.compile("^(jdbc|file):", Pattern.CASE_INSENSITIVE);

  private static final List<String> KEYS = List.of("notebook", "study", "lab");
  private static final List<String> STUDY_KEYS =
      List.of(
          "tag",
          "description",
          "experiment",
          "code",
          "keep-code",
          "parameters",
          "design",
          "assume",
          "replicates",
          "seed",
          "order",
          "timeout",
          "max-failures");
  private static final String EXPERIMENT =
      "the name of an experiment's class, or { class = …, its fields }";
  private static final String DESIGN =
      "factorial, pointwise, { points = a CSV file }, or { class = …, its fields }";

  private final RunFileSource source;
  private final Section root;
  private final Section study;

  RunFileReader(RunFileSource source) {
    this.source = source;
    this.root = new Section(source, "", source.root()).allow(KEYS);
    this.study =
        root.required("study", "{ experiment = …, parameters { … } }")
            .section("{ experiment = …, parameters { … } }")
            .allow(STUDY_KEYS);
  }

  RunFile read(List<Path> furtherCode) {
    String tag = tag();
    int engines = engines();
    List<Path> code = code(furtherCode);
    URLClassLoader classes = CodePath.open(code);
    try {
      Study read = study(new CodeMapper(classes));
      return new RunFile(
          read,
          tag,
          study.optional("description").map(Setting::text).orElse(""),
          notebook(tag),
          engines,
          maxFailures(),
          keepCode(),
          code,
          missing(read),
          classes);
    } catch (RuntimeException refusal) {
      close(classes, refusal);
      throw refusal;
    }
  }

  private Optional<String> missing(Study read) {
    Setting experiment = study.required("experiment", EXPERIMENT);
    return MissingCode.of(read)
        .map(text -> String.valueOf(experiment.refused(text, "", null).getMessage()));
  }

  private static void close(URLClassLoader classes, RuntimeException refusal) {
    try {
      classes.close();
    } catch (IOException failure) {
      refusal.addSuppressed(failure);
    }
  }

  private String tag() {
    Optional<Setting> given = study.optional("tag");
    if (given.isEmpty() && source.isPipe()) {
      study.required("tag", "given, for a pipe has no name that could be the tag");
    }
    if (given.isEmpty()) {
      return String.valueOf(source.file().getFileName()).replaceFirst("\\.(conf|json)$", "");
    }
    String tag = given.get().text();
    return checked(
        given.get(),
        () -> {
          Names.check("the tag", tag);
          return tag;
        });
  }

  private String notebook(String tag) {
    Optional<Setting> given = root.optional("notebook");
    if (given.isEmpty()) {
      return inThisFolder(tag) + ".db";
    }
    return given.get().text("the name of a file or the address of a database");
  }

  /** A tag is a name and no path, nor the address of a database. */
  private static String inThisFolder(String tag) {
    String name = NOT_IN_A_NAME.matcher(tag).replaceAll("_");
    return SCHEME.matcher(name).find() ? name.replace(':', '_') : name;
  }

  private int engines() {
    return root.optional("lab")
        .map(lab -> lab.section("{ engines = … }").allow(List.of("engines")))
        .flatMap(lab -> lab.optional("engines"))
        .map(Setting::whole32)
        .orElse(0);
  }

  private FailureLimit maxFailures() {
    Optional<Setting> given = study.optional("max-failures");
    if (given.isEmpty()) {
      return FailureLimit.DEFAULT;
    }
    String text = given.get().text(FailureLimit.ALLOWED);
    return checked(given.get(), () -> FailureLimit.parse(text));
  }

  private Optional<Boolean> keepCode() {
    Optional<Setting> given = study.optional("keep-code");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get().text("true or false");
    if (!text.equals("true") && !text.equals("false")) {
      throw given.get().refused("must be true or false");
    }
    return Optional.of(text.equals("true"));
  }

  private List<Path> code(List<Path> further) {
    List<Path> code = new ArrayList<>();
    for (Setting jar : study.optional("code").map(Setting::elements).orElse(List.of())) {
      String name = jar.text("the name of a jar");
      code.add(
          checked(
              jar,
              () -> {
                Path path = source.resolve(name);
                CodePath.check(path);
                return path;
              }));
    }
    for (Path path : further) {
      try {
        CodePath.check(path);
      } catch (IllegalArgumentException refusal) {
        throw new RunFileException("--code " + path + ": " + refusal.getMessage(), refusal);
      }
      code.add(path);
    }
    return List.copyOf(code);
  }

  private Study study(CodeMapper classes) {
    Setting experiment = study.required("experiment", EXPERIMENT);
    Study result =
        Study.of(create(classes, Experiment.class, experiment, EXPERIMENT))
            .space(space())
            .design(design(classes))
            .order(order());
    Optional<Setting> replicates = study.optional("replicates");
    if (replicates.isPresent()) {
      if (replicates.get().whole32() < 1) {
        throw replicates.get().refused("must be at least 1");
      }
      result = result.replicates(replicates.get().whole32());
    }
    for (Map.Entry<String, Setting> assumed : assumed().entrySet()) {
      Object value = assumed.getValue().value();
      if (value == null) {
        throw assumed.getValue().refused("must be a number, a string, true, false, or a list");
      }
      result = result.assume(assumed.getKey(), value);
    }
    Optional<Setting> seed = study.optional("seed");
    if (seed.isPresent()) {
      result = result.seed(seed.get().whole());
    }
    Optional<Setting> timeout = study.optional("timeout");
    if (timeout.isPresent()) {
      Duration limit = timeout.get().duration();
      if (limit.isNegative() || limit.isZero()) {
        throw timeout.get().refused("must be more than zero");
      }
      result = result.timeout(limit);
    }
    checkSize(result, experiment);
    checkAssumed(result);
    checkFirstPoint(result, experiment);
    return result;
  }

  private <T> T create(CodeMapper classes, Class<T> kind, Setting setting, String allowed) {
    JsonNode tree =
        setting.isObject()
            ? setting.json()
            : JsonNodeFactory.instance.objectNode().put(CodeMapper.CLASS, setting.name(allowed));
    try {
      return classes.create(kind, tree, source::resolve);
    } catch (BindingException refusal) {
      throw setting.refused(refusal);
    }
  }

  private ParameterSpace space() {
    Map<String, Range> ranges = new TreeMap<>();
    study
        .optional("parameters")
        .map(parameters -> parameters.section("{ name = its values, … }").settings())
        .orElse(Map.of())
        .forEach(
            (name, values) -> {
              checked(
                  values,
                  () -> {
                    Names.check("the parameter", name);
                    return name;
                  });
              ranges.put(name, new RangeSetting(values).range());
            });
    return new ParameterSpace(ranges);
  }

  private Design design(CodeMapper classes) {
    Optional<Setting> given = study.optional("design");
    if (given.isEmpty()) {
      return new Factorial();
    }
    Setting design = given.get();
    if (!design.isObject()) {
      return named(design);
    }
    Section fields = design.section(DESIGN);
    if (fields.has(CodeMapper.CLASS) || !fields.has("points")) {
      return create(classes, Design.class, design, DESIGN);
    }
    Setting points = fields.allow(List.of("points")).required("points", "a CSV file");
    String file = points.text("the name of a CSV file");
    return checked(points, () -> Points.csv(source.resolve(file)));
  }

  private static Design named(Setting design) {
    String name = design.oneOf(List.of("factorial", "pointwise"), DESIGN);
    return name.equals("pointwise") ? new Pointwise() : new Factorial();
  }

  private Order order() {
    List<String> orders = List.of("random", "sequential");
    String order =
        study
            .optional("order")
            .map(given -> given.oneOf(orders, "random or sequential"))
            .orElse("random");
    return order.equals("sequential") ? Order.SEQUENTIAL : Order.RANDOM;
  }

  private Map<String, Setting> assumed() {
    return study
        .optional("assume")
        .map(assumed -> assumed.section("{ parameter = the value it had before, … }").settings())
        .orElse(Map.of());
  }

  private void checkAssumed(Study study) {
    List<String> parameters = new Trials(study.assume(Map.of()).seed(0)).parameters();
    assumed()
        .forEach(
            (name, value) -> {
              if (!parameters.contains(name)) {
                throw value.refused(
                    "is no parameter of the study; "
                        + (parameters.isEmpty()
                            ? "it has none"
                            : "there is " + String.join(", ", parameters)));
              }
            });
  }

  private void checkSize(Study study, Setting experiment) {
    Setting design =
        this.study
            .optional("design")
            .or(() -> this.study.optional("parameters"))
            .orElse(experiment);
    long points;
    try {
      points = study.design().size(study.space());
    } catch (RuntimeException refusal) {
      throw design.refused(
          refusal instanceof IllegalArgumentException && refusal.getMessage() != null
              ? refusal.getMessage()
              : refusal.toString(),
          "",
          refusal);
    }
    if (points < 1) {
      throw design.refused("has " + points + " points; a study needs at least 1");
    }
    checked(
        this.study.optional("replicates").orElse(design),
        () -> new Trials(study.assume(Map.of()).seed(study.seed().orElse(0))));
  }

  private static void checkFirstPoint(Study study, Setting experiment) {
    Point first;
    try {
      first = study.design().point(study.space(), 0);
    } catch (RuntimeException atThisPoint) {
      return; // fails the trial there, and no other
    }
    checked(
        experiment,
        () -> {
          study.experiment().check(first);
          return first;
        });
  }

  private static <T> T checked(Setting setting, Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException refusal) {
      throw setting.refused(String.valueOf(refusal.getMessage()), "", refusal);
    }
  }
}
