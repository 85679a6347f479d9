package org.labactors.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Folders with keys on their way to disk: readable by their owner only, and complete or not there.
 */
final class KeyFolder {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PASSWORD_BYTES = 24;
  private static final String PEM_BEGIN = "-----BEGIN CERTIFICATE-----\n";
  private static final String PEM_END = "\n-----END CERTIFICATE-----\n";

  private KeyFolder() {}

  /** A new folder beside the ones to come, in which they are made. */
  static Path work(Path parent) throws IOException {
    Path work = Files.createTempDirectory(Files.createDirectories(parent), ".new-");
    ownerOnly(work, "rwx------");
    return work;
  }

  /** A password that nobody can guess. */
  static char[] newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).toCharArray();
  }

  /** A name that no other authority has. */
  static String newName() {
    return Integer.toHexString(RANDOM.nextInt());
  }

  /** Writes the certificate of the authority. */
  static void writeAuthority(Path folder, Certificate certificate)
      throws IOException, CertificateEncodingException {
    write(
        folder.resolve(NodeKeys.AUTHORITY),
        PEM_BEGIN
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
            + PEM_END);
  }

  /**
   * Writes the password, and puts the folder where it belongs.
   *
   * @throws java.nio.file.FileSystemException if something is there already
   */
  static Path finish(Path made, char[] password, Path target) throws IOException {
    write(made.resolve(NodeKeys.PASSWORD), new String(password) + "\n");
    ownerOnly(made, "rwx------");
    try (Stream<Path> files = Files.list(made)) {
      for (Path file : files.toList()) {
        ownerOnly(file, "rw-------");
      }
    }
    return Files.move(made, target);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /** The folder that all is made in is the owner's; on Windows that must do. */
  private static void ownerOnly(Path path, String permissions) throws IOException {
    if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  /** Deletes a folder and what is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
