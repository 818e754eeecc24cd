package io.apibuddy.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InjectedFieldsTest {

  @ParameterizedTest
  @CsvSource({
    "Host, the proxy writes",
    "content-length, the proxy writes",
    "Transfer-Encoding, the proxy writes",
    "CONNECTION, the proxy writes",
    "Upgrade, the proxy writes",
    "Proxy-Authorization, the proxy writes",
    "Proxy-Authentication-Info, the proxy writes",
    "Accept-Encoding, the proxy writes",
    "Via, the proxy writes",
    "Range, would make every response",
    "If-None-Match, would make every response",
    "X-API-Buddy-Cache, is read by the proxy",
  })
  void fieldsThatTheProxyControlsCannotBeInjected(String name, String beginning) {
    assertThat(InjectedFields.violation(name, "v")).startsWith(beginning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " v", "v\t", "v\n", "a\nb", "a\r\nb", "a\0b", "\u2019", "a\u007fb"})
  void valuesThatCannotBeSentAreRefused(String value) {
    assertThat(InjectedFields.violation("Authorization", value)).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "Cookie", "X-Api-Key", "OpenAI-Organization", "Accept"})
  void credentialsAndOtherEndToEndFieldsCanBeInjected(String name) {
    assertThat(InjectedFields.violation(name, "Bearer s3cret\tx \u00e4")).isNull();
  }

  @Test
  void mappingRefusesSuchAFieldByNameAndShowsNoInjectedValue() {
    AliasConfiguration mapping = AliasConfiguration.of("api", "https://up.test");

    assertThatThrownBy(() -> mapping.withInjected(Headers.of("Host", "s3cret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header Host: the proxy writes this field itself; remove it");
    assertThat(mapping.withInjected(Headers.of("Authorization", "s3cret")).toString())
        .doesNotContain("s3cret");
  }
}
