package io.apibuddy.ports.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamRequestTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration LONGER = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofMinutes(3);

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
  void urlOtherThanAnOriginIsRefused(String origin) {
    assertThatThrownBy(() -> request(origin, "/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an origin: scheme, host and port are wanted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "http://h/", "h:80", "?q", "**"})
  void targetOtherThanOriginFormOrAsteriskIsRefused(String target) {
    assertThatThrownBy(() -> request("http://h", target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("request target is not in origin form");
    assertThat(request("http://h", "*").target()).isEqualTo("*");
  }

  @ParameterizedTest
  @CsvSource({"PT20S, PT40S", "PT1M, PT0.001S", "PT2M, PT0.001S"})
  void secondAttemptIsTheSameRequestWithTheRemainingTime(Duration used, Duration left) {
    UpstreamRequest first = request("http://h", "PUT", "/x");

    UpstreamRequest second = first.onNewConnection(used);
    assertThat(second.timeouts()).isEqualTo(new UpstreamTimeouts(LONGER, left, LONGEST));
    assertThat(second.newConnection()).isTrue();
    assertThat(second.method() + second.target()).isEqualTo("PUT/x");
    assertThat(second.body()).isSameAs(first.body());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, true",
    "HEAD, true",
    "OPTIONS, true",
    "PUT, true",
    "DELETE, true",
    "POST, false",
    "PATCH, false",
    "get, false",
  })
  void idempotenceDependsOnTheMethod(String method, boolean idempotent) {
    assertThat(request("http://h", method, "/").isIdempotent()).isEqualTo(idempotent);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT1S, PT1S", "PT1S, PT0S, PT1S", "PT1S, PT1S, PT0S", "PT1S, PT-1S, PT1S"})
  void everyTimeoutMustBePositive(Duration connect, Duration response, Duration idle) {
    assertThatThrownBy(() -> new UpstreamTimeouts(connect, response, idle))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be positive");
  }

  private static UpstreamRequest request(String origin, String target) {
    return request(origin, "GET", target);
  }

  private static UpstreamRequest request(String origin, String method, String target) {
    return new UpstreamRequest(
        "a",
        URI.create(origin),
        method,
        target,
        Headers.EMPTY,
        Body.EMPTY,
        new UpstreamTimeouts(LONGER, LONG, LONGEST),
        false,
        interim -> {});
  }
}
