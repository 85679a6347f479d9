package org.labactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserKeysTest {

  private final Instant now = Instant.now();

  @TempDir private Path home;
  private Path folder;

  @BeforeEach
  void name() {
    folder = home.resolve("config/keys");
  }

  @Test
  void theKeyIsMadeOnceForItsOwnerOnly() throws IOException {
    NodeKeys first = UserKeys.readOrMake(folder, now);
    byte[] key = Files.readAllBytes(folder.resolve(NodeKeys.KEY));

    NodeKeys second = UserKeys.readOrMake(folder, now);

    assertThat(Files.readAllBytes(folder.resolve(NodeKeys.KEY))).isEqualTo(key);
    assertThat(first.folder()).isEqualTo(second.folder());
    assertThat(permissions(folder)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(UserKeysTest::permissions)).hasSize(3).containsOnly("rw-------");
    }
    try (Stream<Path> all = Files.list(home.resolve("config"))) {
      assertThat(all).containsExactly(folder);
    }
  }

  @Test
  void nodesThatStartAtTheSameTimeAgreeOnOneKey() throws Exception {
    List<CompletableFuture<NodeKeys>> starts =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> UserKeys.readOrMake(folder, now)))
            .toList();

    for (CompletableFuture<NodeKeys> start : starts) {
      assertThat(Handshake.between(start.get(), starts.get(0).get())).isEmpty();
    }
  }

  @Test
  void aNodeWithACopyOfTheFolderIsTrustedAndOneWithAnotherKeyIsNot() throws Exception {
    NodeKeys own = UserKeys.readOrMake(folder, now);
    Path copy = home.resolve("elsewhere");
    Files.createDirectory(
        copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    NodeKeys stranger = UserKeys.readOrMake(home.resolve("stranger"), now);

    assertThat(Handshake.between(own, UserKeys.readOrMake(copy, now))).isEmpty();
    assertThat(Handshake.between(own, NodeKeys.read(copy, "some.host", true, now))).isEmpty();
    assertThat(Handshake.between(stranger, own)).isPresent();
    assertThat(Handshake.between(own, stranger)).isPresent();
  }

  @Test
  void aFolderThatOthersMayOpenIsRefused() throws IOException {
    UserKeys.readOrMake(folder, now);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

    assertThatThrownBy(() -> UserKeys.readOrMake(folder, now))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "lab.node.user-keys = "
                + folder
                + ": other users may open it (rwxr-x---)\nThe key in it must be yours alone. Delete"
                + " the folder, and a new key is made; nodes on other machines need a copy of it.");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedWithTheWayOut() throws IOException {
    Files.writeString(home.resolve("config"), "a file");

    assertThatThrownBy(() -> UserKeys.readOrMake(folder, now))
        .isInstanceOf(NodeException.class)
        .hasMessageStartingWith(
            "lab.node.user-keys = " + folder + ": the key of this user cannot be made there: ")
        .hasMessageEndingWith(
            "\nSet LAB_USER_KEYS to a folder that only you can write, or LAB_KEYS to one with keys made"
                + " by lab keys create.");
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
