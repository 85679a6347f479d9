package org.labactors.internal.reach;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, of texts and bytes, in hexadecimal digits. */
final class Sha256 {

  /** So many digits tell the versions of a method apart. */
  private static final int SHORT = 16;

  private Sha256() {}

  static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The beginning of it. */
  static String shortOf(String text) {
    return of(text).substring(0, SHORT);
  }

  /** The beginning of it. */
  static String shortOf(byte[] bytes) {
    return of(bytes).substring(0, SHORT);
  }
}
