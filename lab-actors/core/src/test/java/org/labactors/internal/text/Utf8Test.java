package org.labactors.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {

  private static String shown(byte[] bytes) {
    return Utf8.shown(bytes, 0, bytes.length);
  }

  @Test
  void whatIsATextIsShownAsItIs() {
    String text = "aé√漢😀ß\n";

    assertThat(shown(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(shown(new byte[0])).isEmpty();
  }

  @Test
  void whatIsNoCharacterIsEscaped() {
    assertThat(shown("grün, für".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("gr\\xFCn, f\\xFCr");
    assertThat(shown(new byte[] {(byte) 0xe2, (byte) 0x88})).isEqualTo("\\xE2\\x88");
    assertThat(shown(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80, 'a'}))
        .isEqualTo("\\xED\\xA0\\x80a");
  }

  @Test
  void aTextThatIsCutOffBeginsWithAWholeCharacter() {
    byte[] bytes = "√a".getBytes(StandardCharsets.UTF_8);

    assertThat(Utf8.begin(bytes, 0, bytes.length)).isZero();
    assertThat(Utf8.begin(bytes, 1, bytes.length)).isEqualTo(3);
    assertThat(Utf8.begin(bytes, 2, bytes.length)).isEqualTo(3);
  }
}
