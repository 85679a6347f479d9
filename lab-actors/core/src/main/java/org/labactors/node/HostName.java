package org.labactors.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a machine, or its number.
 *
 * @param text a name in lower case, or a number as Java writes it, without brackets
 * @param isNumber which of the two
 */
public record HostName(String text, boolean isNumber) {

  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

  /**
   * What a text stands for.
   *
   * @throws NodeException if it is neither
   */
  static HostName of(String text) {
    String bare = withoutBrackets(text);
    if (NUMBER.matcher(bare).matches()) {
      try {
        return new HostName(InetAddress.getByName(bare).getHostAddress(), true);
      } catch (UnknownHostException wrong) {
        throw refused(text, wrong);
      }
    }
    if (!NAME.matcher(bare).matches()) {
      throw refused(text, null);
    }
    return new HostName(bare.toLowerCase(Locale.ROOT), false);
  }

  /** A number as {@code [::1]} stands in addresses with a port. */
  public static String withoutBrackets(String text) {
    return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
  }

  /** Whether a name in a certificate is this one. */
  boolean equalsName(String other) {
    return text.equalsIgnoreCase(other);
  }

  @Override
  public String toString() {
    return text;
  }

  private static NodeException refused(String text, @Nullable Throwable cause) {
    return new NodeException(
        "'"
            + text
            + "' is not the name or number of a machine: letters, digits, '-' and '.', such as"
            + " lab.example.org, 10.0.0.5 or ::1",
        cause);
  }
}
