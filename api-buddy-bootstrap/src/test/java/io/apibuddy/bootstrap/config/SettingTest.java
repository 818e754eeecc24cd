package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A setting identifies a value by its key and its mapping. */
class SettingTest {
  private static final ValueType<String> TEXT = ValueType.of("a text", node -> null);
  private static final Key<String> KEY = Key.of("cache.kind", TEXT, "plain", "what it is");

  @Test
  void settingsOfTheSameKeyAndMappingAreEqual() {
    Key<String> again = Key.of("cache.kind", TEXT, "plain", "what it is");

    assertThat(new Setting("a", again))
        .isEqualTo(new Setting("a", KEY))
        .hasSameHashCodeAs(new Setting("a", KEY));
  }

  @ParameterizedTest
  @MethodSource
  void settingsOfOtherKeysOrMappingsAreNotEqual(Setting other) {
    assertThat(other).isNotEqualTo(new Setting("a", KEY));
  }

  static Stream<Setting> settingsOfOtherKeysOrMappingsAreNotEqual() {
    ValueType<String> other = ValueType.of("a text", node -> "x");
    return Stream.of(
        Setting.of(KEY),
        new Setting("b", KEY),
        new Setting("a", KEY.alsoInMappings()),
        new Setting("a", KEY.masked()),
        new Setting("a", Key.of("cache.other", TEXT, "plain", "what it is")),
        new Setting("a", Key.of("cache.kind", other, "plain", "what it is")),
        new Setting("a", Key.of("cache.kind", TEXT, "fancy", "what it is")),
        new Setting("a", Key.of("cache.kind", TEXT, "plain", "something else")));
  }
}
