package org.labactors.notebook.crate;

import java.util.regex.Pattern;

/**
 * The licence of a crate.
 *
 * @param name its short name
 * @param address where its text is
 */
public record CrateLicence(String name, String address) {

  private static final Pattern SPDX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]*");
  private static final String SPDX_ADDRESS = "https://spdx.org/licenses/";

  /**
   * The licence of an address, or of an identifier of SPDX such as {@code CC-BY-4.0}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static CrateLicence parse(String text) {
    if (Identifiers.isWebAddress(text)) {
      return new CrateLicence(
          text.startsWith(SPDX_ADDRESS) ? text.substring(SPDX_ADDRESS.length()) : text, text);
    }
    if (SPDX.matcher(text).matches()) {
      return new CrateLicence(text, SPDX_ADDRESS + text);
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is no licence; write an identifier of https://spdx.org/licenses, such as"
            + " CC-BY-4.0, or an address that begins with https://");
  }
}
