package org.labactors.study;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.labactors.design.Design;

/**
 * A jar with code of experiments, told from others by what is in it.
 *
 * @param name the name of its file, without the folder
 * @param digest the SHA-256 of the file, 64 hexadecimal digits
 */
public record CodeJar(String name, String digest) {

  /**
   * The jar in a file.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static CodeJar of(Path file) {
    try (DigestInputStream bytes =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      bytes.transferTo(OutputStream.nullOutputStream());
      return new CodeJar(
          String.valueOf(file.getFileName()),
          HexFormat.of().formatHex(bytes.getMessageDigest().digest()));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "the jar '" + file + "' cannot be read: " + unreadable, unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * The jars that a study's experiment and its design, if that is none of the lab's own, were
   * loaded from. Classes in folders are in none.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  public static List<CodeJar> of(Study study) {
    List<Class<?>> classes = new ArrayList<>(List.of(study.experiment().getClass()));
    Class<?> design = study.design().getClass();
    if (design.getPackage() != Design.class.getPackage()) {
      classes.add(design);
    }
    return classes.stream()
        .map(CodeJar::fileOf)
        .flatMap(Optional::stream)
        .distinct()
        .map(CodeJar::of)
        .toList();
  }

  private static Optional<Path> fileOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    if (place == null || !Objects.equals(place.getProtocol(), "file")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(place.toURI())).filter(file -> !Files.isDirectory(file));
    } catch (URISyntaxException notAFile) {
      return Optional.empty();
    }
  }
}
