package io.apibuddy.domain.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AccessKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search for a key within a text. */
class KeySearchTest {
  private static final String KEY = "Sixteen-Letters_1";
  private final KeySearch search = new KeySearch(AccessKey.of(KEY));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEY",
        "http://h/KEY/api",
        "KEYKEY",
        "SixteenKEY",
        "KEYs",
        "\u00ffKEY\u00ff",
        "Sixteen-Letters_Sixteen-Letters_1"
      })
  void keyIsFoundAnywhereInAText(String text) {
    assertThat(search.isIn(text.replace("KEY", KEY))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sixteen-Letters_",
        "ixteen-Letters_1",
        "sixteen-letters_1",
        "Sixteen-Letters_2",
        "1_srettel-neetxiS",
        "Sixteen-Letters_ 1"
      })
  void textThatResemblesTheKeyIsNotTakenForIt(String text) {
    assertThat(search.isIn(text)).isFalse();
    assertThat(search.isIn(text.repeat(3))).isFalse();
  }

  @Test
  void longKeysAreFoundToo() {
    String longest = "aB3~".repeat(32);
    KeySearch other = new KeySearch(AccessKey.of(longest));

    assertThat(other.isIn("x".repeat(5_000) + longest + "y")).isTrue();
    assertThat(other.isIn("aB3~".repeat(31) + "aB3-")).isFalse();
  }
}
