package org.labactors.internal.code;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.labactors.command.Attachment;
import org.labactors.design.Design;
import org.labactors.design.Points;
import org.labactors.experiment.Experiment;

/**
 * Experiments and designs as trees, {@code {"class": …, and their fields}}. What makes an object
 * what it is are its fields, whatever their visibility, except transient ones; getters play no
 * part. Which classes a tree may name, {@link NamedClasses} says.
 */
public final class CodeMapper {

  public static final String CLASS = "class";

  private final ClassLoader loader;
  private final JsonMapper mapper;

  public CodeMapper(ClassLoader loader) {
    this(loader, type -> {});
  }

  public CodeMapper(ClassLoader loader, Consumer<Class<?>> written) {
    this(loader, written, file -> {});
  }

  /**
   * A mapper that says what it writes.
   *
   * @param written is told the class of each experiment and design
   * @param attached is told each attached file
   */
  public CodeMapper(ClassLoader loader, Consumer<Class<?>> written, Consumer<Attachment> attached) {
    this.loader = loader;
    this.mapper =
        JsonMapper.builder()
            // Before the modules, which add introspectors of their own to it.
            .annotationIntrospector(new CodeModule.ByName(loader, written))
            .addModules(new ParameterNamesModule(), new Jdk8Module(), new JavaTimeModule())
            .addModule(new AttachmentJson(attached))
            .addModule(
                new SimpleModule("lab-actors")
                    .setSerializerModifier(new CodeModule.WithoutCaptured())
                    .addSerializer(float.class, new CodeModule.ExactFloat())
                    .addSerializer(Float.class, new CodeModule.ExactFloat())
                    .setMixInAnnotation(Points.class, PointsJson.class))
            .polymorphicTypeValidator(new NoClassNames())
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
  public ObjectNode write(Class<?> kind, Object object) {
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
                  : "its field '" + String.join(".", BindingRefusal.path(unwritable)) + "'")
              + ": "
              + unwritable.getOriginalMessage()
              + "\nIf the field does not decide the results (a buffer, say), make it transient.",
          unwritable);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * The experiment or design of a tree that {@link #write} made.
   *
   * @throws BindingException if the class is not allowed, or a field is unknown, missing or wrong
   */
  public <T> T read(Class<T> kind, JsonNode tree) {
    return read(kind, tree, true, mapper.readerFor(kind));
  }

  /**
   * The experiment or design of a tree that a person wrote, who may set what can be set only, and
   * names files.
   *
   * @param files where the files are that the tree names
   * @throws BindingException as {@link #read}, and if a field is final
   */
  public <T> T create(Class<T> kind, JsonNode tree, Function<String, Path> files) {
    return read(
        kind, tree, false, mapper.readerFor(kind).withAttribute(AttachmentJson.FILES, files));
  }

  private <T> T read(Class<T> kind, JsonNode tree, boolean finalFields, ObjectReader reader) {
    Class<?> type = checkClass(kind, List.of(), tree);
    checkFields(type, List.of(), tree, finalFields);
    try {
      return reader.readValue(tree);
    } catch (JsonMappingException refusal) {
      throw BindingRefusal.of(type, refusal);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Class<?> checkClass(Class<?> kind, List<String> path, JsonNode tree) {
    JsonNode name = tree.path(CLASS);
    List<String> classPath = below(path, CLASS);
    if (!name.isTextual()) {
      throw new BindingException(
          classPath,
          name.isMissingNode() ? "is missing" : "must be a string",
          "It names a class that implements " + kind.getName() + ".",
          null);
    }
    try {
      return new NamedClasses(loader, kind, type -> {}).find(name.textValue());
    } catch (BindingException refusal) {
      throw new BindingException(
          classPath, refusal.problem(), refusal.remedy(), refusal.getCause());
    }
  }

  /**
   * Refuses unknown and missing fields, whose refusal by Jackson is a text for programmers. What
   * may be missing becomes null, and an experiment of which there is only a name gets its braces.
   */
  private void checkFields(Class<?> type, List<String> path, JsonNode tree, boolean finalFields) {
    Map<String, BeanPropertyDefinition> fields = new TreeMap<>();
    BeanDescription description =
        mapper.getDeserializationConfig().introspect(mapper.constructType(type));
    for (BeanPropertyDefinition field : description.findProperties()) {
      if (field.couldDeserialize() && (finalFields || !isFinal(field))) {
        fields.put(field.getName(), field);
      }
    }
    for (Map.Entry<String, JsonNode> given : tree.properties()) {
      if (!given.getKey().equals(CLASS) && !fields.containsKey(given.getKey())) {
        throw BindingRefusal.unknown(below(path, given.getKey()), type, fields.keySet(), null);
      }
    }
    fields.forEach(
        (name, field) -> {
          if (field.hasConstructorParameter() && !tree.has(name)) {
            if (!isNullable(field.getConstructorParameter())) {
              throw BindingRefusal.missing(below(path, name), type, field.getRawPrimaryType());
            }
            ((ObjectNode) tree).putNull(name);
          }
          if (isCode(field.getRawPrimaryType()) && tree.path(name).isTextual()) {
            String className = tree.path(name).textValue();
            ((ObjectNode) tree).putObject(name).put(CLASS, className);
          }
          checkInside(field.getRawPrimaryType(), below(path, name), tree.path(name), finalFields);
        });
  }

  private void checkInside(Class<?> kind, List<String> path, JsonNode tree, boolean finalFields) {
    if (isCode(kind) && tree.isObject()) {
      checkFields(checkClass(kind, path, tree), path, tree, finalFields);
    }
  }

  private static boolean isCode(Class<?> kind) {
    return Experiment.class.isAssignableFrom(kind) || Design.class.isAssignableFrom(kind);
  }

  /** Whether a parameter is marked as one that may be null; any library's mark will do. */
  private static boolean isNullable(AnnotatedParameter parameter) {
    AnnotatedType type =
        ((Executable) parameter.getOwner().getAnnotated())
            .getAnnotatedParameterTypes()[parameter.getIndex()];
    return Stream.of(type.getAnnotations())
        .anyMatch(mark -> mark.annotationType().getSimpleName().equals("Nullable"));
  }

  /** Setting a final field by force has no effect where the compiler has put its value in. */
  private static boolean isFinal(BeanPropertyDefinition field) {
    return !field.hasConstructorParameter()
        && !field.hasSetter()
        && field.hasField()
        && Modifier.isFinal(field.getField().getModifiers());
  }

  private static List<String> below(List<String> path, String key) {
    return Stream.concat(path.stream(), Stream.of(key)).toList();
  }

  /** Denies classes by their names, before any is loaded or initialized. */
  private static final class NoClassNames extends PolymorphicTypeValidator.Base {

    private static final long serialVersionUID = 1;

    @Override
    public Validity validateSubClassName(
        MapperConfig<?> config, JavaType baseType, String className) {
      return Validity.DENIED;
    }
  }
}
