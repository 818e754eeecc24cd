package io.apibuddy.ports.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenTest {

  /** RFC 9110 section 5.6.2: visible US-ASCII characters other than delimiters. */
  @Test
  void tokenConsistsOfVisibleCharactersOtherThanDelimiters() {
    for (int c = -1; c <= 0x141; c++) {
      boolean visible = c > ' ' && c < 0x7f;
      assertThat(Token.isCharacter(c))
          .as("character %d", c)
          .isEqualTo(visible && "(),/:;<=>?@[\\]{}\"".indexOf(c) < 0);
    }
    assertThat(Token.is("")).isFalse();
    assertThat(Token.is("a[")).isFalse();
    assertThat(Token.is("a~")).isTrue();
  }
}
