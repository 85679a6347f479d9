package org.labactors.internal.code;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.labactors.study.Study;

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
   * The jars that the classes of a study's experiment and design were loaded from, the laboratory's
   * own left out. Classes in folders are in none.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  public static List<CodeJar> of(Study study) {
    return StudyCode.places(study).stream()
        .filter(place -> !Files.isDirectory(place))
        .map(CodeJar::of)
        .toList();
  }
}
