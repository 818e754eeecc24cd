package io.apibuddy.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitFieldsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.001Z"); // 1767225600
  private static final RateLimit HOUR = new RateLimit(1000, Duration.ofHours(1));
  private static final RateLimit SECOND = new RateLimit(5, Duration.ofSeconds(1));

  @Test
  void reachedLimitIsShownAmongAllLimits() {
    Refusal refusal =
        new Refusal.LimitReached(
            HOUR, List.of(SECOND, HOUR), Duration.ZERO, Duration.ofMillis(29_001));

    assertThat(RateLimitFields.of(refusal, NOW))
        .isEqualTo(
            Headers.of(
                "RateLimit",
                "\"per-hour\";r=0;t=30",
                "RateLimit-Policy",
                "\"per-second\";q=5;w=1, \"per-hour\";q=1000;w=3600",
                "X-RateLimit-Limit",
                "1000",
                "X-RateLimit-Remaining",
                "0",
                "X-RateLimit-Reset",
                "1767225631",
                "X-Rate-Limit-Reset",
                "1767225631"));
  }

  /** GitHub's clients wait only if nothing remains, and until the reset. */
  @Test
  void upstreamPauseShowsItsEndWithoutALimit() {
    assertThat(RateLimitFields.of(new Refusal.UpstreamPaused(Duration.ofSeconds(7)), NOW))
        .isEqualTo(
            Headers.of(
                "X-RateLimit-Remaining",
                "0",
                "X-RateLimit-Reset",
                "1767225608",
                "X-Rate-Limit-Reset",
                "1767225608"));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 1", "PT0.000000001S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT59.5S, 60"})
  void aWaitIsRoundedUp(Duration wait, long seconds) {
    assertThat(new Refusal.UpstreamPaused(wait).retryAfterSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "PT1S, second",
    "PT1M, minute",
    "PT1H, hour",
    "P1D, day",
    "PT90S, 90 seconds",
    "PT15M, 15 minutes",
    "PT48H, 2 days",
    "PT0.5S, 500 milliseconds"
  })
  void windowsHaveNames(Duration window, String name) {
    assertThat(LimitText.of(new RateLimit(2, window))).isEqualTo("2 requests per " + name);
    assertThat(LimitText.of(new RateLimit(1, window))).isEqualTo("1 request per " + name);
  }
}
