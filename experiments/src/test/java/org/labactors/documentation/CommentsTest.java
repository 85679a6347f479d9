package org.labactors.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What users of the library may call is documented: each type, method, constant and field. */
class CommentsTest {

  private static final Path MODULES = Path.of("..", "lab-actors");

  @Test
  void everythingPublicHasAComment() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assumeTrue(compiler != null, "this Java has no compiler");

    assertThat(uncommented(compiler, sources())).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MODULES)) {
      List<Path> sources = files.filter(file -> isForUsers(MODULES.relativize(file))).toList();
      assertThat(sources).hasSizeGreaterThan(100);
      return sources;
    }
  }

  private static boolean isForUsers(Path file) {
    List<String> names = new ArrayList<>();
    file.forEach(each -> names.add(each.toString()));
    return file.toString().endsWith(".java")
        && names.contains("main")
        && !names.contains("internal");
  }

  private static List<String> uncommented(JavaCompiler compiler, List<Path> sources)
      throws IOException {
    List<String> found = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
      DocTrees comments = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Members(comments, found).scan(unit, null);
      }
    }
    return found;
  }

  /** Looks at what is public, and at the members of that; the owner is null in a file. */
  private static final class Members extends TreePathScanner<Void, ClassTree> {
    private final DocTrees comments;
    private final List<String> found;

    private Members(DocTrees comments, List<String> found) {
      this.comments = comments;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree type, ClassTree owner) {
      if (isForUsers(type.getModifiers(), owner)) {
        check(type.getSimpleName().toString(), type.getModifiers(), owner);
        scan(type.getMembers(), type);
      }
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, ClassTree owner) {
      // The comment of a record has its components, which its constructor takes.
      boolean takesComponents =
          owner.getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
      if (isForUsers(method.getModifiers(), owner) && !takesComponents) {
        check(method.getName().toString(), method.getModifiers(), owner);
      }
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, ClassTree owner) {
      if (isForUsers(field.getModifiers(), owner)) {
        check(field.getName().toString(), field.getModifiers(), owner);
      }
      return null;
    }

    private static boolean isForUsers(ModifiersTree modifiers, ClassTree owner) {
      Set<Modifier> flags = modifiers.getFlags();
      boolean ofInterface =
          owner != null
              && (owner.getKind() == Tree.Kind.INTERFACE
                  || owner.getKind() == Tree.Kind.ANNOTATION_TYPE);
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (ofInterface && !flags.contains(Modifier.PRIVATE));
    }

    private void check(String name, ModifiersTree modifiers, ClassTree owner) {
      boolean overrides =
          modifiers.getAnnotations().stream()
              .map(AnnotationTree::getAnnotationType)
              .anyMatch(type -> type.toString().equals("Override"));
      if (!overrides && comments.getDocCommentTree(getCurrentPath()) == null) {
        found.add(owner == null ? name : owner.getSimpleName() + "." + name);
      }
    }
  }
}
