package io.apibuddy.domain.cachestatus;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9211. */
class CacheStatusFieldsTest {

  @ParameterizedTest
  @CsvSource({
    "PT30S, HIT, 'api-buddy; hit; ttl=30'",
    "PT0.5S, HIT, 'api-buddy; hit; ttl=0'",
    "PT0S, STALE, 'api-buddy; hit; ttl=0'",
    "PT-5S, STALE, 'api-buddy; hit; ttl=-5'",
  })
  void hitShowsItsRemainingLifetime(Duration remaining, CacheOutcome outcome, String member) {
    CacheStatus status = CacheStatus.hit(remaining);

    assertThat(status.outcome()).isEqualTo(outcome);
    assertThat(CacheStatusFields.format(status)).isEqualTo(member);
  }

  @ParameterizedTest
  @CsvSource({
    "URI_MISS, uri-miss",
    "VARY_MISS, vary-miss",
    "PARTIAL, partial",
    "STALE, stale",
    "REQUEST, request",
    "BYPASS, bypass",
    "METHOD, method"
  })
  void forwardShowsItsReason(ForwardReason reason, String token) {
    assertThat(
            CacheStatusFields.format(
                CacheStatus.forwarded(CacheOutcome.MISS, reason, 200, false, "")))
        .isEqualTo("api-buddy; fwd=" + token + "; fwd-status=200");
  }

  @Test
  void storedCollapsedAndDetailAreShown() {
    assertThat(
            CacheStatusFields.format(
                CacheStatus.collapsed(ForwardReason.URI_MISS, 200, true, "too-small")))
        .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=200; stored; collapsed; detail=too-small");
  }

  @Test
  void membersOfOtherCachesStayBeforeOurs() {
    Headers.Builder headers =
        Headers.of("Cache-Status", "cdn; hit", "X-Cache", "Miss from cdn").toBuilder();
    CacheStatusFields.add(headers, CacheStatus.hit(Duration.ofSeconds(1)));

    assertThat(headers.build().all("Cache-Status"))
        .containsExactly("cdn; hit", "api-buddy; hit; ttl=1");
    assertThat(headers.build().all("X-Cache")).containsExactly("HIT");
  }
}
