package io.apibuddy.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are aliases. */
class AliasConfigurationTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "A.b~c_d-/1", "-a"})
  void segmentsOfPlainCharactersAreAnAlias(String alias) {
    assertThat(AliasConfiguration.violation(alias)).isNull();
    assertThat(AliasConfiguration.ALIAS.matcher(alias).matches()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a/", "/a", "a//b", ".a", "a/.b", "a b", "a%20", "a\n"})
  void emptyOrHiddenSegmentsAndOtherCharactersAreRefused(String alias) {
    assertThat(AliasConfiguration.violation(alias)).isNotNull();
    assertThat(AliasConfiguration.ALIAS.matcher(alias).matches()).isFalse();
  }

  @Test
  void aliasMayHaveAnyNumberOfSegments() {
    String many = "a" + "/a".repeat(50_000);

    assertThat(AliasConfiguration.violation(many)).isNull();
    assertThat(AliasConfiguration.violation(many + "/")).isNotNull();
  }
}
