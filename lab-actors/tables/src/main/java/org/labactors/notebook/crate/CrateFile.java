package org.labactors.notebook.crate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of a crate.
 *
 * @param path its path in the crate
 * @param type its media type
 * @param description what it is
 * @param size how many bytes it has
 * @param digest its SHA-256, 64 hexadecimal digits
 */
record CrateFile(String path, String type, String description, long size, String digest) {

  /** The file as it is now in a crate's folder. */
  static CrateFile in(Path folder, String path, String type, String description)
      throws IOException {
    Path file = folder.resolve(path);
    try (DigestInputStream bytes =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      long size = bytes.transferTo(OutputStream.nullOutputStream());
      return new CrateFile(
          path,
          type,
          description,
          size,
          HexFormat.of().formatHex(bytes.getMessageDigest().digest()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  String id() {
    return Identifiers.file(path);
  }
}
