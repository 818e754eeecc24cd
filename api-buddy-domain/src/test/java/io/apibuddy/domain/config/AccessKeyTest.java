package io.apibuddy.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeyTest {
  private static final String TEXT = "a-key_of.several~kinds0";

  @Test
  void isProvenByItsOwnTextOnly() {
    AccessKey key = AccessKey.of(TEXT);

    assertThat(key.matches(AccessKey.digest(TEXT))).isTrue();
    assertThat(key.matches(AccessKey.digest(TEXT.toUpperCase(Locale.ROOT)))).isFalse();
    assertThat(key.matches(AccessKey.digest(""))).isFalse();
    assertThat(key).isEqualTo(AccessKey.of(TEXT)).hasSameHashCodeAs(AccessKey.of(TEXT));
    assertThat(key).isNotEqualTo(AccessKey.of(TEXT + "1"));
  }

  @Test
  void isNeverShown() {
    assertThat(AccessKey.of(TEXT)).hasToString("AccessKey[***]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "fifteen-letters", "sixteen letters!", "sixteen/letters1", "sixteen%2Fletter"})
  void refusesTextThatIsTooShortOrNeedsEncoding(String text) {
    assertThat(AccessKey.isWellFormed(text)).isFalse();
    assertThatThrownBy(() -> AccessKey.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an access key is 16 to 128 letters, digits or '-', '.', '_', '~'");
  }

  @Test
  void hasAtMost128Characters() {
    assertThat(AccessKey.isWellFormed("k".repeat(128))).isTrue();
    assertThat(AccessKey.isWellFormed("k".repeat(129))).isFalse();
  }
}
