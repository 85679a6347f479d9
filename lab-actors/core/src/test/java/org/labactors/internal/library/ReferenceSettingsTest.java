package org.labactors.internal.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.settings.LabSettings;

class ReferenceSettingsTest {

  @TempDir private Path folder;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  /** A class path on which only this one file of settings is left. */
  private static final class OneJar extends URLClassLoader {
    private final URL kept;

    OneJar(URL kept, ClassLoader parent) {
      super(new URL[0], parent);
      this.kept = kept;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals("reference.conf")
          ? Collections.enumeration(List.of(kept))
          : super.getResources(name);
    }
  }

  static List<URL> everyFileOfSettings() throws IOException {
    return Collections.list(
        ReferenceSettingsTest.class.getClassLoader().getResources("reference.conf"));
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @ParameterizedTest
  @MethodSource("everyFileOfSettings")
  void whicheverFileIsLeftOfAllTheRefusalNamesTheOthersAndTheRemedy(URL kept) throws IOException {
    try (OneJar jar = new OneJar(kept, before)) {
      Thread.currentThread().setContextClassLoader(jar);

      assertThatThrownBy(LabSettings::load)
          .isInstanceOf(LibraryException.class)
          .hasMessageContaining("the settings of ")
          .hasMessageContaining("akka-")
          .hasMessageContaining("AppendingTransformer");
    }
  }

  @Test
  void allOfThemAreAccepted() throws IOException {
    assertThat(everyFileOfSettings()).hasSizeGreaterThan(10);
    assertThatCode(ReferenceSettings::load).doesNotThrowAnyException();
  }

  @Test
  void settingsOfAProgramThatDoNotFallBackOnThoseOfTheLibraryAreRefusedWithTheRemedy() {
    assertThatThrownBy(() -> LabSettings.of(ConfigFactory.parseString("akka.loglevel = OFF")))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("the settings of lab-actors are missing")
        .hasMessageContaining(".withFallback(ConfigFactory.load())");
  }

  @Test
  void aMistakeInTheProgramsOwnSettingsStaysWhatItIs() throws Exception {
    Files.writeString(folder.resolve("application.conf"), "lab.slice = ${nowhere}\n");
    URI own = folder.toUri();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {own.toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);

      assertThatThrownBy(ReferenceSettings::load)
          .isNotInstanceOf(LibraryException.class)
          .hasMessageContaining("nowhere");
    }
  }
}
