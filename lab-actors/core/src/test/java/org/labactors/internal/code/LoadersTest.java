package org.labactors.internal.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.internal.json.StudyJson;
import org.labactors.study.Study;

class LoadersTest {

  private static final String STUDY =
      """
      {"experiment":{"class":"%s","factor":2},"parameters":{"x":[1]},\
      "design":{"class":"org.labactors.design.Factorial"},"replicates":1,"order":"random","seed":1}""";

  @TempDir private Path folder;
  private PartCache cache;
  private final Map<String, Path> files = new HashMap<>();
  private final Loaders loaders = new Loaders();

  @BeforeEach
  void openCache() {
    cache = PartCache.in(folder.resolve("cache"));
  }

  @AfterEach
  void close() {
    loaders.close();
  }

  @Test
  void twoVersionsOfAClassDoNotMeet() throws Exception {
    ClassLoader one = loaders.open(bundle("mine.Mine", "one"), files).classes();
    ClassLoader two = loaders.open(bundle("mine.Mine", "two"), files).classes();

    assertThat(version("mine.Mine", one)).isEqualTo("one");
    assertThat(version("mine.Mine", two)).isEqualTo("two");
  }

  @Test
  void aVersionOfTheNodesOwnDoesNotMatter() throws Exception {
    String own = LoadersTest.class.getPackageName() + ".Own";

    ClassLoader loader = loaders.open(bundle(own, "sent"), files).classes();

    assertThat(loader.loadClass(Own.class.getName())).isNotSameAs(Own.class);
    assertThat(version(own, loader)).isEqualTo("sent");
  }

  @Test
  void classesOfTheLaboratoryAndOfTheAnnotationsAreNeverTakenFromAJar() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("fat"));
    for (String name :
        List.of(
            "org.labactors.experiment.Experiment",
            "com.fasterxml.jackson.annotation.JsonProperty",
            "javax.sql.DataSource")) {
      int dot = name.lastIndexOf('.');
      Path source =
          Files.createDirectories(classes.resolve(name.substring(0, dot).replace('.', '/')));
      Files.write(source.resolve(name.substring(dot + 1) + ".class"), new byte[] {1});
    }
    Part fat = cache.add("fat.jar", JarFiles.pack(classes, folder.resolve("fat.jar")));
    files.put(fat.digest(), cache.fileOf(fat));

    ClassLoader loader = loaders.open(new Bundle(List.of(fat)), files).classes();

    assertThat(loader.loadClass(Experiment.class.getName())).isSameAs(Experiment.class);
    assertThat(loader.loadClass("com.fasterxml.jackson.annotation.JsonProperty")).isNotNull();
    assertThat(loader.loadClass("javax.sql.DataSource")).isNotNull();
  }

  @Test
  void aLoaderIsSharedByAllWhoUseItAndClosedAfterTheLast() throws Exception {
    Bundle bundle = bundle("mine.Mine", "one");
    Loaders.Loan one = loaders.open(bundle, files);
    Loaders.Loan other = loaders.open(bundle, files);
    ClassLoader loader = one.classes();
    assertThat(other.classes()).isSameAs(loader);

    one.close();
    one.close();
    assertThat(loader.loadClass("mine.Mine")).isNotNull();
    other.close();

    assertThat(loaders.size()).isZero();
    assertThatThrownBy(() -> loader.loadClass("mine.Mine$Version"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void classesAreUnloadedAfterTheStudy() throws Exception {
    Bundle bundle = bundle("mine.Mine", "one");

    WeakReference<ClassLoader> loader = use(bundle);

    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              System.gc();
              return loader.get() == null;
            });
  }

  private WeakReference<ClassLoader> use(Bundle bundle) throws Exception {
    try (Loaders.Loan loan = loaders.open(bundle, files)) {
      assertThat(version("mine.Mine", loan.classes())).isEqualTo("one");
      return new WeakReference<>(loan.classes());
    }
  }

  @Test
  void whatCannotBeRunSaysWhichClassAndWhereItWasLookedFor() throws Exception {
    Bundle bundle = bundle("mine.Mine", "one");
    ClassLoader loader = loaders.open(bundle, files).classes();

    assertThatThrownBy(() -> StudyJson.read(STUDY.formatted("mine.Gone"), loader))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "experiment.class = \"mine.Gone\": there is no such class in "
                + bundle.parts().get(0)
                + " and the laboratory's own class path\n"
                + "If it is in a jar of yours, name the jar in study.code or with --code.");
  }

  @Test
  void aClassForANewerJavaSaysForWhich() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("newer"));
    JarFiles.compile(classes, "mine.Mine", JarFiles.experiment("mine.Mine", "newer"));
    Path file = classes.resolve("mine/Mine.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = (byte) (44 + 99);
    Files.write(file, bytes);
    Part newer = cache.add("newer.jar", JarFiles.pack(classes, folder.resolve("newer.jar")));
    files.put(newer.digest(), cache.fileOf(newer));
    ClassLoader loader = loaders.open(new Bundle(List.of(newer)), files).classes();
    int here = Runtime.version().feature();

    assertThatThrownBy(() -> StudyJson.read(STUDY.formatted("mine.Mine"), loader))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "experiment.class = \"mine.Mine\": the class was compiled for Java 99, and this is Java "
                + here
                + "\nRun it on a newer Java, or compile it with --release "
                + here
                + ".");
  }

  private Bundle bundle(String name, String version) throws IOException {
    Path jar = folder.resolve(version + ".jar");
    Part part = cache.add("mine.jar", JarFiles.jar(jar, name, JarFiles.experiment(name, version)));
    files.put(part.digest(), cache.fileOf(part));
    return new Bundle(List.of(part));
  }

  private static Object version(String name, ClassLoader loader) throws Exception {
    Study study = StudyJson.read(STUDY.formatted(name), loader);
    Experiment experiment = StudyJson.copyOf(study.experiment());
    return experiment.run(Trial.at(Map.of("x", 1L))).rows().get(0).get("version");
  }
}
