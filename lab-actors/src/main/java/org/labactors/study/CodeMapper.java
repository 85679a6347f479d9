package org.labactors.study;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.labactors.design.Design;
import org.labactors.design.Points;
import org.labactors.experiment.Experiment;

/**
 * Experiments and designs as trees, {@code {"class": …, and their fields}}. What makes an object
 * what it is are its fields, whatever their visibility, except transient ones; getters play no
 * part. Which classes a tree may name, {@link NamedClasses} says.
 */
final class CodeMapper {

  static final String CLASS = "class";

  private final ClassLoader loader;
  private final JsonMapper mapper;

  CodeMapper(ClassLoader loader) {
    this.loader = loader;
    this.mapper =
        JsonMapper.builder()
            .addModules(new ParameterNamesModule(), new Jdk8Module(), new JavaTimeModule())
            .addModule(
                new SimpleModule("lab-actors")
                    .setSerializerModifier(new WithoutCaptured())
                    .addSerializer(float.class, new ExactFloat())
                    .addSerializer(Float.class, new ExactFloat())
                    .setMixInAnnotation(Points.class, PointsJson.class))
            .annotationIntrospector(new ByName(loader))
            .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build())
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.SETTER, Visibility.NONE)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();
  }

  /**
   * The tree of an experiment or a design.
   *
   * @throws IllegalArgumentException if a field of it cannot be written
   */
  ObjectNode write(Class<?> kind, Object object) {
    try (TokenBuffer tokens = new TokenBuffer(mapper, false)) {
      mapper.writerFor(kind).writeValue(tokens, object);
      return mapper.readValue(tokens.asParser(), ObjectNode.class);
    } catch (JsonMappingException unwritable) {
      throw new IllegalArgumentException(
          "the "
              + kind.getSimpleName().toLowerCase(Locale.ROOT)
              + " "
              + NamedClasses.nameOf(object)
              + " cannot be written down, because of "
              + (unwritable.getPath().isEmpty()
                  ? "its class"
                  : "its field '" + String.join(".", path(unwritable)) + "'")
              + ": "
              + unwritable.getOriginalMessage()
              + "\nIf the field does not decide the results (a buffer, say), make it transient.",
          unwritable);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * The experiment or design of a tree.
   *
   * @throws BindingException if the class is not allowed, or a field is unknown, missing or wrong
   */
  <T> T read(Class<T> kind, JsonNode tree) {
    Class<?> type = checkClass(kind, tree);
    checkFields(type, tree);
    try {
      return mapper.readerFor(kind).readValue(tree);
    } catch (JsonMappingException refusal) {
      BindingException inner = bindingException(refusal);
      throw inner == null ? explained(type, refusal) : inner;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private <T> Class<?> checkClass(Class<T> kind, JsonNode tree) {
    JsonNode name = tree.path(CLASS);
    if (!name.isTextual()) {
      throw new BindingException(
          List.of(CLASS),
          name.isMissingNode() ? "is missing" : "must be a string",
          "It names a class that implements " + kind.getName() + ".",
          null);
    }
    try {
      return new NamedClasses(loader, kind).find(name.textValue());
    } catch (BindingException refusal) {
      throw new BindingException(
          List.of(CLASS), refusal.problem(), refusal.remedy(), refusal.getCause());
    }
  }

  /** Jackson's own text for an unknown or missing field is for programmers. */
  private void checkFields(Class<?> type, JsonNode tree) {
    Map<String, BeanPropertyDefinition> fields = new TreeMap<>();
    JavaType javaType = mapper.constructType(type);
    BeanDescription description = mapper.getDeserializationConfig().introspect(javaType);
    for (BeanPropertyDefinition field : description.findProperties()) {
      if (field.couldDeserialize()) {
        fields.put(field.getName(), field);
      }
    }
    tree.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals(CLASS) && !fields.containsKey(name)) {
                throw unknownField(List.of(name), type, fields.keySet(), null);
              }
            });
    fields.forEach(
        (name, field) -> {
          if (field.hasConstructorParameter() && !tree.has(name)) {
            throw new BindingException(
                List.of(name),
                "is missing",
                type.getSimpleName() + " needs it: " + describe(field) + ".",
                null);
          }
        });
  }

  private static BindingException unknownField(
      List<String> path, Class<?> type, Collection<String> known, @Nullable Throwable cause) {
    Optional<String> nearest = Spelling.nearest(path.get(path.size() - 1), known);
    String all =
        known.isEmpty()
            ? type.getSimpleName() + " has no fields."
            : type.getSimpleName() + " has " + String.join(", ", known) + ".";
    return new BindingException(
        path,
        "there is no such field",
        nearest.map(name -> "Maybe you mean " + name + ". ").orElse("") + all,
        cause);
  }

  private static String describe(BeanPropertyDefinition field) {
    return allowed(field.getRawPrimaryType());
  }

  private static @Nullable BindingException bindingException(JsonMappingException refusal) {
    for (Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BindingException inner) {
        List<String> path = new ArrayList<>(path(refusal));
        path.add(CLASS);
        return new BindingException(path, inner.problem(), inner.remedy(), inner.getCause());
      }
    }
    return null;
  }

  private static BindingException explained(Class<?> type, JsonMappingException refusal) {
    List<String> path = path(refusal);
    if (refusal instanceof PropertyBindingException unknown) {
      return unknownField(
          path,
          unknown.getReferringClass(),
          unknown.getKnownPropertyIds() == null
              ? List.of()
              : unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList(),
          refusal);
    }
    if (refusal instanceof ValueInstantiationException thrown && thrown.getCause() != null) {
      Throwable cause = thrown.getCause();
      return new BindingException(
          path,
          "is refused by "
              + thrown.getType().getRawClass().getSimpleName()
              + ": "
              + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
          "",
          refusal);
    }
    if (refusal instanceof InvalidDefinitionException undefined) {
      Class<?> culprit = undefined.getType() == null ? type : undefined.getType().getRawClass();
      return new BindingException(
          path,
          culprit.getName() + " cannot be created",
          "It has neither a constructor without arguments nor one whose arguments have names."
              + " Make it a record.",
          refusal);
    }
    if (refusal instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return new BindingException(
          path, "must be " + allowed(mismatch.getTargetType()), formatHint(refusal), refusal);
    }
    return new BindingException(path, refusal.getOriginalMessage(), "", refusal);
  }

  private static String formatHint(JsonMappingException refusal) {
    if (refusal instanceof InvalidFormatException format
        && format.getTargetType() != null
        && TemporalAmount.class.isAssignableFrom(format.getTargetType())) {
      return "Write it as ISO 8601 has it: PT30S, PT5M, PT1H30M.";
    }
    return "";
  }

  private static String allowed(Class<?> type) {
    Class<?> boxed = MethodType.methodType(type).wrap().returnType();
    if (boxed == Integer.class) {
      return "a whole number of 32 bits";
    }
    if (boxed == Long.class || boxed == BigInteger.class) {
      return "a whole number";
    }
    if (boxed == Short.class || boxed == Byte.class) {
      return "a small whole number";
    }
    if (Number.class.isAssignableFrom(boxed)) {
      return "a number";
    }
    if (boxed == Boolean.class) {
      return "true or false";
    }
    if (boxed == String.class) {
      return "a string";
    }
    if (boxed.isEnum()) {
      return Arrays.stream(boxed.getEnumConstants())
          .map(String::valueOf)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (boxed.isArray() || Collection.class.isAssignableFrom(boxed)) {
      return "a list";
    }
    if (Experiment.class.isAssignableFrom(boxed)) {
      return "an experiment, { class = …, its fields }";
    }
    return "a " + boxed.getSimpleName();
  }

  private static List<String> path(JsonMappingException refusal) {
    List<String> path = new ArrayList<>();
    for (JsonMappingException.Reference step : refusal.getPath()) {
      path.add(step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName());
    }
    return path;
  }

  /** Writes and expects the class's name where an experiment or a design stands. */
  private static final class ByName extends JacksonAnnotationIntrospector {
    private final transient ClassLoader loader;

    ByName(ClassLoader loader) {
      this.loader = loader;
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
        MapperConfig<?> config, AnnotatedClass annotated, JavaType type) {
      Class<?> raw = type.getRawClass();
      if (Experiment.class.isAssignableFrom(raw) || Design.class.isAssignableFrom(raw)) {
        return new StdTypeResolverBuilder()
            .init(JsonTypeInfo.Id.CUSTOM, new NamedClasses(loader, raw))
            .inclusion(JsonTypeInfo.As.PROPERTY)
            .typeProperty(CLASS);
      }
      return super.findTypeResolver(config, annotated, type);
    }
  }

  /** What a lambda captured are no fields of its own. */
  private static final class WithoutCaptured extends BeanSerializerModifier {
    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config,
        BeanDescription description,
        List<BeanPropertyWriter> properties) {
      return description.getBeanClass().isHidden() ? List.of() : properties;
    }
  }

  /** Writes single precision with all digits of its double, whose text is the same everywhere. */
  private static final class ExactFloat extends StdScalarSerializer<Float> {
    ExactFloat() {
      super(Float.class);
    }

    @Override
    public void serialize(Float value, JsonGenerator json, SerializerProvider serializers)
        throws IOException {
      json.writeNumber(value.doubleValue());
    }
  }
}
