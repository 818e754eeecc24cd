package io.apibuddy.ports.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamRequestTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(strings = {"http://h", "HTTPS://h:8443", "http://[::1]:80"})
  void anOriginIsSchemeHostAndPort(String origin) {
    assertThat(request(origin, "/x?y=1").origin()).isEqualTo(URI.create(origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h",
        "//h",
        "/x",
        "mailto:h",
        "http:h",
        "http://u:p@h",
        "http://h/",
        "http://h/path",
        "http://h?q=1",
        "http://h#f"
      })
  void whatIsMoreOrLessThanAnOriginIsRefused(String origin) {
    assertThatThrownBy(() -> request(origin, "/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an origin: scheme, host and port are wanted");
  }

  private static UpstreamRequest request(String origin, String target) {
    return new UpstreamRequest(
        "a",
        URI.create(origin),
        "GET",
        target,
        Headers.EMPTY,
        Body.EMPTY,
        new UpstreamTimeouts(LONG, LONG, LONG),
        false,
        interim -> {});
  }
}
