package io.apibuddy.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRequestIdTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void requestIdOfTheClientIsUsed() {
    assertThat(ClientRequestId.of(Headers.of("x-request-id", "req_7.a:b", "traceparent", PARENT)))
        .isEqualTo("req_7.a:b");
  }

  @Test
  void traceIdIsUsedIfThereIsNoRequestId() {
    assertThat(ClientRequestId.of(Headers.of("Traceparent", PARENT))).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb", "a\"b", "a%0Ab", "\u001B[2J", "é", "<i>"})
  void requestIdThatCouldForgeALogLineIsIgnored(String id) {
    assertThat(ClientRequestId.of(Headers.of("X-Request-Id", id))).isNull();
  }

  @Test
  void requestIdThatIsTooLongOrGivenTwiceIsIgnored() {
    assertThat(ClientRequestId.of(Headers.of("X-Request-Id", "a".repeat(129)))).isNull();
    assertThat(ClientRequestId.of(Headers.of("X-Request-Id", "a", "X-Request-Id", "b"))).isNull();
    assertThat(ClientRequestId.of(Headers.EMPTY)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-" + TRACE + "-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
      })
  void malformedTraceIsIgnored(String parent) {
    assertThat(ClientRequestId.of(Headers.of("traceparent", parent))).isNull();
  }
}
