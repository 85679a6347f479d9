package org.labactors.internal.linkage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the methods of some classes to whatever they call in code of the same origin, and loads
 * what these methods name. What is named by a method that is never called, such as a {@code main}
 * that draws a picture, may be missing; so may what a library names, of which only the classes that
 * are named are loaded, with those that they extend: a library may have parts that need what nobody
 * has. Nor does it matter what is missing where the code is prepared for that and catches it.
 *
 * <p>Code is of the same origin if it is in the same jar or folder and its package begins alike.
 * Which method of an object is called is approximated by the classes that are created (rapid type
 * analysis; Bacon and Sweeney, 1996). What is found by reflection only is not followed.
 */
public final class Linkage {

  /** Packages are of one origin if so many of their names are the same. */
  private static final int SAME_NAMES = 2;

  private record Step(Own owner, String method) {}

  /** A class that is followed. */
  private static final class Own {
    final Class<?> type;
    final ClassFacts facts;
    final Set<String> reached = new HashSet<>();
    boolean created;

    Own(Class<?> type, ClassFacts facts) {
      this.type = type;
      this.facts = facts;
    }
  }

  private final List<Class<?>> roots;
  private final Map<String, Optional<Class<?>>> loaded = new HashMap<>();
  private final Map<Class<?>, Optional<Own>> own = new HashMap<>();
  private final Map<Class<?>, Set<String>> foreignMethods = new HashMap<>();
  private final Set<String> called = new HashSet<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Map<String, Missing> missing = new LinkedHashMap<>();
  private final Set<OutsideCall> outside = new LinkedHashSet<>();

