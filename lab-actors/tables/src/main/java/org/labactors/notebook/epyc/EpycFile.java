package org.labactors.notebook.epyc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.labactors.notebook.NotebookException;

/** What is in a file that is given as a notebook of epyc, by the way it begins. */
final class EpycFile {

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** The signature of HDF5 may stand behind a block of one's own, whose size doubles from here. */
  private static final int SMALLEST_USER_BLOCK = 512;

  private static final int LARGEST_USER_BLOCK = 1 << 20;

  private EpycFile() {}

  /**
   * Refuses what cannot be a notebook in JSON, and says what it is.
   *
   * @return whether there is anything in it; epyc takes an empty file for an empty notebook
   * @throws NotebookException if it is refused
   */
  static boolean check(Path file) {
    if (file.toString().matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
      throw NotebookException.refused(
          "'" + file + "' is an address, not a file; download it first, then import the file");
    }
    if (!Files.isRegularFile(file)) {
      throw NotebookException.refused("there is no file '" + file + "'");
    }
    try {
      Optional<String> other = kind(file);
      if (other.isPresent()) {
        throw NotebookException.refused("the file '" + file + "' is " + other.get());
      }
      return Files.size(file) > 0;
    } catch (IOException failure) {
      throw NotebookException.unavailable(
          "the file '" + file + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  private static Optional<String> kind(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(LARGEST_USER_BLOCK + HDF5.length);
    }
    for (int at = 0; at + HDF5.length <= head.length; at = at == 0 ? SMALLEST_USER_BLOCK : 2 * at) {
      if (begins(head, at, HDF5)) {
        return Optional.of(
            "an HDF5 file, which cannot be imported; save it as JSON with epyc first: EPYC.md has the"
                + " lines of Python for it");
      }
    }
    if (begins(head, 0, "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII))) {
      return Optional.of(
          "an SQLite file, not a notebook of epyc in JSON; between notebooks of this lab,"
              + " 'lab notebook copy' takes result sets");
    }
    if (begins(head, 0, new byte[] {0x1f, (byte) 0x8b}) || begins(head, 0, new byte[] {'P', 'K'})) {
      return Optional.of("compressed; unpack it first");
    }
    return Optional.empty();
  }

  private static boolean begins(byte[] head, int at, byte[] signature) {
    if (at + signature.length > head.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if (head[at + i] != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
