package org.labactors.internal.reach;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The instructions of a method as a text, of which the digest is taken. */
final class MethodForm extends MethodVisitor {

  private final String name;
  private final StringBuilder form;
  private final References references;
  private final Map<String, String> methods;
  private final Map<Label, Integer> labels = new HashMap<>();

  /**
   * A method that begins.
   *
   * @param name its name and descriptor
   * @param form what is said of it before its instructions
   * @param methods get its text when it ends
   */
  MethodForm(String name, StringBuilder form, References references, Map<String, String> methods) {
    super(Opcodes.ASM9);
    this.name = name;
    this.form = form;
    this.references = references;
    this.methods = methods;
  }

  private void line(int opcode, Object... operands) {
    form.append(opcode);
    for (Object operand : operands) {
      form.append(' ').append(operand);
    }
    form.append('\n');
  }

  private String label(Label label) {
    return "L" + labels.computeIfAbsent(label, fresh -> labels.size());
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    form.append('@').append(references.described(descriptor)).append('(');
    return new AnnotationForm(form, references);
  }

  @Override
  public AnnotationVisitor visitAnnotationDefault() {
    form.append("default(");
    return new AnnotationForm(form, references);
  }

  @Override
  public AnnotationVisitor visitParameterAnnotation(
      int parameter, String descriptor, boolean visible) {
    form.append('@').append(parameter).append(references.described(descriptor)).append('(');
    return new AnnotationForm(form, references);
  }

  @Override
  public void visitInsn(int opcode) {
    line(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    line(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    line(opcode, variable);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    line(opcode, references.named(type));
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
    references.use(owner, field);
    line(opcode, references.named(owner), field, references.described(descriptor));
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String method, String descriptor, boolean isInterface) {
    references.use(owner, method + descriptor);
    line(opcode, references.named(owner), method, references.described(descriptor), isInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String method, String descriptor, Handle bootstrap, Object... arguments) {
    line(
        Opcodes.INVOKEDYNAMIC,
        method,
        references.described(descriptor),
        references.constant(bootstrap));
    for (Object argument : arguments) {
      references.make(argument);
      form.append("  ").append(references.constant(argument)).append('\n');
    }
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    line(opcode, label(label));
  }

  @Override
  public void visitLabel(Label label) {
    form.append(label(label)).append(":\n");
  }

  @Override
  public void visitLdcInsn(Object value) {
    line(Opcodes.LDC, references.constant(value));
  }

  @Override
  public void visitIincInsn(int variable, int increment) {
    line(Opcodes.IINC, variable, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... targets) {
    line(Opcodes.TABLESWITCH, min, max, label(otherwise));
    targets(targets);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
    line(Opcodes.LOOKUPSWITCH, label(otherwise));
    for (int key : keys) {
      form.append(' ').append(key);
    }
    targets(targets);
  }

  private void targets(Label... targets) {
    for (Label target : targets) {
      form.append(' ').append(label(target));
    }
    form.append('\n');
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    line(Opcodes.MULTIANEWARRAY, references.described(descriptor), dimensions);
  }

  @Override
  public void visitTryCatchBlock(
      Label start, Label end, Label handler, @Nullable String exception) {
    form.append("catch ").append(label(start)).append(' ').append(label(end)).append(' ');
    form.append(label(handler)).append(' ');
    form.append(exception == null ? "any" : references.named(exception)).append('\n');
  }

  @Override
  public void visitEnd() {
    methods.put(name, form.toString());
  }
}
