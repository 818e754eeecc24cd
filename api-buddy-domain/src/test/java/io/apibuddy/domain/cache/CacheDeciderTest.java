package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.RESPONDED;
import static io.apibuddy.domain.cache.StoredResponses.lookup;
import static io.apibuddy.domain.cache.StoredResponses.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 section 4; the entry is fresh for 60 seconds. */
class CacheDeciderTest {
  private static final StoredResponse PLAIN = stored(Headers.EMPTY);

  private static CacheDecision decide(String cacheControl, long ageMillis, StoredResponse... held) {
    Headers headers =
        cacheControl.isEmpty() ? Headers.EMPTY : Headers.of("Cache-Control", cacheControl);
    return CacheDecider.decide(
        lookup(RequestDirectives.of(headers, true)),
        List.of(held),
        RESPONDED.plusMillis(ageMillis));
  }

  private static CacheDecision forward(ForwardReason reason) {
    return new CacheDecision.Forward(reason, List.of(), null);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "'', 59999",
    "max-age=30, 30000",
    "min-fresh=30, 30000",
    "max-stale=5, 65000",
    "max-stale=0, 60000",
    "max-stale, 99000000",
    "only-if-cached, 1000",
    "'max-age=100, max-stale=5', 62000",
  })
  void storedResponseIsServed(String cacheControl, long ageMillis) {
    assertThat(decide(cacheControl, ageMillis, PLAIN))
        .isEqualTo(
            new CacheDecision.ServeStored(PLAIN, Duration.ofMillis(60_000 - ageMillis), false));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 60000, STALE",
    "max-stale=5, 65001, STALE",
    "max-stale=soon, 61000, STALE",
    "max-age=30, 30001, REQUEST",
    "max-age=0, 1, REQUEST",
    "min-fresh=30, 30001, REQUEST",
    "no-cache, 0, REQUEST",
    "no-store, 0, REQUEST",
    "'max-age=61, max-stale', 62000, REQUEST",
  })
  void requestIsForwarded(String cacheControl, long ageMillis, ForwardReason reason) {
    assertThat(decide(cacheControl, ageMillis, PLAIN)).isEqualTo(forward(reason));
  }

  @Test
  void nothingStoredIsAUriMiss() {
    assertThat(decide("", 0)).isEqualTo(forward(ForwardReason.URI_MISS));
  }

  @Test
  void onlyOtherVariantsAreAVaryMiss() {
    StoredResponse other = stored(Headers.of("Vary", "*"));

    assertThat(decide("", 0, other)).isEqualTo(forward(ForwardReason.VARY_MISS));
    assertThat(decide("", 0, other, PLAIN)).isInstanceOf(CacheDecision.ServeStored.class);
  }

  @Test
  void firstFreshResponseIsServedThoughAStaleOnePrecedesIt() {
    StoredResponse old = stored(Headers.EMPTY, Headers.EMPTY, Duration.ZERO, Duration.ofSeconds(1));
    StoredResponse young = stored(Headers.of("ETag", "\"2\""));

    assertThat(decide("", 2000, old, young, PLAIN))
        .isEqualTo(new CacheDecision.ServeStored(young, Duration.ofSeconds(58), false));
  }

  @Test
  void freshResponseTakesPrecedenceOverOneThatMayBeServedStale() {
    StoredResponse old =
        stored(Headers.EMPTY, Headers.of("Vary", "X-A"), Duration.ZERO, Duration.ofSeconds(1));

    assertThat(decide("max-stale=5", 2000, old, PLAIN))
        .isEqualTo(new CacheDecision.ServeStored(PLAIN, Duration.ofSeconds(58), false));
    assertThat(decide("max-stale=100", 62_000, old, PLAIN))
        .isEqualTo(new CacheDecision.ServeStored(old, Duration.ofSeconds(-61), false));
  }

  @ParameterizedTest
  @CsvSource({
    "only-if-cached, 60000",
    "'only-if-cached, no-cache', 0",
    "'only-if-cached, max-age=1', 2000"
  })
  void onlyIfCachedIsUnsatisfiableIfTheRequestWouldBeForwarded(
      String cacheControl, long ageMillis) {
    assertThat(decide(cacheControl, ageMillis, PLAIN)).isEqualTo(new CacheDecision.Unsatisfiable());
    assertThat(decide(cacheControl, ageMillis)).isEqualTo(new CacheDecision.Unsatisfiable());
  }
}
