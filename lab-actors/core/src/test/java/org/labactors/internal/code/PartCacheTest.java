package org.labactors.internal.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartCacheTest {

  @TempDir private Path folder;
  private Path files;
  private PartCache cache;
  private Part part;

  @BeforeEach
  void addAPart() throws IOException {
    files = folder.resolve("not/there/yet");
    cache = PartCache.in(files);
    part = cache.add("abc.jar", Files.writeString(folder.resolve("abc.jar"), "abc"));
  }

  @Test
  void aPartIsKnownByTheDigestOfWhatIsInIt() {
    assertThat(part)
        .isEqualTo(
            new Part(
                "abc.jar", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3));
    assertThat(cache.find(part))
        .contains(files.resolve(part.digest()))
        .hasValueSatisfying(file -> assertThat(file).hasContent("abc"));
  }

  @Test
  void itIsACopyThatDoesNotChangeWithTheFile() throws IOException {
    Files.writeString(folder.resolve("abc.jar"), "changed");

    assertThat(cache.find(part).orElseThrow()).hasContent("abc");
  }

  @Test
  void aDamagedFileIsNotedAndDeleted() throws IOException {
    Path file = cache.find(part).orElseThrow();
    Files.writeString(file, "abd");

    assertThat(cache.find(part)).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatIsCutOffIsDamaged() throws IOException {
    Files.writeString(cache.find(part).orElseThrow(), "ab");

    assertThat(cache.find(part)).isEmpty();
  }

  @Test
  void whatWasFetchedIsKeptIfItIsWhatItWasFetchedFor() throws IOException {
    Part other = new Part("x", part.digest(), 3);
    Path right = Files.writeString(cache.temporary(), "abc");
    Path wrong = Files.writeString(cache.temporary(), "abd");

    assertThat(cache.keep(wrong, other)).isEmpty();
    assertThat(cache.keep(right, other)).contains(cache.fileOf(part));
    assertThat(contents()).containsExactly(part.digest());
  }

  @Test
  void onlyTheUserMayReadAndWriteTheFolder() throws IOException {
    assertThat(Files.getPosixFilePermissions(files))
        .extracting(Enum::name)
        .allMatch(permission -> permission.startsWith("OWNER_"));
  }

  @Test
  void aFolderThatCannotBeUsedIsNamedWithItsKey() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    PartCache unusable = PartCache.in(file);

    assertThatThrownBy(unusable::temporary)
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("lab.code.cache = " + file + ": the folder cannot be used: ")
        .hasMessageEndingWith("\nName a folder that this user may write, with room for the jars.");
  }

  @Test
  void whatHasNotBeenUsedForLongIsForgottenAndNothingElse() throws IOException {
    Instant now = Instant.now();
    Part old = cache.add("old.jar", Files.writeString(folder.resolve("old.jar"), "old"));
    Path leftOver = cache.temporary();
    Path foreign = Files.writeString(files.resolve("thesis.txt"), "mine");
    for (Path each : new Path[] {cache.fileOf(old), leftOver, foreign}) {
      Files.setLastModifiedTime(each, FileTime.from(now.minus(Duration.ofDays(31))));
    }

    cache.forgetUnused(Duration.ofDays(30), now);

    assertThat(contents()).containsExactlyInAnyOrder(part.digest(), "thesis.txt");
  }

  @Test
  void whatAKilledProcessHadHalfWrittenIsForgottenSoon() throws IOException {
    Instant now = Instant.now();
    Path abandoned = cache.temporary();
    Path beingWritten = cache.temporary();
    Files.setLastModifiedTime(abandoned, FileTime.from(now.minus(Duration.ofMinutes(61))));

    cache.forgetUnused(Duration.ofDays(30), now);

    assertThat(abandoned).doesNotExist();
    assertThat(beingWritten).exists();
    assertThat(cache.find(part)).isPresent();
  }

  @Test
  void usingAPartKeepsItFromBeingForgotten() throws IOException {
    Instant now = Instant.now();
    Files.setLastModifiedTime(cache.fileOf(part), FileTime.from(now.minus(Duration.ofDays(31))));
    assertThat(cache.find(part)).isPresent();

    cache.forgetUnused(Duration.ofDays(30), now);

    assertThat(cache.find(part)).isPresent();
  }

  private Stream<String> contents() throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      return all.map(file -> String.valueOf(file.getFileName())).toList().stream();
    }
  }
}
