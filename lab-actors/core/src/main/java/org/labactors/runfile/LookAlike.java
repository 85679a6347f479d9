package org.labactors.runfile;

import java.util.Locale;
import org.labactors.internal.cells.NearNumber;
import org.labactors.internal.cells.TypedText;

/**
 * Why a text in a run file is not the number or the boolean that it looks like.
 *
 * @param problem what is wrong with it
 * @param number what to write for the number or the boolean, as a sentence; empty if there is none
 * @param string what to write for the string, as a sentence
 */
record LookAlike(String problem, String number, String string) {

  static LookAlike of(String text) {
    String string = "Write \"" + text + "\" in quotes for the string.";
    if (TypedText.isBoolean(text)) {
      return new LookAlike(
          "looks like a boolean and is none",
          "Write " + text.toLowerCase(Locale.ROOT) + ".",
          string);
    }
    if (TypedText.isNumber(text) && !TypedText.isFinite(text)) {
      return new LookAlike("a run file has no such number", "A points file may have it.", string);
    }
    NearNumber near =
        (TypedText.isNumber(text) ? NearNumber.outOfRange(text) : NearNumber.of(text))
            .orElseGet(() -> NearNumber.written(text));
    return new LookAlike(
        near.problem(), near.instead().isEmpty() ? "" : "Write " + near.instead() + ".", string);
  }

  /** What to write instead. */
  String remedy() {
    return number.isEmpty() ? string : number + " " + string;
  }
}
