package org.labactors.internal.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bytes that may be a text in UTF-8, and may be something else. */
public final class Utf8 {

  private static final int LONGEST_CHARACTER = 4;

  private Utf8() {}

  /**
   * A text to look at. What is no character is written as {@code \\xE9}, so that it can be told
   * from every character.
   */
  public static String shown(byte[] bytes, int offset, int length) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    CharBuffer out = CharBuffer.allocate(length + 1);
    StringBuilder text = new StringBuilder();
    CoderResult result;
    do {
      result = decoder.decode(in, out, true);
      text.append(out.flip());
      out.clear();
      for (int i = 0; result.isError() && i < result.length(); i++) {
        text.append(String.format(Locale.ROOT, "\\x%02X", in.get()));
      }
    } while (!result.isUnderflow());
    return text.toString();
  }

  /** Where the first whole character begins in a text of which the beginning is cut off. */
  public static int begin(byte[] bytes, int offset, int end) {
    int begin = offset;
    while (begin < end && begin - offset < LONGEST_CHARACTER && (bytes[begin] & 0xC0) == 0x80) {
      begin++;
    }
    return begin;
  }
}
