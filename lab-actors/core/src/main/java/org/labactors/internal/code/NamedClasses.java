package org.labactors.internal.code;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.combinator.Repeated;
import org.labactors.combinator.Summary;
import org.labactors.command.Command;
import org.labactors.internal.linkage.Missing;
import org.labactors.internal.text.Spelling;
import org.labactors.program.Python;
import org.labactors.program.R;

/**
 * The classes that a tree may name: those of a class loader that are a kind of what is expected at
 * that place, and nothing else.
 */
public final class NamedClasses extends TypeIdResolverBase {

  /** Ends the name of a lambda, behind that of the class it stands in. */
  static final String LAMBDA = "$$Lambda";

  /** The laboratory's own, which a tree may name without their packages. */
  private static final Map<String, Class<?>> SHORT =
      Stream.of(Command.class, Python.class, R.class, Repeated.class, Summary.class)
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type));

  private final ClassLoader loader;
  private final Class<?> kind;
  private final Consumer<Class<?>> written;

  /**
   * The classes of a kind.
   *
   * @param kind {@code Experiment} or {@code Design}, or a narrower one
   * @param written is told the class of each object that is written
   */
  NamedClasses(ClassLoader loader, Class<?> kind, Consumer<Class<?>> written) {
    this.loader = loader;
    this.kind = kind;
    this.written = written;
  }

  /** The name of an object's class; of a lambda, the class that it is written in. */
  static String nameOf(Object object) {
    String name = object.getClass().getName();
    int lambda = name.indexOf(LAMBDA);
    return lambda < 0 ? name : name.substring(0, lambda + LAMBDA.length());
  }

  /** What a class is if its objects differ in more than their fields say; none if they do not. */
  public static Optional<String> incomparable(Class<?> type) {
    int lambda = type.getName().indexOf(LAMBDA);
    if (lambda >= 0) {
      return Optional.of("a lambda of " + type.getName().substring(0, lambda));
    }
    boolean inMethod = type.isAnonymousClass() || type.isLocalClass();
    return inMethod && Stream.of(type.getDeclaredFields()).anyMatch(Field::isSynthetic)
        ? Optional.of("a class inside a method of " + type.getEnclosingClass().getName())
        : Optional.empty();
  }

  /**
   * The class of a name.
   *
   * @throws BindingException if there is none, or it is not of this kind or cannot be created
   */
  Class<?> find(String name) {
    if (name.endsWith(LAMBDA)) {
      throw refused(
          "is a lambda of " + name.substring(0, name.length() - LAMBDA.length()),
          "A lambda cannot be written down and read again. Make it a class with a name, such as a"
              + " record.");
    }
    Class<?> found = load(name);
    if (!kind.isAssignableFrom(found)) {
      throw refused(
          "is not " + (kind.getSimpleName().startsWith("E") ? "an " : "a ") + lower(kind),
          "It must implement " + kind.getName() + ".");
    }
    if (found.isInterface() || Modifier.isAbstract(found.getModifiers())) {
      throw refused(
          "is " + (found.isInterface() ? "an interface" : "an abstract class"),
          "Name a class that can be created.");
    }
    if (found.isAnonymousClass() || found.isLocalClass()) {
      throw refused(
          "is a class inside a method",
          "It cannot be created from outside. Make it a class of its own, such as a record.");
    }
    if (found.isMemberClass() && !Modifier.isStatic(found.getModifiers())) {
      throw refused(
          "is an inner class, which exists only within a "
              + found.getEnclosingClass().getSimpleName(),
          "Make it static.");
    }
    return found;
  }

  private Class<?> load(String name) {
    try {
      return linked(Class.forName(name, false, loader));
    } catch (ClassNotFoundException missing) {
      if (SHORT.containsKey(name)) {
        return SHORT.get(name);
      }
      throw new BindingException(
          List.of(),
          "there is no such class in " + CodeLoader.searched(loader),
          remedy(name),
          missing);
    } catch (LinkageError broken) {
      throw unloadable(name, broken);
    }
  }

  /** Jackson looks at all that a class declares, and every class named there must be there. */
  private Class<?> linked(Class<?> type) {
    try {
      List<Object[]> unused =
          List.of(
              type.getDeclaredConstructors(), type.getDeclaredMethods(), type.getDeclaredFields());
      return type;
    } catch (LinkageError broken) {
      throw unloadable(type.getName(), broken);
    }
  }

  private BindingException unloadable(String name, LinkageError broken) {
    Missing culprit = Missing.of(name, broken, name);
    if (!culprit.name().equals(name)) {
      return new BindingException(
          List.of(),
          "the class needs " + culprit.name() + ", which is not in " + CodeLoader.searched(loader),
          MissingCode.remedy(loader),
          broken);
    }
    return broken instanceof UnsupportedClassVersionError
        ? new BindingException(
            List.of(),
            "the class " + culprit.problem(),
            "Run it on a newer Java, or compile it with --release "
                + Runtime.version().feature()
                + ".",
            broken)
        : new BindingException(List.of(), "the class " + culprit.problem(), "", broken);
  }

  private String remedy(String name) {
    String maybe =
        Optional.ofNullable(nested(name))
            .or(
                () ->
                    name.contains(".") ? Optional.empty() : Spelling.nearest(name, SHORT.keySet()))
            .orElse("");
    return maybe.isEmpty()
        ? "If it is in a jar of yours, name the jar in study.code or with --code."
        : "Maybe you mean " + maybe + ".";
  }

  /** The name of a class inside a class, if the name with dots only stands for one. */
  private @Nullable String nested(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return null;
    }
    String guess = name.substring(0, dot) + "$" + name.substring(dot + 1);
    try {
      return Class.forName(guess, false, loader).getName();
    } catch (ClassNotFoundException | LinkageError none) {
      return null;
    }
  }

  private static String lower(Class<?> kind) {
    return kind.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static BindingException refused(String problem, String remedy) {
    return new BindingException(List.of(), problem, remedy, null);
  }

  @Override
  public String idFromValue(Object value) {
    written.accept(value.getClass());
    return nameOf(value);
  }

  @Override
  public String idFromValueAndType(@Nullable Object value, Class<?> suggestedType) {
    return value == null ? suggestedType.getName() : idFromValue(value);
  }

  @Override
  public JavaType typeFromId(DatabindContext context, String name) {
    return context.getTypeFactory().constructType(find(name));
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
