package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.RESPONDED;
import static io.apibuddy.domain.cache.StoredResponses.http;
import static io.apibuddy.domain.cache.StoredResponses.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9111 sections 3.2, 4.3.1 and 4.3.4. */
class ResponseFreshenerTest {
  private static final Instant LATER = RESPONDED.plusSeconds(100);
  private static final StoredResponse ONE = stored(Headers.of("ETag", "\"1\""));
  private static final StoredResponse TWO = stored(Headers.of("ETag", "W/\"2\""));

  private static ResponseHead notModified(String... fields) {
    return new ResponseHead(304, Headers.of(fields));
  }

  @Test
  void section4_3_1TheRequestNamesTheTagsAndTheDateOfTheFirst() {
    StoredResponse dated =
        stored(Headers.of("ETag", "\"1\"", "Last-Modified", "Mon, 31 Dec 2029 00:00:00 GMT"));

    assertThat(ConditionalRequestFactory.conditions(List.of(dated, TWO)))
        .isEqualTo(
            Headers.of(
                "If-None-Match",
                "\"1\", W/\"2\"",
                "If-Modified-Since",
                "Mon, 31 Dec 2029 00:00:00 GMT"));
  }

  @Test
  void section4_3_4TheTagSelectsWhatIsConfirmed() {
    assertThat(ResponseFreshener.select(notModified("ETag", "\"2\""), List.of(ONE, TWO)))
        .isEqualTo(TWO);
    assertThat(ResponseFreshener.select(notModified("ETag", "\"3\""), List.of(ONE, TWO))).isNull();
    assertThat(ResponseFreshener.select(notModified(), List.of(ONE, TWO))).isEqualTo(ONE);
    assertThat(
            ResponseFreshener.select(
                notModified("Last-Modified", "Mon, 31 Dec 2029 00:00:00 GMT"), List.of(ONE)))
        .isNull();
  }

  @Test
  void section3_2FieldsAreReplacedButThoseOfTheContent() {
    StoredResponse before =
        stored(
            Headers.of(
                "ETag",
                "\"1\"",
                "X-A",
                "old",
                "X-A",
                "older",
                "X-B",
                "kept",
                "Age",
                "50",
                "Content-Type",
                "text/plain",
                "Content-Encoding",
                "gzip"));
    StoredResponse after =
        ResponseFreshener.freshened(
            http(),
            before,
            notModified(
                "X-A",
                "new",
                "Cache-Control",
                "max-age=30",
                "Content-Type",
                "text/html",
                "Content-Length",
                "0"),
            LATER,
            LATER);

    assertThat(after.response().status()).isEqualTo(200);
    assertThat(after.response().headers())
        .isEqualTo(
            Headers.of(
                "ETag",
                "\"1\"",
                "X-B",
                "kept",
                "Content-Type",
                "text/plain",
                "Content-Encoding",
                "gzip",
                "X-A",
                "new",
                "Cache-Control",
                "max-age=30"));
    assertThat(after.freshness().respondedAt()).isEqualTo(LATER);
    assertThat(after.freshness().lifetime()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void section4_3_5AHeadDescribesWhatHasItsValidatorsAndLength() {
    StoredResponse stored = StoredResponses.ofLength(10, Headers.of("ETag", "\"1\""));

    assertThat(describes(stored, "ETag", "\"1\"", "Content-Length", "10")).isTrue();
    assertThat(describes(stored, "ETag", "\"1\"")).isTrue();
    assertThat(describes(stored, "ETag", "\"2\"", "Content-Length", "10")).isFalse();
    assertThat(describes(stored, "ETag", "\"1\"", "Content-Length", "11")).isFalse();
  }

  private static boolean describes(StoredResponse stored, String... fields) {
    return ResponseFreshener.describes(new ResponseHead(200, Headers.of(fields)), stored);
  }
}
