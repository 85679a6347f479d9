package org.labactors.internal.reach;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;

/**
 * The digests of the members of a class, and what it names. The order of members and of the
 * constant pool, line numbers, names of variables and of the source file play no part.
 */
final class ClassForm extends ClassVisitor {

  /** All flags but those of ASM's own. */
  private static final int FLAGS = 0xFFFF;

  /** Of a class; what all compilers of today set means nothing. */
  private static final int CLASS_FLAGS = FLAGS & ~Opcodes.ACC_SUPER;

  /** What the compiler calls the body of a lambda. */
  private static final Pattern NUMBERED = Pattern.compile("^(lambda\\$.*\\$)\\d+(?=\\()");

  private final StringBuilder declaration = new StringBuilder();
  private final SortedMap<String, String> members = new TreeMap<>();
  private final Map<String, String> methods = new HashMap<>();
  private final References references = new References();
  private final Map<String, References> ofMethods = new HashMap<>();
  private String name = "";

  private ClassForm() {
    super(Opcodes.ASM9);
  }

  /**
   * Reads a class file.
   *
   * @throws RuntimeException if it is none, or of a version that is not known
   */
  static ClassForm of(byte[] file) {
    ClassForm form = new ClassForm();
    new ClassReader(file).accept(form, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    form.digestMethods();
    form.members.put(CodeParts.DECLARATION, Sha256.shortOf(form.declaration.toString()));
    form.ofMethods.values().forEach(form.references::addAll);
    return form;
  }

  /** A class file of a version that is not known here, of which only the digest is known. */
  static ClassForm ofUnknown(String digest) {
    ClassForm form = new ClassForm();
    form.members.put(CodeParts.CONTENT, digest);
    return form;
  }

  /**
   * The part of the class that its lambdas consist of, with the methods and fields of the class
   * that they use; the whole class if there is no lambda in it.
   */
  ClassForm lambdas() {
    Deque<String> steps = new ArrayDeque<>();
    ClassForm part = new ClassForm();
    for (References.Member made : references.madeObjects()) {
      if (made.owner().equals(name)) {
        steps.add(made.name());
      } else {
        part.references.named(made.owner());
      }
    }
    if (steps.isEmpty() && part.references.classes().isEmpty()) {
      return this;
    }
    part.members.put(CodeParts.DECLARATION, members.getOrDefault(CodeParts.DECLARATION, ""));
    for (String member = steps.poll(); member != null; member = steps.poll()) {
      String digest = members.get(member);
      if (digest != null && part.members.put(member, digest) == null) {
        // A field has its value from the initializers.
        References used = ofMethods.getOrDefault(member, new References());
        part.references.addAll(used);
        boolean isField = !ofMethods.containsKey(member);
        if (isField) {
          steps.add("<clinit>()V");
        }
        used.members().stream()
            .filter(each -> each.owner().equals(name))
            .forEach(each -> steps.add(each.name()));
      }
    }
    return part;
  }

  /**
   * Takes the digests of the methods. A compiler numbers the bodies of lambdas in the order in
   * which they stand in a class, so a method has the digest of a body in place of its name.
   */
  private void digestMethods() {
    for (String method : methods.keySet()) {
      members.put(method, digestOf(method, new HashSet<>()));
    }
    methods.clear();
  }

  private String digestOf(String method, Set<String> outer) {
    String text = methods.getOrDefault(method, "");
    if (text.indexOf(References.LAMBDA_END) < 0) {
      return Sha256.shortOf(text);
    }
    if (!outer.add(method)) {
      return method; // a body that names itself
    }
    Matcher names = References.OWN_LAMBDA.matcher(text);
    String digest =
        Sha256.shortOf(
            names.replaceAll(
                name ->
                    Matcher.quoteReplacement(
                        name.group(1).equals(this.name)
                            ? digestOf(name.group(2), outer)
                            : name.group())));
    outer.remove(method);
    return digest;
  }

  /**
   * The digest of each member; as {@link CodeParts} has them. The body of a lambda is called after
   * its digest.
   */
  SortedMap<String, String> members() {
    SortedMap<String, String> named = new TreeMap<>();
    members.forEach(
        (member, digest) ->
            named.put(
                NUMBERED.matcher(member).replaceFirst("$1" + Matcher.quoteReplacement(digest)),
                digest));
    return named;
  }

  References references() {
    return references;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    this.name = name;
    declaration.append(access & CLASS_FLAGS).append(' ').append(references.signed(signature));
    if (superName != null) {
      declaration.append(" extends ").append(references.named(superName));
    }
    if (interfaces != null) {
      for (String each : interfaces) {
        declaration.append(" implements ").append(references.named(each));
      }
    }
  }

  @Override
  public void visitPermittedSubclass(String name) {
    declaration.append(" permits ").append(references.named(name));
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    declaration.append(" @").append(references.described(descriptor)).append('(');
    return new AnnotationForm(declaration, references);
  }

  @Override
  public @Nullable RecordComponentVisitor visitRecordComponent(
      String name, String descriptor, @Nullable String signature) {
    declaration.append(" component ").append(name).append(' ');
    declaration.append(references.described(descriptor)).append(references.signed(signature));
    return null; // its annotations are those of the field and the getter
  }

  @Override
  public FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    StringBuilder form = new StringBuilder();
    form.append(access & FLAGS).append(' ').append(references.described(descriptor)).append(' ');
    form.append(references.signed(signature)).append(' ').append(references.constant(value));
    return new FieldVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        form.append(" @").append(references.described(annotation)).append('(');
        return new AnnotationForm(form, references);
      }

      @Override
      public void visitEnd() {
        members.put(name, Sha256.shortOf(form.toString()));
      }
    };
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    StringBuilder form = new StringBuilder();
    References named = new References();
    form.append(access & FLAGS).append(' ').append(named.signed(signature)).append('\n');
    named.described(descriptor);
    if (exceptions != null) {
      Arrays.stream(exceptions).forEach(each -> form.append(named.named(each)).append('\n'));
    }
    ofMethods.put(name + descriptor, named);
    return new MethodForm(name + descriptor, form, named, methods);
  }
}
