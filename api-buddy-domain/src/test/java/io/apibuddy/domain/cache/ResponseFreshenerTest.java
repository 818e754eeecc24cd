package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.RESPONDED;
import static io.apibuddy.domain.cache.StoredResponses.http;
import static io.apibuddy.domain.cache.StoredResponses.lookup;
import static io.apibuddy.domain.cache.StoredResponses.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 sections 3.2, 4.3.1 and 4.3.4. */
class ResponseFreshenerTest {
  private static final String MODIFIED = "Mon, 31 Dec 2029 00:00:00 GMT";
  private static final Instant LATER = RESPONDED.plusSeconds(100);
  private static final StoredResponse ONE = stored(Headers.of("ETag", "\"1\""));
  private static final StoredResponse TWO = stored(Headers.of("ETag", "W/\"2\""));

  private static ResponseHead notModified(String... fields) {
    return new ResponseHead(304, Headers.of(fields));
  }

  @Test
  void section4_3_1ValidationOfOneResponseSendsItsTagAndLastModified() {
    StoredResponse dated = stored(Headers.of("ETag", "\"1\"", "Last-Modified", MODIFIED));

    assertThat(ConditionalRequestFactory.conditions(List.of(dated), lookup()))
        .isEqualTo(Headers.of("If-None-Match", "\"1\"", "If-Modified-Since", MODIFIED));
  }

  @Test
  void section4_3_1WithoutATagOnlyLastModifiedIsSent() {
    StoredResponse dated = stored(Headers.of("Last-Modified", MODIFIED));

    assertThat(ConditionalRequestFactory.conditions(List.of(dated), lookup()))
        .isEqualTo(Headers.of("If-Modified-Since", MODIFIED));
  }

  @Test
  void section4_3_1ValidationOfSeveralResponsesSendsTheirTags() {
    StoredResponse dated = stored(Headers.of("ETag", "\"1\"", "Last-Modified", MODIFIED));

    assertThat(ConditionalRequestFactory.conditions(List.of(dated, TWO), lookup()))
        .isEqualTo(Headers.of("If-None-Match", "\"1\", W/\"2\""));
  }

  @Test
  void section4_3_4StrongTagSelectsAllResponsesThatHaveIt() {
    StoredResponse another = stored(Headers.of("ETag", "\"1\"", "Vary", "X-A"));

    assertThat(confirmed(List.of(TWO, ONE, another), "ETag", "\"1\""))
        .containsExactly(ONE, another);
    assertThat(confirmed(List.of(ONE, TWO), "ETag", "\"3\"", "Last-Modified", MODIFIED)).isEmpty();
  }

  @Test
  void section4_3_4WeakTagSelectsTheFirstResponseThatHasIt() {
    assertThat(confirmed(List.of(ONE, TWO, TWO), "ETag", "W/\"2\"")).containsExactly(TWO);
    assertThat(confirmed(List.of(ONE), "ETag", "W/\"1\"")).containsExactly(ONE);
    assertThat(confirmed(List.of(TWO), "ETag", "\"2\"")).containsExactly(TWO);
  }

  @Test
  void section4_3_4LastModifiedSelectsTheFirstResponseThatHasIt() {
    StoredResponse dated = stored(Headers.of("Last-Modified", MODIFIED));

    assertThat(confirmed(List.of(ONE, dated), "Last-Modified", MODIFIED)).containsExactly(dated);
    assertThat(confirmed(List.of(ONE), "Last-Modified", MODIFIED)).isEmpty();
  }

  @Test
  void section4_3_4WithoutAValidatorOnlyASingleResponseIsConfirmed() {
    assertThat(confirmed(List.of(ONE))).containsExactly(ONE);
    assertThat(confirmed(List.of(ONE, TWO))).isEmpty();
  }

  private static List<StoredResponse> confirmed(List<StoredResponse> candidates, String... fields) {
    return ResponseFreshener.confirmed(notModified(fields), candidates);
  }

  @Test
  void section3_2AWeakTagStaysWeak() {
    assertThat(fresh(lookup(), TWO, notModified("ETag", "\"2\"")).response().headers().all("ETag"))
        .containsExactly("W/\"2\"");
  }

