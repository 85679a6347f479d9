package org.labactors.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VisibleWriterTest {

  private final StringWriter written = new StringWriter();

  @Test
  void controlCharactersAreShownNotObeyed() {
    Console console = console(false);

    console.out().print("a\u001b[2Jb\rc\u0007\u009b31m\u007f\0");

    assertThat(written).hasToString("a\\u001b[2Jb\\rc\\u0007\\u009b31m\\u007f\\u0000");
  }

  @Test
  void whatTurnsTheDirectionOfTextOrHidesIsShownNotObeyed() {
    console(false).out().print("\u202egpj.exe\u2066\u200b\u2028\ufeff");

    assertThat(written).hasToString("\\u202egpj.exe\\u2066\\u200b\\u2028\\ufeff");
  }

  @Test
  void linesTabsAndLettersOfEveryLanguageStay() {
    String text = "β\t= 0.3\n日本 \uD83D\uDE00 שלום";

    console(false).out().print(text);

    assertThat(written).hasToString(text);
  }

  @Test
  void dataIsWrittenAsItIs() {
    console(false).data().print("a\u001b[2Jb\r");

    assertThat(written).hasToString("a\u001b[2Jb\r");
  }

  @Test
  void theStylesOfTheLabReachATerminalAndColourNothingElse() {
    Console console = console(true);

    console.out().print(console.bold("t\u001b[5mag") + " " + console.red("3"));

    assertThat(written).hasToString("\u001b[1mt\\u001b[5mag\u001b[0m \u001b[31m3\u001b[0m");
  }

  @Test
  void whatGoesIntoOneLineHasNoLineBreaks() {
    assertThat(VisibleWriter.line("a\nb\u001b")).isEqualTo("a b\\u001b");
  }

  private Console console(boolean colour) {
    PrintWriter writer = new PrintWriter(written, true);
    return new Console(writer, writer, 0, colour);
  }
}
