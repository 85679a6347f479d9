package org.labactors.internal.guard;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The agent: from the start of the JVM on, {@link Runtime#exit}, {@link System#exit} and {@link
 * Runtime#halt} throw a {@link SecurityException} in every thread whose group, or a group around
 * it, is named {@value #TRIALS}. All other threads end the JVM as ever.
 *
 * <p>Threads that an experiment starts belong to the group of the thread that starts them, so they
 * are covered; those of the common fork-join pool are not.
 *
 * <p>{@code java.lang.Runtime} is redefined once, before the first class of the program is loaded,
 * which takes some 30 ms; no transformer stays behind to slow down the loading of classes.
 */
public final class ExitGuard {

  /** The name of the thread group in which trials run. */
  public static final String TRIALS = "trials";

  private ExitGuard() {}

  /** Called by the JVM. */
  public static void premain(String arguments, Instrumentation instrumentation)
      throws IOException, ClassNotFoundException, UnmodifiableClassException {
    instrumentation.redefineClasses(new ClassDefinition(Runtime.class, guardedRuntime()));
  }

  private static byte[] guardedRuntime() throws IOException {
    try (InputStream original = ClassLoader.getSystemResourceAsStream("java/lang/Runtime.class")) {
      if (original == null) {
        throw new IOException("this Java platform does not show the class file of Runtime");
      }
      ClassReader reader = new ClassReader(original);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(new GuardedMethods(writer), 0);
      return writer.toByteArray();
    }
  }

  /** Finds the two methods that end the JVM. */
  private static final class GuardedMethods extends ClassVisitor {

    GuardedMethods(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    @SuppressWarnings("NullAway") // signature and exceptions are null where there are none
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      boolean endsTheJvm =
          descriptor.equals("(I)V") && (name.equals("exit") || name.equals("halt"));
      return endsTheJvm ? new ExitCheck(method, name) : method;
    }
  }
}
