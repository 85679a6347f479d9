package org.labactors.internal.guard;

import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.F_SAME1;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.SWAP;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Puts in front of a method {@code m(int status)} of {@code java.lang.Runtime}:
 *
 * <pre>{@code
 * for (ThreadGroup group = Thread.currentThread().getThreadGroup();
 *     group != null;
 *     group = group.getParent()) {
 *   if ("trials".equals(group.getName())) {
 *     throw new SecurityException("an experiment called …(" + status + ") …");
 *   }
 * }
 * }</pre>
 *
 * <p>The code names types of {@code java.lang} only, since {@code Runtime} sees no others. The
 * group stays on the operand stack, so the method's local variables keep their numbers and its
 * stack map frames stay right.
 */
final class ExitCheck extends MethodVisitor {

  private static final String GROUP = "java/lang/ThreadGroup";
  private static final String STRING = "java/lang/String";
  private static final String THREAD = "java/lang/Thread";
  private static final String REFUSAL = "java/lang/SecurityException";
  private static final Object[] GROUP_ON_STACK = {GROUP};

  private final String method;

  ExitCheck(MethodVisitor next, String method) {
    super(ASM9, next);
    this.method = method;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label next = new Label();
    Label refuse = new Label();
    Label pass = new Label();

    call(INVOKESTATIC, THREAD, "currentThread", "()Ljava/lang/Thread;");
    call(INVOKEVIRTUAL, THREAD, "getThreadGroup", "()Ljava/lang/ThreadGroup;");

    label(next);
    visitInsn(DUP);
    visitJumpInsn(IFNULL, pass);
    visitInsn(DUP);
    call(INVOKEVIRTUAL, GROUP, "getName", "()Ljava/lang/String;");
    visitLdcInsn(ExitGuard.TRIALS);
    visitInsn(SWAP);
    call(INVOKEVIRTUAL, STRING, "equals", "(Ljava/lang/Object;)Z");
    visitJumpInsn(IFNE, refuse);
    call(INVOKEVIRTUAL, GROUP, "getParent", "()Ljava/lang/ThreadGroup;");
    visitJumpInsn(GOTO, next);

    label(refuse);
    visitTypeInsn(NEW, REFUSAL);
    visitInsn(DUP);
    visitLdcInsn("an experiment called " + (method.equals("exit") ? "System.exit(" : "halt("));
    visitVarInsn(ILOAD, 1);
    call(INVOKESTATIC, "java/lang/Integer", "toString", "(I)Ljava/lang/String;");
    call(INVOKEVIRTUAL, STRING, "concat", "(Ljava/lang/String;)Ljava/lang/String;");
    visitLdcInsn("); it ends the trial, not the JVM");
    call(INVOKEVIRTUAL, STRING, "concat", "(Ljava/lang/String;)Ljava/lang/String;");
    call(INVOKESPECIAL, REFUSAL, "<init>", "(Ljava/lang/String;)V");
    visitInsn(ATHROW);

    label(pass);
    visitInsn(POP);
  }

  private void call(int opcode, String owner, String name, String descriptor) {
    visitMethodInsn(opcode, owner, name, descriptor, false);
  }

  /** A place that is jumped to, with the group as the one element on the stack. */
  private void label(Label label) {
    visitLabel(label);
    visitFrame(F_SAME1, 0, null, 1, GROUP_ON_STACK);
  }
}
