package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.RESPONDED;
import static io.apibuddy.domain.cache.StoredResponses.http;
import static io.apibuddy.domain.cache.StoredResponses.lookup;
import static io.apibuddy.domain.cache.StoredResponses.named;
import static io.apibuddy.domain.cache.StoredResponses.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 4 in {@code http} policy; the stored response is fresh for 60 seconds. */
class HttpReuseTest {

  private static CacheDecision decide(
      CacheConfiguration cache, String request, long age, StoredResponse... held) {
    Headers headers = request.isEmpty() ? Headers.EMPTY : Headers.of("Cache-Control", request);
    return CacheDecider.decide(
        lookup(cache, RequestDirectives.of(headers, true)),
        List.of(held),
        RESPONDED.plusSeconds(age));
  }

  private static StoredResponse saying(String cacheControl) {
    return stored(Headers.of("Cache-Control", cacheControl, "ETag", "\"1\""));
  }

  private static CacheDecision.Forward forwarded(CacheDecision decision) {
    assertThat(decision).isInstanceOf(CacheDecision.Forward.class);
    return (CacheDecision.Forward) decision;
  }

  @Test
  void section4_2AFreshResponseIsUsed() {
    assertThat(decide(http(), "", 59, saying("max-age=60")))
        .isInstanceOf(CacheDecision.ServeStored.class);
  }

  @Test
  void section4_3_1AStaleResponseWithAValidatorIsValidated() {
    StoredResponse stale = saying("max-age=60");
    CacheDecision.Forward forward = forwarded(decide(http(), "", 60, stale));

    assertThat(forward.reason()).isEqualTo(ForwardReason.STALE);
    assertThat(forward.confirmable()).containsExactly(stale);
    assertThat(forward.stale()).isNull();
  }

