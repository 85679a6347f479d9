package org.labactors.internal.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.study.Samples;
import org.labactors.study.Study;

class CodeJarTest {

  @TempDir Path folder;

  @Test
  void aJarIsKnownByTheDigestOfItsFile() throws Exception {
    Path jar = Files.writeString(folder.resolve("a.jar"), "abc");

    assertThat(CodeJar.of(jar))
        .isEqualTo(
            new CodeJar(
                "a.jar", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }

  @Test
  void classesInAFolderAreInNoJar() {
    assertThat(CodeJar.of(Study.of(new Samples.Plain()))).isEmpty();
  }

  @Test
  void aJarThatIsGoneIsRefusedWithItsName() {
    Path gone = folder.resolve("gone.jar");

    assertThatThrownBy(() -> CodeJar.of(gone))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the jar '" + gone + "' cannot be read: ");
  }
}
