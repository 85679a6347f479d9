package org.labactors.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "'', ''",
    "--x={x}, --x=<x>",
    "{x}{y z}, <x><y z>",
    "{{x}}, {x}",
    "awk {{print ${x}}}, awk {print $<x>}",
    "{{{x}}}, {<x>}"
  })
  void namesInBracesStandForValuesAndTwoBracesForOne(String text, String filled) {
    assertThat(Template.of(text).fill(name -> "<" + name + ">")).isEqualTo(filled);
  }

  @Test
  void theNamesAreKnownBeforeTheValues() {
    assertThat(Template.of("{b}{a}{{c}}{b}").names()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "a{b", "{}", "}", "a}"})
  void aLonelyBraceIsRefusedWithTheRemedy(String text) {
    String brace = text.contains("{") ? "{" : "}";

    assertThatThrownBy(() -> Template.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' has a %s that encloses no name; write %s%s for a brace of the text",
            text, brace, brace, brace);
  }
}