  private Linkage(Collection<Class<?>> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * What these classes need and cannot have.
   *
   * @param roots classes whose objects are created and used from outside
   */
  public static List<Missing> missing(Collection<Class<?>> roots) {
    return List.copyOf(followed(roots).missing.values());
  }

  /**
   * Which methods of other code these classes call.
   *
   * @param roots classes whose objects are created and used from outside
   */
  public static List<OutsideCall> outsideCalls(Collection<Class<?>> roots) {
    return List.copyOf(followed(roots).outside);
  }

  private static Linkage followed(Collection<Class<?>> roots) {
    Linkage linkage = new Linkage(roots);
    for (Class<?> root : linkage.roots) {
      linkage.own(root).ifPresent(linkage::enter);
    }
    linkage.follow();
    return linkage;
  }

  private void enter(Own root) {
    created(root);
    for (String method : root.facts.methods()) {
      if (method.startsWith("<init>")) {
        reached(root, method);
      }
    }
  }

  private void follow() {
    for (Step step = steps.poll(); step != null; step = steps.poll()) {
      ClassFacts.MethodFacts facts = step.owner.facts.method(step.method);
      if (facts != null) {
        follow(step, facts);
      }
    }
  }

  private void follow(Step step, ClassFacts.MethodFacts facts) {
    ClassLoader loader = step.owner.type.getClassLoader();
    for (ClassFacts.Use use : facts.uses) {
      load(use.className(), loader, place(step, use.line()));
    }
    facts.created.forEach(name -> ownOf(name).ifPresent(this::created));
    facts.touched.forEach(name -> ownOf(name).ifPresent(type -> reached(type, "<clinit>()V")));
    for (ClassFacts.Call call : facts.calls) {
      if (call.isVirtual()) {
        calledVirtually(call.method());
      }
      Optional<Own> owner = ownOf(call.owner());
      if (owner.isEmpty()) {
        outside.add(new OutsideCall(call.owner(), call.method(), place(step, call.line())));
      }
      owner
          .flatMap(type -> declaring(type, call.method()))
          .ifPresent(type -> reached(type, call.method()));
    }
  }

  private static String place(Step step, int line) {
    String method = step.method.substring(0, step.method.indexOf('('));
    return step.owner.type.getName()
        + "."
        + method
        + "("
        + (step.owner.facts.source().isEmpty() ? "source unknown" : step.owner.facts.source())
        + (line > 0 ? ":" + line : "")
        + ")";
  }

  /** Objects of a class are created: methods that others call on them are reached. */
  private void created(Own type) {
    if (type.created) {
      return;
    }
    type.created = true;
    reached(type, "<clinit>()V");
    for (String method : type.facts.methods()) {
      boolean ofObjects = !method.startsWith("<") && !type.facts.isStatic(method);
      if (ofObjects && (called.contains(method) || isKnownOutside(type, method))) {
        reached(type, method);
      }
    }
    supertypes(type.type).forEach(each -> own(each).ifPresent(this::created));
  }

  private void calledVirtually(String method) {
    if (called.add(method)) {
      for (Optional<Own> each : List.copyOf(own.values())) {
        each.filter(type -> type.created && !type.facts.isStatic(method))
            .ifPresent(type -> reached(type, method));
      }
    }
  }

  private void reached(Own type, String method) {
    if (type.facts.method(method) != null && type.reached.add(method)) {
      steps.add(new Step(type, method));
    }
  }

  /** The class that has a method: this one, or one that it extends. */
  private Optional<Own> declaring(Own type, String method) {
    if (type.facts.method(method) != null) {
      return Optional.of(type);
    }
    return supertypes(type.type).stream()
        .flatMap(each -> own(each).stream())
        .flatMap(each -> declaring(each, method).stream())
        .findFirst();
  }

  /** Whether a type that is not followed declares a method; then it may be called from there. */
  private boolean isKnownOutside(Own type, String method) {
    return supertypes(type.type).stream()
        .anyMatch(
            each ->
                own(each)
                    .map(more -> isKnownOutside(more, method))
                    .orElseGet(() -> isDeclaredIn(each, method)));
  }

  private boolean isDeclaredIn(Class<?> foreign, String method) {
    Set<String> methods = foreignMethods.get(foreign);
    if (methods == null) {
      methods = ClassFacts.of(foreign).map(ClassFacts::methods).orElse(Set.of());
      foreignMethods.put(foreign, methods);
    }
    return methods.contains(method)
        || supertypes(foreign).stream().anyMatch(each -> isDeclaredIn(each, method));
  }

  private static List<Class<?>> supertypes(Class<?> type) {
    List<Class<?>> supertypes = new ArrayList<>(List.of(type.getInterfaces()));
    if (type.getSuperclass() != null) {
      supertypes.add(type.getSuperclass());
    }
    return supertypes;
  }

  private Optional<Own> ownOf(String name) {
    return loaded.getOrDefault(name, Optional.empty()).flatMap(this::own);
  }

  private Optional<Own> own(Class<?> type) {
    Optional<Own> known = own.get(type);
    if (known == null) {
      known =
          roots.stream().anyMatch(root -> areOfOneOrigin(root, type))
              ? read(type)
              : Optional.empty();
      own.put(type, known);
    }
    return known;
  }

  private Optional<Own> read(Class<?> type) {
    try {
      // Links the class, and so loads what the verifier of the virtual machine compares.
      Object unused = type.getDeclaredConstructors();
    } catch (LinkageError failure) {
      report(type.getName(), failure, type.getName());
    }
    return ClassFacts.of(type).map(facts -> new Own(type, facts));
  }

  private static boolean areOfOneOrigin(Class<?> root, Class<?> type) {
    return root.equals(type)
        || (Objects.equals(root.getClassLoader(), type.getClassLoader())
            && Objects.equals(place(root), place(type))
            && beginning(root).equals(beginning(type)));
  }

  private static @Nullable Object place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource() == null
        ? null
        : type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static List<String> beginning(Class<?> type) {
    List<String> names = List.of(type.getPackageName().split("\\.", -1));
    return names.subList(0, Math.min(SAME_NAMES, names.size()));
  }

  private void load(String name, ClassLoader loader, String neededAt) {
    if (!loaded.containsKey(name)) {
      Optional<Class<?>> type = Optional.empty();
      try {
        type = Optional.of(Class.forName(name, false, loader));
      } catch (ClassNotFoundException | LinkageError failure) {
        report(name, failure, neededAt);
      }
      loaded.put(name, type);
      // Links it, if it is followed.
      type.ifPresent(this::own);
    }
  }

  private void report(String name, Throwable failure, String neededAt) {
    Missing each = Missing.of(name, failure, neededAt);
    missing.putIfAbsent(each.name(), each);
  }
}
