package org.labactors.runfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.cells.NearNumber;
import org.labactors.internal.cells.TypedText;
import org.labactors.internal.code.BindingException;
import org.labactors.internal.code.CodeMapper;
import org.labactors.internal.text.Spelling;
import org.labactors.internal.text.SystemText;
import org.labactors.internal.value.ValueTree;

/** A key of a run file with its value, read as what it ought to be or refused. */
final class Setting {

  private static final int LONGEST_VALUE = 60;
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
  private static final Pattern UNIT = Pattern.compile("[a-z]\\s*$");
  private static final double LARGEST_EXACT = 0x1p53;

  private final RunFileSource source;
  private final String path;
  private final ConfigValue value;

  Setting(RunFileSource source, String path, ConfigValue value) {
    this.source = source;
    this.path = path;
    this.value = value;
  }

  boolean isObject() {
    return value.valueType() == ConfigValueType.OBJECT;
  }

  boolean isList() {
    return value.valueType() == ConfigValueType.LIST;
  }

  /** What is below an object's keys. */
  Section section(String allowed) {
    if (value instanceof ConfigObject object) {
      return new Section(source, path, object);
    }
    throw refused("must be " + allowed);
  }

  /** The elements of a list; a single value is a list of one. */
  List<Setting> elements() {
    if (!(value instanceof ConfigList list)) {
      return List.of(this);
    }
    List<Setting> elements = new ArrayList<>(list.size());
    for (ConfigValue element : list) {
      elements.add(new Setting(source, path + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  String text(String allowed) {
    if (isObject() || isList() || value.valueType() == ConfigValueType.NULL) {
      throw refused("must be " + allowed);
    }
    return written();
  }

  String text() {
    return text("a string");
  }

  /** A text that is not a number. */
  String name(String allowed) {
    if (typed() instanceof String name) {
      return name;
    }
    throw refused("must be " + allowed);
  }

  /** One of a few words. */
  String oneOf(List<String> words, String allowed) {
    String word = name(allowed);
    if (words.contains(word)) {
      return word;
    }
    throw refused(
        "must be " + allowed,
        Spelling.nearest(word, words).map(near -> "Maybe you mean " + near + ".").orElse(""),
        null);
  }

  /** A number; a {@code Long} if it is written without point and exponent. */
  Number number() {
    if (typed() instanceof Number number) {
      return number;
    }
    throw refused("must be a number", instead(), null);
  }

  /** A whole number; 1e6 is one. */
  long whole() {
    if (typed() instanceof Number number) {
      if (number instanceof Long whole) {
        return whole;
      }
      double real = number.doubleValue();
      if (real == Math.rint(real) && Math.abs(real) <= LARGEST_EXACT) {
        return (long) real;
      }
    }
    boolean tooLarge = isSuspicious() && TypedText.isNumber(written());
    throw refused("must be a whole number", tooLarge ? "It may have 64 bits." : instead(), null);
  }

  int whole32() {
    long whole = whole();
    if (whole != (int) whole) {
      throw refused("must be a whole number of 32 bits");
    }
    return (int) whole;
  }

  Duration duration() {
    String allowed = "must be a number and one of the units ns, us, ms, s, m, h, d";
    String example = "Such as 30s, 500ms or 2h.";
    if (!(typed() instanceof String text) || !UNIT.matcher(text).find()) {
      throw refused(allowed, example, null);
    }
    try {
      return value.atKey("duration").getDuration("duration");
    } catch (ConfigException notOne) {
      throw refused(allowed, example, notOne);
    }
  }

  /**
   * As {@link #typed}, of which nothing may look like what it is not.
   *
   * @throws RunFileException if a string without quotes looks like a number or a boolean
   */
  @Nullable Object value() {
    if (isList()) {
      List<@Nullable Object> list = new ArrayList<>();
      elements().forEach(element -> list.add(element.value()));
      return list;
    }
    boolean number = value.valueType() == ConfigValueType.NUMBER;
    if (number ? NearNumber.outOfRange(written()).isPresent() : isSuspicious()) {
      LookAlike lookAlike = LookAlike.of(written());
      throw refused(lookAlike.problem(), lookAlike.remedy(), null);
    }
    return typed();
  }

  /** Whether it is a string that looks like something else, and is not in quotes. */
  private boolean isSuspicious() {
    return value.valueType() == ConfigValueType.STRING
        && !RunFileSource.isEnvironment(value.origin())
        && QuotedTexts.isNumberLike(asItStands())
        && !source.isQuoted(value, asItStands());
  }

  /** What may be written instead of a string that looks like a number. */
  private String instead() {
    return isSuspicious() ? LookAlike.of(written()).number() : "";
  }

  /**
   * A boolean, a {@code Long}, a {@code Double}, a string, or a list of these; null if it is an
   * object or null.
   */
  @Nullable Object typed() {
    return switch (value.valueType()) {
      case NUMBER -> number(written());
      case STRING -> RunFileSource.isEnvironment(value.origin()) ? typedByLook() : written();
      case BOOLEAN -> value.unwrapped();
      case LIST -> {
        List<@Nullable Object> list = new ArrayList<>();
        elements().forEach(element -> list.add(element.typed()));
        yield list;
      }
      default -> null;
    };
  }

  private Object typedByLook() {
    try {
      return TypedText.valueOf(written());
    } catch (IllegalArgumentException lookAlike) {
      LookAlike what = LookAlike.of(written());
      throw refused(what.problem(), what.number(), lookAlike);
    }
  }

  private Object number(String written) {
    Optional<NearNumber> wrong = NearNumber.outOfRange(written);
    if (wrong.isPresent()) {
      throw refused(wrong.get().problem(), LookAlike.of(written).number(), null);
    }
    if (WHOLE.matcher(written).matches()) {
      return Long.valueOf(written);
    }
    return Double.valueOf(written);
  }

  /** The value's text as it stands in the file: 1.0 is another value than 1. */
  private String written() {
    String text = asItStands();
    boolean fromSystem =
        RunFileSource.isEnvironment(value.origin()) || SystemText.limit().isPresent();
    if (fromSystem && SystemText.isDamaged(text)) {
      throw refused(
          "is not as it was written in the environment: "
              + SystemText.limit().orElse("it is no text in UTF-8"));
    }
    return text;
  }

  private String asItStands() {
    return value.atKey("text").getString("text");
  }

  /** As JSON, for objects whose fields only their class knows. */
  JsonNode json() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof ConfigObject object) {
      ObjectNode fields = nodes.objectNode();
      object.forEach((name, field) -> fields.set(name, below(name, field).json()));
      return fields;
    }
    if (value instanceof ConfigList) {
      ArrayNode array = nodes.arrayNode();
      elements().forEach(element -> array.add(element.json()));
      return array;
    }
    return ValueTree.write(typed());
  }

  private Setting below(String name, ConfigValue field) {
    return new Setting(source, path + "." + name, field);
  }

  /** The refusal of something further down, told where it stands or where it is missing. */
  RunFileException refused(BindingException refusal) {
    Setting deepest = this;
    List<String> rest = new ArrayList<>(refusal.path());
    while (!rest.isEmpty()) {
      Optional<Setting> next = deepest.step(rest.get(0));
      if (next.isEmpty()) {
        break;
      }
      deepest = next.get();
      rest.remove(0);
    }
    String remedy = refusal.remedy().isEmpty() ? deepest.instead() : refusal.remedy();
    boolean shorthand = rest.equals(List.of(CodeMapper.CLASS)) && !deepest.isObject();
    if (rest.isEmpty() || shorthand) {
      return deepest.refused(refusal.problem(), remedy, refusal);
    }
    return deepest.refusedAt(
        deepest.path + "." + String.join(".", rest) + ": " + refusal.problem(),
        refusal.remedy(),
        refusal);
  }

  private Optional<Setting> step(String name) {
    if (value instanceof ConfigObject object) {
      return Optional.ofNullable(object.get(name)).map(field -> below(name, field));
    }
    boolean index = isList() && WHOLE.matcher(name).matches();
    return index ? Optional.of(elements().get(Integer.parseInt(name))) : Optional.empty();
  }

  RunFileException refused(String problem) {
    return refused(problem, "", null);
  }

  RunFileException refused(String problem, String remedy, @Nullable Throwable cause) {
    return refusedAt(path + (isObject() ? "" : " = " + shown()) + ": " + problem, remedy, cause);
  }

  private RunFileException refusedAt(String text, String remedy, @Nullable Throwable cause) {
    return new RunFileException(
        source.where(value.origin()) + ": " + text + (remedy.isEmpty() ? "" : "\n" + remedy),
        cause);
  }

  private String shown() {
    String text =
        value.valueType() == ConfigValueType.NUMBER || isSuspicious()
            ? asItStands()
            : value.render(ConfigRenderOptions.concise());
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }
}
