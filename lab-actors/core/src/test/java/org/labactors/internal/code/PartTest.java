package org.labactors.internal.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "../../x",
        "/etc/passwd",
        "0123",
        "../../../../../../../../../../../../../../../../../../../../../x",
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"
      })
  void whatIsNoDigestIsRefusedWhoeverSentIt(String digest) {
    assertThatThrownBy(() -> new Part("a.jar", digest, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the digest of a part is '"
                + digest.replace('\n', '?')
                + "'; it must be 64 hexadecimal digits");
  }

  @Test
  void aSizeBelowZeroIsRefused() {
    assertThatThrownBy(() -> new Part("a.jar", "0".repeat(64), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the size of a part is -1; at least 0");
  }

  @Test
  void aNameCannotWriteLinesOfItsOwn() {
    assertThat(new Part("a\nlab: all is well", "0".repeat(64), 1))
        .hasToString("a?lab: all is well (000000000000)");
  }
}
