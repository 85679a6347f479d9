package org.labactors.internal.reach;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;

/** The form in which an annotation enters a digest. */
final class AnnotationForm extends AnnotationVisitor {

  private final StringBuilder form;
  private final References references;

  AnnotationForm(StringBuilder form, References references) {
    super(Opcodes.ASM9);
    this.form = form;
    this.references = references;
  }

  @Override
  public void visit(@Nullable String name, Object value) {
    form.append(' ').append(name).append('=');
    if (value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        form.append(references.constant(Array.get(value, i))).append(',');
      }
    } else {
      form.append(references.constant(value));
    }
  }

  @Override
  public void visitEnum(@Nullable String name, String descriptor, String value) {
    form.append(' ')
        .append(name)
        .append('=')
        .append(references.described(descriptor))
        .append(value);
  }

  @Override
  public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
    form.append(' ').append(name).append("=@").append(references.described(descriptor)).append('(');
    return this;
  }

  @Override
  public AnnotationVisitor visitArray(@Nullable String name) {
    form.append(' ').append(name).append("=[");
    return this;
  }

  @Override
  public void visitEnd() {
    form.append(')');
  }
}
