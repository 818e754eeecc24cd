package io.apibuddy.domain.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 sections 7.6.1 and 7.6.3: which fields are passed on. */
class FieldsTest {
  private final Via via = new Via("AbC1");
  private final UpstreamFields upstream = new UpstreamFields(via);

  private Headers toUpstream(boolean keepValidators, String... fields) {
    return upstream.of(
        new RequestHead("GET", "/", ProtocolVersion.HTTP_2, Headers.of(fields)),
        AcceptedCoding.GZIP,
        keepValidators);
  }

  @Test
  void endToEndFieldsAreForwardedInOrderFollowedByThoseOfTheProxy() {
    assertThat(
            toUpstream(
                true, "X-B", "1", "x-a", "2", "Via", "1.0 a", "X-B", "3", "via", "1.1 b (c)"))
        .isEqualTo(
            Headers.of(
                "X-B",
                "1",
                "x-a",
                "2",
                "X-B",
                "3",
                "Accept-Encoding",
                "gzip",
                "Via",
                "1.0 a, 1.1 b (c), 2.0 api-buddy-AbC1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authorization",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "HTTP2-Settings",
        "Host",
        "Content-Length",
        "Expect",
        "X-Forwarded-For",
        "X-Forwarded-Anything",
        "Forwarded",
        "X-Host",
        "X-Host-Override",
        "X-HTTP-Host-Override",
        "X-Original-Host",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "x_http_method_override",
        "X_Forwarded_Host",
        "X-Forwarded",
        "Transfer_Encoding",
        "CONTENT_LENGTH",
        "X-API-Buddy-Cache",
        "X-API-Buddy-Variant"
      })
  void connectionFieldsAndThoseThatOverrideTheRequestAreNotForwarded(String name) {
    assertThat(toUpstream(true, name, "1").contains(name)).isFalse();
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // not hours
  void longConnectionFieldIsReadInLinearTime() {
    String longest = "x".repeat(1 << 19);

    assertThat(
            toUpstream(true, "Connection", ",".repeat(1 << 19) + longest, longest, "1", "X-Y", "2"))
        .isEqualTo(toUpstream(true, "X-Y", "2"));
  }

  @Test
  void fieldsNamedByConnectionAreNotForwarded() {
    Headers passed =
        toUpstream(
            true,
            "X-One",
            "1",
            "Connection",
            "close, x-ONE",
            "connection",
            "X-Two",
            "X-Two",
            "2",
            "X-Three",
            "3");

    assertThat(passed.contains("X-One")).isFalse();
    assertThat(passed.contains("X-Two")).isFalse();
    assertThat(passed.first("X-Three")).isEqualTo("3");
  }

  @Test
  void conditionsAreNotForwardedIfTheWholeAnswerIsWanted() {
    String[] fields = {"If-None-Match", "\"a\"", "If-Modified-Since", "x", "If-Range", "y"};

    assertThat(toUpstream(true, fields).contains("If-None-Match")).isTrue();
    assertThat(toUpstream(false, fields).contains("If-None-Match")).isFalse();
    assertThat(toUpstream(false, fields).contains("If-Modified-Since")).isFalse();
    assertThat(toUpstream(false, fields).contains("If-Range")).isFalse();
  }

  @Test
  void acceptEncodingOfTheClientIsReplaced() {
    assertThat(
            toUpstream(true, "Accept-Encoding", "br", "accept-encoding", "zstd")
                .all("Accept-Encoding"))
        .containsExactly("gzip");
  }

  @ParameterizedTest
  @CsvSource({
    "'1.1 api-buddy-AbC1', true",
    "'1.0 x, 2.0 API-BUDDY-ABC1 (comment), 1.1 y', true",
    "'1.1 api-buddy-AbC12', false",
    "'1.1 xapi-buddy-AbC1', false",
    "'1.1 x (api-buddy-AbC1)', false",
    "'1.1 api-buddy-other', false",
    "'', false",
    "'api-buddy-AbC1', false",
  })
  void loopIsRecognizedOnlyByTheViaMemberOfThisProxy(String value, boolean loop) {
    assertThat(via.seenIn(Headers.of("Via", value))).isEqualTo(loop);
    assertThat(via.seenIn(Headers.EMPTY)).isFalse();
  }

  @Test
  void responseLosesItsConnectionFieldsAndGetsADate() {
    ResponseHead received =
        new ResponseHead(
            200,
            Headers.of(
                "Connection",
                "X-Hop",
                "X-Hop",
                "1",
                "Transfer-Encoding",
                "chunked",
                "Set-Cookie",
                "a=1",
                "ETag",
                "\"a\""));
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(ResponseFields.endToEnd(received, now).headers())
        .isEqualTo(
            Headers.of(
                "Set-Cookie", "a=1", "ETag", "\"a\"", "Date", "Thu, 01 Jan 2026 00:00:00 GMT"));
    ResponseHead dated = new ResponseHead(200, Headers.of("Date", "any"));
    assertThat(ResponseFields.endToEnd(dated, now)).isEqualTo(dated);
  }

  @Test
  void otherClientsAndTheStoreGetNoCookies() {
    ResponseHead live =
        new ResponseHead(
            200,
            Headers.of(
                "Set-Cookie",
                "a=1",
                "set-cookie2",
                "b",
                "Content-Length",
                "5",
                "X-Cache",
                "HIT",
                "Content-Type",
                "a/b"));
    ResponseHead shared = ResponseFields.shareable(live, Set.of(), false);

    assertThat(shared.headers())
        .isEqualTo(Headers.of("Content-Length", "5", "X-Cache", "HIT", "Content-Type", "a/b"));
    assertThat(ResponseFields.storable(shared).headers())
        .isEqualTo(Headers.of("Content-Type", "a/b"));
  }

  @ParameterizedTest
  @CsvSource({
    "text/event-stream, false",
    "'Text/Event-Stream; charset=utf-8', false",
    "application/x-ndjson, false",
    "application/ndjson, false",
    "application/jsonl, false",
    "application/stream+json, false",
    "application/json, true",
    "text/plain, true",
  })
  void eventStreamsAreUnbounded(String contentType, boolean bounded) {
    assertThat(EventStreams.isBounded(Headers.of("Content-Type", contentType))).isEqualTo(bounded);
    assertThat(EventStreams.isBounded(Headers.EMPTY)).isTrue();
  }
}
