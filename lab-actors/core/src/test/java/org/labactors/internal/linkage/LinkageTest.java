package org.labactors.internal.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.code.JarFiles;

/** An experiment is compiled against a library that is not there when it is to run. */
class LinkageTest {

  @TempDir private Path folder;
  private Path mine;
  private Path lib;
  private final List<URLClassLoader> loaders = new ArrayList<>();

  @BeforeEach
  void compileTheLibrary() throws IOException {
    mine = Files.createDirectory(folder.resolve("mine"));
    lib = Files.createDirectory(folder.resolve("lib"));
    library("lib.Lib", "public class Lib { public static int twice(int x) { return 2 * x; } }");
  }

  @AfterEach
  void close() throws IOException {
    for (URLClassLoader each : loaders) {
      each.close();
    }
  }

  @Test
  void whatTheExperimentCallsIsNamedWithThePlace() throws Exception {
    experiment("public Values run(Trial t) {\n return Values.of(\"y\", lib.Lib.twice(1)); }");

    assertThat(missing())
        .containsExactly(new Missing("lib.Lib", "is missing", "mine.Mine.run(Mine.java:4)"));
  }

  @Test
  void nothingIsMissingWhereTheLibraryIs() throws Exception {
    experiment("public Values run(Trial t) { return Values.of(\"y\", lib.Lib.twice(1)); }");

    assertThat(missing(mine, lib)).isEmpty();
  }

  @Test
  void setUpTearDownAndCheckAreFollowedToo() throws Exception {
    library("lib.Other", "public class Other { public static void open() {} }");
    library("lib.Third", "public class Third { public static void check() {} }");
    experiment(
        """
        public void setUp(Trial t) { lib.Lib.twice(1); }
        public void tearDown(Trial t) { lib.Other.open(); }
        public void check(Point p) { lib.Third.check(); }
        public Values run(Trial t) { return Values.none(); }
        """);

    assertThat(missing())
        .extracting(Missing::name)
        .containsExactlyInAnyOrder("lib.Lib", "lib.Other", "lib.Third");
  }

  @Test
  void whatIsNeverCalledMayBeMissing() throws Exception {
    experiment(
        """
        public Values run(Trial t) { return Values.none(); }
        public static void main(String... a) { System.out.println(lib.Lib.twice(1)); }
        private int plot() { return lib.Lib.twice(1); }
        """);

    assertThat(missing()).isEmpty();
  }

  @Test
  void helpersOfTheExperimentsPackageAreFollowed() throws Exception {
    own(
        "mine.Helper",
        "class Helper { static int help() { return new Inner().deep(); }"
            + " static class Inner { int deep() { return lib.Lib.twice(1); } int not() { return 0; } } }");
    experiment("public Values run(Trial t) { return Values.of(\"y\", Helper.help()); }");

    assertThat(missing())
        .extracting(Missing::neededAt)
        .containsExactly("mine.Helper$Inner.deep(Helper.java:2)");
  }

  @Test
  void lambdasAndMethodReferencesAreFollowed() throws Exception {
    library("lib.Other", "public class Other { public static int half(int x) { return x / 2; } }");
    experiment(
        """
        public Values run(Trial t) {
          return Values.of("y", java.util.stream.IntStream.of(1)
              .map(x -> lib.Lib.twice(x)).map(lib.Other::half).sum());
        }
        """);

    assertThat(missing())
        .extracting(Missing::name)
        .containsExactlyInAnyOrder("lib.Lib", "lib.Other");
  }

  @Test
  void whatOthersCallBackIsFollowed() throws Exception {
    experiment(
        """
        public Values run(Trial t) {
          return Values.of("y", String.valueOf(new java.util.TreeSet<>(new ByLib()).size()));
        }
        static class ByLib implements java.util.Comparator<Integer> {
          public int compare(Integer a, Integer b) { return lib.Lib.twice(a) - b; }
        }
        """);

    assertThat(missing()).extracting(Missing::name).containsExactly("lib.Lib");
  }

  @Test
  void anImplementationThatIsCreatedIsFollowedAndOneThatIsNotIsNot() throws Exception {
    library("lib.Other", "public class Other { public static int half(int x) { return x / 2; } }");
    experiment(
        """
        interface Step { int step(); }
        static class Used implements Step { public int step() { return lib.Lib.twice(1); } }
        static class Unused implements Step { public int step() { return lib.Other.half(1); } }
        static Step make() { return new Unused(); }
        public Values run(Trial t) { Step step = new Used(); return Values.of("y", step.step()); }
        """);

    assertThat(missing()).extracting(Missing::name).containsExactly("lib.Lib");
  }