  @Test
  void section4_3_1AStaleResponseWithoutAValidatorIsFetchedAnew() {
    assertThat(forwarded(decide(http(), "", 60, stored(Headers.EMPTY))).confirmable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200, 1", "203, 1", "204, 1", "206, 0", "301, 0", "404, 0", "500, 0"})
  void rfc9110Section15_4_5OnlySuccessesAreValidated(int status, int count) {
    StoredResponse tagged = saying("max-age=60");
    StoredResponse stale =
        tagged.freshened(new ResponseHead(status, tagged.response().headers()), tagged.freshness());

    assertThat(forwarded(decide(http(), "", 60, stale)).confirmable()).hasSize(count);
  }

  @Test
  void section4_3_1OtherVariantsAreValidatedByTheirTags() {
    StoredResponse other =
        stored(
            Headers.of("accept-language", "de"),
            Headers.of("Vary", "Accept-Language", "ETag", "\"de\""),
            Duration.ZERO,
            Duration.ofSeconds(60));
    CacheDecision.Forward forward = forwarded(decide(http(), "", 1, other));

    assertThat(forward.reason()).isEqualTo(ForwardReason.VARY_MISS);
    assertThat(forward.confirmable()).containsExactly(other);
  }

  @Test
  void section5_2_2_4NoCacheIsValidatedBeforeEachUse() {
    assertThat(forwarded(decide(http(), "", 1, saying("no-cache"))).confirmable()).hasSize(1);
    assertThat(decide(http(), "", 1, saying("no-cache=\"X-A\"")))
        .isInstanceOf(CacheDecision.ServeStored.class);
  }

  @Test
  void section5_2_1_4NoCacheOfARequestCausesValidation() {
    CacheDecision.Forward forward = forwarded(decide(http(), "no-cache", 1, saying("public")));

    assertThat(forward.reason()).isEqualTo(ForwardReason.REQUEST);
    assertThat(forward.confirmable()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=60", "no-cache"})
  void section4_2_4ResponseThatMustBeRevalidatedIsNeverServedStale(String directive) {
    CacheConfiguration lenient = http(Duration.ofHours(1), Duration.ofHours(1));
    StoredResponse stored = saying(directive + ", stale-while-revalidate=99, stale-if-error=99");
    CacheDecision.Forward forward = forwarded(decide(lenient, "max-stale", 61, stored));

    assertThat(forward.stale()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"max-stale, 9999, true", "max-stale=5, 65, true", "max-stale=5, 66, false"})
  void section5_2_1_2MaxStaleAcceptsStaleResponses(String request, long age, boolean used) {
    assertThat(
            decide(http(), request, age, saying("max-age=60")) instanceof CacheDecision.ServeStored)
        .isEqualTo(used);
  }

  @Test
  void rfc5861Section3StaleResponseIsServedWhileItIsRevalidated() {
    StoredResponse stored = saying("max-age=60, stale-while-revalidate=10");

    assertThat(decide(http(), "", 70, stored))
        .isEqualTo(new CacheDecision.ServeStored(stored, Duration.ofSeconds(-10), true));
    assertThat(forwarded(decide(http(), "", 71, stored)).confirmable()).hasSize(1);
  }

  @Test
  void rfc5861Section4StaleResponseMayBeServedForAnError() {
    StoredResponse stored = saying("max-age=60, stale-if-error=10");

    assertThat(forwarded(decide(http(), "", 70, stored)).stale()).isEqualTo(stored);
    assertThat(forwarded(decide(http(), "", 71, stored)).stale()).isNull();
  }

  @Test
  void rfc5861Section4RequestMayAcceptAStaleResponseForAnError() {
    StoredResponse stored = saying("max-age=60");

    assertThat(forwarded(decide(http(), "stale-if-error=10", 70, stored)).stale())
        .isEqualTo(stored);
    assertThat(forwarded(decide(http(), "stale-if-error=10", 71, stored)).stale()).isNull();
    assertThat(
            forwarded(
                    decide(http(), "stale-if-error=10", 70, saying("max-age=60, must-revalidate")))
                .stale())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({"must-revalidate, true", "s-maxage=60, true", "no-cache, true", "public, false"})
  void section5_2_2_2ForwardSaysWhetherTheResponseMustBeRevalidated(
      String directive, boolean demands) {
    assertThat(forwarded(decide(http(), "", 99, saying(directive))).mustRevalidate())
        .isEqualTo(demands);
    assertThat(forwarded(decide(http(), "", 99)).mustRevalidate()).isFalse();
  }

  @Test
  void section4_3_1ResponseWithOnlyLastModifiedIsNotValidatedTogetherWithOthers() {
    StoredResponse dated =
        stored(Headers.of("Last-Modified", "Mon, 31 Dec 2029 00:00:00 GMT", "X-A", "1"));
    StoredResponse other =
        named("2", stored(Headers.of("Vary", "Accept-Language", "ETag", "\"de\"")));
    StoredResponse asked = named("3", saying("public"));

    assertThat(forwarded(decide(http(), "", 99, dated, other)).confirmable())
        .containsExactly(other);
    assertThat(forwarded(decide(http(), "", 99, dated)).confirmable()).containsExactly(dated);
    assertThat(forwarded(decide(http(), "", 99, dated, asked)).confirmable())
        .containsExactly(dated);
  }

  @Test
  void configurationMayAllowMoreStaleUseThanTheResponse() {
    StoredResponse stored = saying("max-age=60");
    CacheConfiguration lenient = http(Duration.ofSeconds(20), Duration.ofSeconds(10));

    assertThat(decide(lenient, "", 70, stored))
        .isEqualTo(new CacheDecision.ServeStored(stored, Duration.ofSeconds(-10), true));
    assertThat(forwarded(decide(lenient, "", 80, stored)).stale()).isEqualTo(stored);
    assertThat(forwarded(decide(lenient, "", 81, stored)).stale()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"min-fresh=1, false", "max-age=100, false", "'max-age=100, max-stale=0', true"})
  void requestThatWantsAFreshResponseIsNotServedStaleWhileRevalidating(
      String wish, boolean served) {
    CacheConfiguration lenient = http(Duration.ZERO, Duration.ofSeconds(50));

    assertThat(decide(lenient, wish, 70, saying("max-age=60")))
        .isInstanceOf(served ? CacheDecision.ServeStored.class : CacheDecision.Forward.class);
  }

  @Test
  void rfc8246AnImmutableResponseIsNotReloadedWhileItIsFresh() {
    assertThat(decide(http(), "max-age=0", 30, saying("max-age=60, immutable")))
        .isInstanceOf(CacheDecision.ServeStored.class);
    assertThat(forwarded(decide(http(), "max-age=0", 60, saying("immutable"))).confirmable())
        .hasSize(1);
    assertThat(forwarded(decide(http(), "no-cache", 30, saying("immutable"))).confirmable())
        .hasSize(1);
  }

  @Test
  void inTtlPolicyDirectivesOfTheResponseAreIgnored() {
    assertThat(
            decide(CacheConfiguration.DEFAULT, "", 1, saying("no-cache, must-revalidate, private")))
        .isInstanceOf(CacheDecision.ServeStored.class);
  }
}
