package io.apibuddy.domain.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.upstream.UpstreamException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9457. */
class ProblemTest {

  @Test
  void problemDocumentHasEveryMember() {
    Problem problem = Problem.of(404, "some_code", "Some title", "Some detail.");

    assertThat(problem.json("id-1", "api"))
        .isEqualTo(
            "{\"type\":\"urn:api-buddy:problem:some_code\",\"title\":\"Some title\",\"status\":404,"
                + "\"detail\":\"Some detail.\",\"error_code\":\"some_code\",\"request_id\":\"id-1\","
                + "\"alias\":\"api\",\"error\":{\"type\":\"api_buddy\",\"code\":\"some_code\","
                + "\"message\":\"Some detail.\"}}\n");
    assertThat(problem.json("id-1", null)).doesNotContain("alias");
  }

  @Test
  void stringsAreEscapedAndAscii() {
    StringBuilder json = new StringBuilder();
    JsonText.quote(json, "a\"b\\c/\n\0\u007f\u00e9\u20ac\ud83d\ude00");

    assertThat(json)
        .hasToString("\"a\\\"b\\\\c/\\u000a\\u0000\\u007f\\u00e9\\u20ac\\ud83d\\ude00\"");
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_HOST, 502, upstream_unknown_host, true",
    "CONNECT_FAILED, 502, upstream_unreachable, true",
    "CONNECT_TIMEOUT, 504, upstream_connect_timeout, true",
    "TLS_FAILED, 502, upstream_tls_failed, true",
    "RESPONSE_TIMEOUT, 504, upstream_timeout, true",
    "SENDING_TIMEOUT, 504, upstream_timeout, true",
    "STALE_CONNECTION, 502, upstream_closed, true",
    "CONNECTION_CLOSED, 502, upstream_closed, true",
    "INVALID_RESPONSE, 502, upstream_invalid_response, true",
    "CLIENT_FAILED, 502, upstream_client_failed, true",
    "SATURATED, 503, saturated, true",
    "TOO_MANY_FILES, 503, too_many_open_files, true",
    "REQUEST_BODY_FAILED, 400, bad_request, false",
    "CLOSED, 503, shutting_down, true",
  })
  void everyUpstreamFailureHasItsStatusAndCode(
      UpstreamException.Kind kind, int status, String errorCode, boolean worthRetrying) {
    Problem problem = upstream(kind);

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.errorCode()).isEqualTo(errorCode);
    assertThat(problem.worthRetrying()).isEqualTo(worthRetrying);
    assertThat(problem.headers().contains("Retry-After")).isEqualTo(status == 503);
  }

  @ParameterizedTest
  @EnumSource
  void messageOfTheExceptionIsNotRevealed(UpstreamException.Kind kind) {
    assertThat(upstream(kind).detail()).isNotBlank().doesNotContain("internal words");
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT_TIMEOUT, 'server.connect_timeout or server.request_timeout, whichever is shorter'",
    "RESPONSE_TIMEOUT, server.request_timeout",
    "SENDING_TIMEOUT, server.upstream_idle_timeout",
  })
  void timeoutNamesTheConfigurationKeyThatSetsIt(UpstreamException.Kind kind, String key) {
    assertThat(upstream(kind).detail()).endsWith(" within " + key + ".");
  }

  @ParameterizedTest
  @CsvSource({"CONNECTION_CLOSED", "STALE_CONNECTION", "INVALID_RESPONSE"})
  void tlsIsSuggestedOnlyForMappingsWithoutIt(UpstreamException.Kind kind) {
    assertThat(upstream(kind, "http://up.test").detail()).contains("map it with https://");
    assertThat(upstream(kind, "https://up.test").detail()).doesNotContain("://");
  }

  private static Problem upstream(UpstreamException.Kind kind) {
    return upstream(kind, "https://up.test");
  }

  private static Problem upstream(UpstreamException.Kind kind, String origin) {
    return UpstreamProblems.of(
        new UpstreamException(kind, UpstreamException.RequestSent.PERHAPS, "internal words", null),
        URI.create(origin));
  }

  @ParameterizedTest
  @CsvSource({
    "400, malformed_request",
    "408, request_timeout",
    "413, request_too_large",
    "414, target_too_long",
    "431, headers_too_large",
    "500, internal_error",
    "503, saturated",
    "501, malformed_request",
    "505, http_version_not_supported"
  })
  void rejectionByTheFrontEndHasItsStatusAndCode(int status, String errorCode) {
    Problem problem = Problems.rejected(new Rejection(status, "Because."));

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.errorCode()).isEqualTo(errorCode);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "60, true", "61, false"})
  void waitOfAtMostAMinuteIsWorthRetryingAndKeepsOtherFields(long seconds, boolean worthRetrying) {
    Problem problem = Problem.of(429, "c", "t", "d").with("Allow", "GET").after(seconds);

    assertThat(problem.headers())
        .isEqualTo(Headers.of("Allow", "GET", "Retry-After", Long.toString(seconds)));
    assertThat(problem.worthRetrying()).isEqualTo(worthRetrying);
  }
}