  @Test
  void section5_2_2_7UpdateAddsNoQualifiedPrivateField() {
    ResponseHead update = notModified("Cache-Control", "max-age=9, private=\"X-A\"", "X-A", "mine");

    assertThat(fresh(byHttp(), ONE, update).response().headers())
        .isEqualTo(Headers.of("ETag", "\"1\"", "Cache-Control", "max-age=9, private=\"X-A\""));
    assertThat(fresh(lookup(), ONE, update).response().headers().contains("X-A")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store, max-age=9", "private, max-age=9"})
  void section3ResponseIsNotKeptIfItsUpdateForbidsStoring(String cacheControl) {
    assertThat(freshened(byHttp(), ONE, notModified("Cache-Control", cacheControl))).isNull();
    assertThat(freshened(byHttp(), ONE, notModified("Cache-Control", "max-age=9"))).isNotNull();
    assertThat(freshened(lookup(), ONE, notModified("Cache-Control", "no-store"))).isNull();
    assertThat(freshened(lookup(), ONE, notModified("Cache-Control", "private"))).isNotNull();
  }

  @Test
  void section4_1ResponseIsNotConfirmedIfVaryNamesMoreFieldsNow() {
    StoredResponse varying = stored(Headers.of("ETag", "\"1\"", "Vary", "X-A, X-B"));

    assertThat(confirmed(List.of(varying), "ETag", "\"1\"", "Vary", "x-b")).hasSize(1);
    assertThat(confirmed(List.of(varying), "ETag", "\"1\"", "Vary", "X-A, X-C")).isEmpty();
    assertThat(confirmed(List.of(ONE, varying), "Vary", "X-A", "ETag", "\"1\""))
        .containsExactly(varying);
    assertThat(confirmed(List.of(ONE), "ETag", "\"1\"", "Vary", "*")).isEmpty();
    assertThat(describes(ONE, "ETag", "\"1\"", "Vary", "X-A")).isFalse();
  }

  private static CacheLookup byHttp() {
    return lookup(http(), RequestDirectives.NONE);
  }

  private static @Nullable StoredResponse freshened(
      CacheLookup lookup, StoredResponse stored, ResponseHead update) {
    return ResponseFreshener.freshened(lookup, stored, update, LATER, LATER);
  }

  private static StoredResponse fresh(
      CacheLookup lookup, StoredResponse stored, ResponseHead update) {
    return Objects.requireNonNull(freshened(lookup, stored, update));
  }

  @Test
  void section3_2FieldsAreUpdatedExceptThoseAboutTheStoredBytes() {
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
        fresh(
            byHttp(),
            before,
            notModified(
                "X-A",
                "new",
                "Cache-Control",
                "max-age=30",
                "Content-Type",
                "text/html",
                "Content-Length",
                "0",
                "Content-Encoding",
                "br",
                "Content-Range",
                "bytes 0-1/2"));

    assertThat(after.response().status()).isEqualTo(200);
    assertThat(after.response().headers())
        .isEqualTo(
            Headers.of(
                "ETag",
                "\"1\"",
                "X-B",
                "kept",
                "Content-Encoding",
                "gzip",
                "X-A",
                "new",
                "Cache-Control",
                "max-age=30",
                "Content-Type",
                "text/html"));
    assertThat(after.freshness().respondedAt()).isEqualTo(LATER);
    assertThat(after.freshness().lifetime()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void section4_3_5HeadDescribesAResponseWithItsValidatorsAndLength() {
    StoredResponse stored = StoredResponses.ofLength(10, Headers.of("ETag", "\"1\""));

    assertThat(describes(stored, "ETag", "\"1\"", "Content-Length", "10")).isTrue();
    assertThat(describes(stored, "ETag", "\"1\"")).isTrue();
    assertThat(describes(stored, "Content-Length", "10")).isTrue();
    assertThat(describes(stored)).isTrue();
    assertThat(describes(stored, "ETag", "\"1\"", "Last-Modified", MODIFIED)).isFalse();
    assertThat(describes(stored, "ETag", "\"2\"", "Content-Length", "10")).isFalse();
    assertThat(describes(stored, "ETag", "\"1\"", "Content-Length", "11")).isFalse();
  }

  private static boolean describes(StoredResponse stored, String... fields) {
    return ResponseFreshener.describes(new ResponseHead(200, Headers.of(fields)), stored);
  }

  @ParameterizedTest
  @CsvSource({
    "ETag, '\"1\"', true",
    "Last-Modified, 'Mon, 31 Dec 2029 00:00:00 GMT', true",
    "Content-Length, 7, true",
    "Content-Type, text/plain, false",
  })
  void section4_3_5HeadIdentifiesContentByTagLastModifiedOrLength(
      String field, String value, boolean identifies) {
    assertThat(ResponseFreshener.identifies(new ResponseHead(200, Headers.of(field, value))))
        .isEqualTo(identifies);
  }
}
