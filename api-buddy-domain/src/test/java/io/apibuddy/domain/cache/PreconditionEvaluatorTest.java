package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 13.2.2. */
class PreconditionEvaluatorTest {
  private static final String DATE = "Thu, 01 Jan 2026 00:00:00 GMT";
  private static final String LATER = "Thu, 01 Jan 2026 00:00:01 GMT";

  private static boolean notModified(Headers request, int status, String... response) {
    return PreconditionEvaluator.notModified(
        request, new ResponseHead(status, Headers.of(response)), StoredResponses.RESPONDED);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"a\"', '\"a\"', true",
    "'W/\"a\"', '\"a\"', true",
    "'\"a\"', 'W/\"a\"', true",
    "'\"x\", W/\"a\" ,\"y\"', '\"a\"', true",
    "'\"x,y\", \"a\"', '\"x,y\"', true",
    "'\"x,y\"', '\"x\"', false",
    "'*', '\"a\"', true",
    "'\"*\"', '\"a\"', false",
    "'\"A\"', '\"a\"', false",
    "'', '\"a\"', false",
    "'\"unclosed', '\"a\"', false",
  })
  void step3ComparesEntityTagsWeakly(String condition, String entityTag, boolean expected) {
    assertThat(notModified(Headers.of("If-None-Match", condition), 200, "ETag", entityTag))
        .isEqualTo(expected);
  }

  @Test
  void step3BeatsStep4() {
    Headers request = Headers.of("If-None-Match", "\"b\"", "If-Modified-Since", LATER);

    assertThat(notModified(request, 200, "ETag", "\"a\"", "Last-Modified", DATE)).isFalse();
    assertThat(notModified(Headers.of("If-None-Match", "\"b\""), 200)).isFalse();
    assertThat(notModified(Headers.of("If-None-Match", "*"), 200)).isTrue();
  }

  @Test
  void step4ComparesDates() {
    Headers request = Headers.of("If-Modified-Since", DATE);

    assertThat(notModified(request, 200, "Last-Modified", DATE)).isTrue();
    assertThat(notModified(request, 200, "Last-Modified", LATER)).isFalse();
    assertThat(notModified(request, 200)).isFalse();
    assertThat(notModified(request, 200, "Last-Modified", "never")).isFalse();
    assertThat(notModified(Headers.of("If-Modified-Since", "x"), 200, "Last-Modified", DATE))
        .isFalse();
  }

  @Test
  void step4IgnoresMoreThanOneDate() {
    Headers twice = Headers.of("If-Modified-Since", DATE, "If-Modified-Since", DATE);

    assertThat(notModified(twice, 200, "Last-Modified", DATE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'Thursday, 01-Jan-26 00:00:00 GMT', true",
    "'Thu Jan  1 00:00:00 2026', true",
    "'thu, 01 jan 2026 00:00:00 gmt', true",
    "'Wed, 31 Dec 2025 23:59:59 GMT', false",
    "'Thu, 01 Jan 2026 00:00:00 UTC', false"
  })
  void step4ReadsEveryFormOfADate(String since, boolean expected) {
    Headers request = Headers.of("If-Modified-Since", since);

    assertThat(notModified(request, 200, "Last-Modified", DATE)).isEqualTo(expected);
  }

  @Test
  void rfc9111Section4_3_2DateIsComparedIfAStoredResponseHasNoLastModified() {
    ResponseHead stored = new ResponseHead(200, Headers.of("Date", DATE));

    assertThat(storedNotModified(DATE, stored)).isTrue();
    assertThat(storedNotModified("Wed, 31 Dec 2025 23:59:59 GMT", stored)).isFalse();
    assertThat(
            storedNotModified(
                DATE, new ResponseHead(200, Headers.of("Date", DATE, "Last-Modified", LATER))))
        .isFalse();
    assertThat(notModified(Headers.of("If-Modified-Since", DATE), 200, "Date", DATE)).isFalse();
  }

  private static boolean storedNotModified(String since, ResponseHead stored) {
    return PreconditionEvaluator.storedNotModified(
        Headers.of("If-Modified-Since", since), stored, StoredResponses.RESPONDED);
  }

  @Test
  void onlyA200BecomesA304() {
    assertThat(notModified(Headers.of("If-None-Match", "*"), 404, "ETag", "\"a\"")).isFalse();
    assertThat(notModified(Headers.of("If-None-Match", "*"), 203)).isFalse();
  }

  @Test
  void ifNoneMatchAndIfModifiedSinceMakeARequestConditional() {
    assertThat(PreconditionEvaluator.isConditional(Headers.of("if-none-match", "*"))).isTrue();
    assertThat(PreconditionEvaluator.isConditional(Headers.of("if-modified-since", "x"))).isTrue();
    assertThat(PreconditionEvaluator.isConditional(Headers.of("If-Match", "*"))).isFalse();
  }
}