  @Test
  void staticInitializersAndFieldsAreFollowed() throws Exception {
    experiment(
        """
        static final int TWO = lib.Lib.twice(1);
        public Values run(Trial t) { return Values.of("y", TWO); }
        """);

    assertThat(missing()).extracting(Missing::name).containsExactly("lib.Lib");
  }

  @Test
  void codeThatIsPreparedForAMissingClassMayMissIt() throws Exception {
    experiment(
        """
        public Values run(Trial t) {
          try { return Values.of("y", lib.Lib.twice(1)); }
          catch (NoClassDefFoundError slow) { return Values.of("y", 2); }
        }
        """);

    assertThat(missing()).isEmpty();
  }

  @Test
  void whatALibraryNeedsSomewhereInsideMayBeMissing() throws Exception {
    Path optional = Files.createDirectory(folder.resolve("optional"));
    compile(optional, "opt.Opt", "public class Opt { public static void draw() {} }");
    compile(
        lib,
        "lib.Rich",
        "public class Rich { public static int x() { return 1; }"
            + " public static void draw() { opt.Opt.draw(); } }",
        optional);
    experiment("public Values run(Trial t) { return Values.of(\"y\", lib.Rich.x()); }");

    assertThat(missing(mine, lib)).isEmpty();
  }

  @Test
  void whatAClassOfALibraryExtendsMustBeThere() throws Exception {
    Path base = Files.createDirectory(folder.resolve("base"));
    compile(base, "base.Base", "public class Base {}");
    compile(lib, "lib.Derived", "public class Derived extends base.Base {}", base);
    library("lib.Maker", "public class Maker { public static Object make() { return 1; } }");
    experiment("public Values run(Trial t) { return Values.of(\"y\", \"\" + lib.Maker.make()); }");
    compile(lib, "lib.Maker", "public class Maker extends Derived { }", base);

    assertThat(missing(mine, lib))
        .containsExactly(new Missing("base.Base", "is missing", "lib.Maker"));
  }

  @Test
  void aLibraryForANewerJavaIsNamedWithTheVersion() throws Exception {
    experiment("public Values run(Trial t) { return Values.of(\"y\", lib.Lib.twice(1)); }");
    Path file = lib.resolve("lib/Lib.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = 99; // the version of the class file
    Files.write(file, bytes);

    assertThat(missing(mine, lib).get(0).problem())
        .isEqualTo("was compiled for Java 55, and this is Java " + Runtime.version().feature());
  }

  @Test
  void codeOfAnotherOriginInTheSameJarIsNotFollowed() throws Exception {
    own(
        "vendor.Shaded",
        "public class Shaded { public static int x() { return 1 + lib.Lib.twice(1); } }");
    experiment("public Values run(Trial t) { return Values.of(\"y\", vendor.Shaded.x()); }");

    assertThat(missing()).isEmpty();
  }

  private void library(String name, String source) throws IOException {
    compile(lib, name, source);
  }

  private void own(String name, String source) throws IOException {
    compile(mine, name, source, lib);
  }

  private void experiment(String methods) throws IOException {
    own(
        "mine.Mine",
        "import org.labactors.experiment.*; public record Mine() implements Experiment {\n"
            + methods
            + "}");
  }

  private static void compile(Path out, String name, String source, Path... against)
      throws IOException {
    String all = "package " + name.substring(0, name.lastIndexOf('.')) + ";\n" + source;
    StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
    for (Path each : against) {
      path.append(java.io.File.pathSeparator).append(each);
    }
    path.append(java.io.File.pathSeparator).append(out);
    JarFiles.compile(out, name, all, "-cp", path.toString());
  }

  private List<Missing> missing() throws Exception {
    return missing(mine);
  }

  private List<Missing> missing(Path... path) throws Exception {
    URL[] urls = new URL[path.length];
    for (int i = 0; i < path.length; i++) {
      urls[i] = path[i].toUri().toURL();
    }
    URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
    loaders.add(loader);
    return Linkage.missing(List.of(Class.forName("mine.Mine", false, loader)));
  }
}
