package org.labactors.notebook.crate;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Identifiers of entities: relative addresses, in which letters of all scripts stay as they are.
 */
final class Identifiers {

  private static final String PLAIN = "-._~/";
  private static final Pattern WEB = Pattern.compile("https?://[^\\s\"<>\\\\^`{|}]+");

  private Identifiers() {}

  /** Whether a text is an address on the web, which identifies what is there. */
  static boolean isWebAddress(String text) {
    return WEB.matcher(text).matches();
  }

  /** The identifier of a file of the crate. */
  static String file(String path) {
    return encoded(path);
  }

  /** An identifier that is known in this crate only. */
  static String local(String kind, String name) {
    return "#" + kind + "-" + encoded(name);
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0) {
                encoded.appendCodePoint(character);
              } else {
                for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                  encoded.append(String.format(Locale.ROOT, "%%%02X", octet & 0xff));
                }
              }
            });
    return encoded.toString();
  }
}
