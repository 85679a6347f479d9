package org.labactors.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalTest {

  @TempDir private Path place;
  private Path folder;

  @BeforeEach
  void fill() throws IOException {
    folder = Files.createDirectories(place.resolve("trial/work/deep/deeper")).getParent();
    Files.writeString(folder.resolve("deeper/file"), "");
    Files.writeString(folder.resolve("file"), "");
    folder = place.resolve("trial");
  }

  @ParameterizedTest
  @ValueSource(strings = {"---------", "-w-------", "--x------", "r--------", "-wx------"})
  void foldersGoWhateverPermissionsAProgramLeftThem(String permissions) throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may do anything");
    Set<PosixFilePermission> few = PosixFilePermissions.fromString(permissions);
    for (String each : new String[] {"work/deep/deeper", "work/deep", "work", "."}) {
      Files.setPosixFilePermissions(folder.resolve(each).normalize(), few);
    }

    Removal.of(folder);

    assertThat(folder).doesNotExist();
  }

  @Test
  void whatALinkLeadsToStays() throws IOException {
    Path other = Files.createDirectory(place.resolve("other"));
    Files.writeString(other.resolve("thesis"), "mine");
    Files.createSymbolicLink(folder.resolve("work/link"), other);
    Files.createSymbolicLink(folder.resolve("work/nowhere"), place.resolve("gone"));

    Removal.of(folder);

    assertThat(folder).doesNotExist();
    assertThat(other.resolve("thesis")).exists();
  }

  @Test
  void aFolderThatIsNotThereIsSaidSo() {
    Path gone = place.resolve("gone");

    assertThatThrownBy(() -> Removal.of(gone)).isInstanceOf(NoSuchFileException.class);
  }
}
