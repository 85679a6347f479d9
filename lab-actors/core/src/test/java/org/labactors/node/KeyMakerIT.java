package org.labactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys as {@code keytool} makes them, and what is said of those that cannot be used. */
class KeyMakerIT {

  @TempDir private static Path keys;
  @TempDir private Path folder;

  @BeforeAll
  static void make() {
    new KeyMaker(keys, 30).make(List.of("lab.example.org+10.0.0.5", "localhost"));
  }

  @Test
  void aKeyIsForEachAddressOfItsNodeAndForNoOther() {
    Path lab = keys.resolve("lab.example.org");

    for (String host : List.of("lab.example.org", "LAB.example.org", "10.0.0.5")) {
      assertThat(read(lab, host).folder()).isEqualTo(lab);
    }
    for (String host : List.of("localhost", "127.0.0.1", "[::1]", "::1")) {
      assertThat(read(keys.resolve("localhost"), host)).isNotNull();
    }
    assertThatThrownBy(() -> read(lab, "10.0.0.6"))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "lab.node.host = 10.0.0.6: the key in "
                + lab.resolve("node.p12")
                + " is for lab.example.org, 10.0.0.5, so other nodes would refuse it here\n"
                + "Make one with lab keys create DIR --hosts 10.0.0.6, or set lab.node.check-names"
                + " = off if addresses are not known beforehand.");
  }

  @Test
  void onlyTheOwnerCanReadWhatIsMadeAndNothingIsLeftBeside() throws IOException {
    try (Stream<Path> all = Files.walk(keys)) {
      for (Path each : all.filter(path -> !path.equals(keys)).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as(each.toString())
            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
      }
    }
    try (Stream<Path> made = Files.list(keys)) {
      assertThat(made.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("authority", "lab.example.org", "localhost");
    }
  }

  @Test
  void whatIsThereIsNotOverwritten() throws IOException {
    byte[] before = Files.readAllBytes(keys.resolve("localhost").resolve("node.p12"));

    assertThatThrownBy(() -> new KeyMaker(keys, 30).make(List.of("new", "localhost")))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            keys.resolve("localhost")
                + ": is there already, and keys are not overwritten\nName only hosts that have no"
                + " key yet, or another folder.");

    assertThat(Files.readAllBytes(keys.resolve("localhost").resolve("node.p12"))).isEqualTo(before);
    assertThat(keys.resolve("new")).doesNotExist();
  }

  @Test
  void anAuthorityThatIsThereSignsFurtherKeys() throws IOException {
    copy(keys.resolve("authority"), folder.resolve("authority"));

    KeyMaker.Made made = new KeyMaker(folder, 30).make(List.of("worker"));

    assertThat(made.isNew()).isFalse();
    Path worker = made.nodes().get(0);
    assertThat(worker.resolve("authority.crt"))
        .hasSameBinaryContentAs(keys.resolve("localhost").resolve("authority.crt"));
    assertThat(read(worker, "worker")).isNotNull();
  }

  @Test
  void hostsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new KeyMaker(folder, 30).make(List.of("a b")))
        .hasMessageStartingWith("'a b' is not the name or number of a machine");
    assertThatThrownBy(() -> new KeyMaker(folder, 30).make(List.of("a", "A")))
        .hasMessage("--hosts a: named twice");
    assertThatThrownBy(() -> new KeyMaker(folder, 30).make(List.of("authority")))
        .hasMessage("--hosts authority: this is the name of the authority's own folder");
    assertThatThrownBy(() -> new KeyMaker(folder, 0)).hasMessage("--days 0: must be at least 1");
  }

  @Test
  void anAuthorityThatIsKeptElsewhereIsAskedFor() throws IOException {
    Files.createDirectory(folder.resolve("authority"));

    assertThatThrownBy(() -> new KeyMaker(folder, 30).make(List.of("a")))
        .hasMessage(
            folder.resolve("authority").resolve("authority.p12")
                + ": there is no such file, so no more keys can be signed\n"
                + "Put it back for the time, or name another folder for a new authority.");
  }

  @Test
  void aMissingFolderOrFileIsNamed() throws IOException {
    Path copy = copy(keys.resolve("localhost"), folder.resolve("copy"));
    Files.delete(copy.resolve("password"));

    assertThatThrownBy(() -> read(folder.resolve("none"), "localhost"))
        .hasMessageStartingWith(
            "lab.node.keys = " + folder.resolve("none") + ": there is no such folder\nMake keys");
    assertThatThrownBy(() -> read(copy, "localhost"))
        .hasMessageStartingWith(copy.resolve("password") + ": there is no such file\n");
  }

  @Test
  void aPasswordThatDoesNotOpenTheKeyIsNamed() throws IOException {
    Path copy = copy(keys.resolve("localhost"), folder.resolve("copy"));
    Files.writeString(copy.resolve("password"), "guess\n");

    assertThatThrownBy(() -> read(copy, "localhost"))
        .hasMessage(
            copy.resolve("node.p12")
                + ": the password in "
                + copy.resolve("password")
                + " does not open it");
  }

  @Test
  void aFileThatIsNoKeyIsNamed() throws IOException {
    Path copy = copy(keys.resolve("localhost"), folder.resolve("copy"));
    Files.writeString(copy.resolve("node.p12"), "no key");

    assertThatThrownBy(() -> read(copy, "localhost"))
        .hasMessageStartingWith(copy.resolve("node.p12") + ": cannot be read: ");
  }

  @Test
  void aKeyThatHasExpiredIsRefusedWithItsDate() {
    Path lab = keys.resolve("lab.example.org");
    Instant late = Instant.now().plus(Duration.ofDays(31));

    assertThatThrownBy(() -> NodeKeys.read(lab, "10.0.0.5", true, late))
        .hasMessageStartingWith(
            lab.resolve("authority.crt") + ": the key of CN=Lab Actors authority")
        .hasMessageContaining(" expired on 20")
        .hasMessageEndingWith("\nMake new ones with lab keys create, in another folder.");
    assertThatThrownBy(() -> NodeKeys.read(lab, "10.0.0.5", true, Instant.EPOCH))
        .hasMessageContaining(" is valid from 20")
        .hasMessageContaining("clock of this machine is wrong");
  }

  @Test
  void aKeyOfAnotherAuthorityThanTheOneBesideItIsRefused() throws IOException {
    new KeyMaker(folder, 30).make(List.of("localhost"));
    Path mixed = copy(keys.resolve("localhost"), folder.resolve("mixed"));
    Files.copy(
        folder.resolve("localhost").resolve("authority.crt"),
        mixed.resolve("authority.crt"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> read(mixed, "localhost"))
        .hasMessageStartingWith(
            mixed.resolve("node.p12")
                + ": is signed by another authority (CN=Lab Actors authority");
  }

  private static NodeKeys read(Path folder, String host) {
    return NodeKeys.read(folder, host, true, Instant.now());
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(each.getFileName()));
      }
    }
    return to;
  }
}
