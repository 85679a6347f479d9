package org.labactors.internal.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What the methods of a class do, as its class file says. Methods are named by name and descriptor,
 * {@code run(Lorg/labactors/experiment/Trial;)Lorg/labactors/experiment/Values;}.
 */
final class ClassFacts extends ClassVisitor {

  /**
   * A class that a method cannot run without.
   *
   * @param line in the source; 0 if unknown
   */
  record Use(String className, int line) {}

  /**
   * A method that a method calls, or makes a lambda of.
   *
   * @param isVirtual whether the object decides which one that is
   * @param line in the source; 0 if unknown
   */
  record Call(String owner, String method, boolean isVirtual, int line) {}

  /** What one method does. */
  static final class MethodFacts {
    final List<Use> uses = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final Set<String> created = new HashSet<>();

    /** The classes that it initializes. */
    final Set<String> touched = new HashSet<>();
  }

  /** Whoever catches one of these is prepared for a class that is missing. */
  private static final Set<String> PREPARED =
      Set.of(
          "java/lang/NoClassDefFoundError",
          "java/lang/LinkageError",
          "java/lang/Error",
          "java/lang/Throwable");

  private final Map<String, MethodFacts> methods = new HashMap<>();
  private final Set<String> statics = new HashSet<>();
  private String source = "";

  private ClassFacts() {
    super(Opcodes.ASM9);
  }

  /** The facts of a class; empty if its class file cannot be had or is of an unknown kind. */
  static Optional<ClassFacts> of(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    ClassLoader loader = type.getClassLoader();
    try (InputStream bytes =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      if (bytes == null) {
        return Optional.empty();
      }
      ClassFacts facts = new ClassFacts();
      new ClassReader(bytes).accept(facts, ClassReader.SKIP_FRAMES);
      return Optional.of(facts);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
      return Optional.empty();
    }
  }

  /** The methods that it declares. */
  Set<String> methods() {
    return methods.keySet();
  }

  /** What a method does; null if the class does not declare it. */
  @Nullable MethodFacts method(String method) {
    return methods.get(method);
  }

  boolean isStatic(String method) {
    return statics.contains(method);
  }

  /** The name of the file that it was compiled from; empty if unknown. */
  String source() {
    return source;
  }

  @Override
  public void visitSource(@Nullable String file, @Nullable String debug) {
    source = file == null ? "" : file;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodFacts facts = new MethodFacts();
    methods.put(name + descriptor, facts);
    if ((access & Opcodes.ACC_STATIC) != 0) {
      statics.add(name + descriptor);
    }
    return new Instructions(facts);
  }

  /** Reads the instructions of a method. */
  private static final class Instructions extends MethodVisitor {

    private record Block(Label start, Label end) {}

    private final MethodFacts facts;
    private final List<Block> prepared = new ArrayList<>();
    private int inPrepared;
    private int line;

    Instructions(MethodFacts facts) {
      super(Opcodes.ASM9);
      this.facts = facts;
    }

    @Override
    public void visitTryCatchBlock(
        Label start, Label end, Label handler, @Nullable String exception) {
      if (exception != null && PREPARED.contains(exception)) {
        prepared.add(new Block(start, end));
      }
    }

    @Override
    public void visitLabel(Label label) {
      for (Block block : prepared) {
        inPrepared += label.equals(block.start) ? 1 : 0;
        inPrepared -= label.equals(block.end) ? 1 : 0;
      }
    }

    @Override
    public void visitLineNumber(int number, Label start) {
      line = number;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      use(Type.getObjectType(type));
      if (opcode == Opcodes.NEW && inPrepared == 0) {
        facts.created.add(name(type));
        facts.touched.add(name(type));
      }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
      use(Type.getObjectType(owner));
      if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
        touch(owner);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String method, String descriptor, boolean isInterface) {
      use(Type.getObjectType(owner));
      call(
          owner,
          method + descriptor,
          opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE);
      if (opcode == Opcodes.INVOKESTATIC) {
        touch(owner);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String method, String descriptor, Handle bootstrap, Object... arguments) {
      use(Type.getMethodType(descriptor));
      for (Object argument : arguments) {
        constant(argument);
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      use(Type.getType(descriptor));
    }

    private void constant(Object value) {
      if (value instanceof Type type) {
        use(type);
      } else if (value instanceof Handle handle) {
        use(Type.getObjectType(handle.getOwner()));
        touch(handle.getOwner());
        if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL && inPrepared == 0) {
          facts.created.add(name(handle.getOwner()));
        }
        call(
            handle.getOwner(),
            handle.getName() + handle.getDesc(),
            handle.getTag() == Opcodes.H_INVOKEVIRTUAL
                || handle.getTag() == Opcodes.H_INVOKEINTERFACE);
      } else if (value instanceof ConstantDynamic dynamic) {
        use(Type.getType(dynamic.getDescriptor()));
        for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
          constant(dynamic.getBootstrapMethodArgument(i));
        }
      }
    }

    private void use(Type type) {
      if (type.getSort() == Type.METHOD) {
        use(type.getReturnType());
        for (Type argument : type.getArgumentTypes()) {
          use(argument);
        }
        return;
      }
      Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
      if (element.getSort() == Type.OBJECT && inPrepared == 0) {
        facts.uses.add(new Use(element.getClassName(), line));
      }
    }

    private void call(String owner, String method, boolean isVirtual) {
      if (inPrepared == 0 && !owner.startsWith("[")) {
        facts.calls.add(new Call(name(owner), method, isVirtual, line));
      }
    }

    private void touch(String owner) {
      if (inPrepared == 0) {
        facts.touched.add(name(owner));
      }
    }

    private static String name(String internalName) {
      return internalName.replace('/', '.');
    }
  }
}
