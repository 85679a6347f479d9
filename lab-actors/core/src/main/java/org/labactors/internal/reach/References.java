package org.labactors.internal.reach;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;

/** The classes and texts that a class names, and the form in which constants enter a digest. */
final class References {

  private static final Pattern IN_SIGNATURE = Pattern.compile("L([^;<>:]+)[;<]");

  /** The body of a lambda in the form of a method: the class that has it, and its name. */
  static final Pattern OWN_LAMBDA =
      Pattern.compile("\u0001([^\u0001\u0002]*)\u0002([^\u0003]*)\u0003");

  /** What such a name ends with. */
  static final char LAMBDA_END = '\u0003';

  private final Set<String> classes = new TreeSet<>();
  private final Set<String> texts = new TreeSet<>();
  private final Set<Member> members = new HashSet<>();
  private final Set<Member> madeObjects = new HashSet<>();

  /**
   * A method or field of a class.
   *
   * @param owner the name of the class, with slashes
   * @param name of a field the name, of a method with its descriptor
   */
  record Member(String owner, String name) {}

  /** The names of the classes, with slashes. */
  Set<String> classes() {
    return classes;
  }

  /** Constants that are texts. */
  Set<String> texts() {
    return texts;
  }

  /** Methods and fields. */
  Set<Member> members() {
    return members;
  }

  /** The methods of which objects are made, as lambdas are. */
  Set<Member> madeObjects() {
    return madeObjects;
  }

  /** All that another names is named. */
  void addAll(References other) {
    classes.addAll(other.classes);
    texts.addAll(other.texts);
    members.addAll(other.members);
    madeObjects.addAll(other.madeObjects);
  }

  /** A method or field is used. */
  void use(String owner, String member) {
    members.add(new Member(owner, member));
  }

  /** An object is made of a method, if that is what is given to the maker. */
  void make(Object argument) {
    if (argument instanceof Handle handle) {
      madeObjects.add(new Member(handle.getOwner(), handle.getName() + handle.getDesc()));
    }
  }

  /** A class or an array is named as instructions name it. */
  String named(String internalName) {
    add(Type.getObjectType(internalName));
    return internalName;
  }

  /** A type is named as fields and methods name it. */
  String described(String descriptor) {
    add(Type.getType(descriptor));
    return descriptor;
  }

  /** A generic type is named. */
  String signed(@Nullable String signature) {
    if (signature == null) {
      return "";
    }
    Matcher names = IN_SIGNATURE.matcher(signature);
    while (names.find()) {
      classes.add(names.group(1));
    }
    return signature;
  }

  private void add(Type type) {
    switch (type.getSort()) {
      case Type.METHOD -> {
        add(type.getReturnType());
        for (Type argument : type.getArgumentTypes()) {
          add(argument);
        }
      }
      case Type.ARRAY -> add(type.getElementType());
      case Type.OBJECT -> classes.add(type.getInternalName());
      default -> {
        // The primitive types are nobody's classes.
      }
    }
  }

  /** A constant; its form is different for each different value. */
  String constant(@Nullable Object value) {
    if (value instanceof String text) {
      texts.add(text);
      return "text " + text.length() + ":" + text;
    }
    if (value instanceof Double real) {
      return "double " + Double.doubleToRawLongBits(real);
    }
    if (value instanceof Float real) {
      return "float " + Float.floatToRawIntBits(real);
    }
    if (value instanceof Type type) {
      return "type " + described(type.getDescriptor());
    }
    if (value instanceof Handle handle) {
      use(handle.getOwner(), handle.getName() + handle.getDesc());
      return "handle "
          + handle.getTag()
          + " "
          + named(handle.getOwner())
          + " "
          + nameOf(handle)
          + " "
          + described(handle.getDesc());
    }
    if (value instanceof ConstantDynamic dynamic) {
      StringBuilder form = new StringBuilder("dynamic ").append(dynamic.getName()).append(' ');
      form.append(described(dynamic.getDescriptor())).append(' ');
      form.append(constant(dynamic.getBootstrapMethod()));
      for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
        form.append(' ').append(constant(dynamic.getBootstrapMethodArgument(i)));
      }
      return form.toString();
    }
    return value == null ? "none" : value.getClass().getSimpleName() + " " + value;
  }

  private static String nameOf(Handle handle) {
    return handle.getName().startsWith("lambda$")
        ? "\u0001" + handle.getOwner() + "\u0002" + handle.getName() + handle.getDesc() + LAMBDA_END
        : handle.getName();
  }
}
