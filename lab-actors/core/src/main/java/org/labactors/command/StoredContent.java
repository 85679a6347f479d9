package org.labactors.command;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A content that is too large to be part of a study's text, which has its SHA-256 instead. The lab
 * holds the bytes in memory, for the user may change the file; a node that has fetched them holds
 * their place in its cache.
 *
 * <p>This JVM knows the contents in use by their digests, so that a study can be read from its
 * text.
 */
public final class StoredContent implements FileContent {

  private static final Map<String, WeakReference<StoredContent>> IN_USE = new ConcurrentHashMap<>();

  private final String digest;
  private final long size;
  private final byte @Nullable [] bytes;
  private final @Nullable Path place;

  private StoredContent(String digest, long size, byte @Nullable [] bytes, @Nullable Path place) {
    this.digest = digest;
    this.size = size;
    this.bytes = bytes;
    this.place = place;
  }

  /** These bytes, which nobody changes. */
  static StoredContent of(byte[] bytes) {
    try {
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return inUse(digest)
          .orElseGet(() -> use(new StoredContent(digest, bytes.length, bytes, null)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * What has been fetched.
   *
   * @param digest its SHA-256, which has been checked
   * @param size how many bytes it has
   * @param place the file in which it is
   */
  public static StoredContent at(String digest, long size, Path place) {
    return inUse(digest).orElseGet(() -> use(new StoredContent(digest, size, null, place)));
  }

  private static StoredContent use(StoredContent content) {
    IN_USE.values().removeIf(each -> each.refersTo(null));
    IN_USE.put(content.digest, new WeakReference<>(content));
    return content;
  }

  /** A content that something in this JVM holds, by its SHA-256. */
  public static Optional<StoredContent> inUse(String digest) {
    return Optional.ofNullable(IN_USE.get(digest)).map(WeakReference::get);
  }

  /** Its SHA-256, 64 hexadecimal digits. */
  public String digest() {
    return digest;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void writeTo(Path file) throws IOException {
    if (bytes != null) {
      Files.write(file, bytes);
    } else if (place != null) {
      try {
        Files.copy(place, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException deleted) {
        throw new IOException(
            "the content of an attached file has been deleted from this node's cache: " + place,
            deleted);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredContent content && digest.equals(content.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return size + " bytes of SHA-256 " + digest;
  }
}
