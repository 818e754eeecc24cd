package io.apibuddy.domain.throttle;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * The fields that tell a client how long it is refused, and because of which limit: {@code
 * RateLimit} and {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10), and {@code
 * X-RateLimit-*} as GitHub, GitLab and X send them and their clients read them, with the reset in
 * seconds since 1970. Clients of X and Okta look for {@code X-Rate-Limit-Reset}, and some fail
 * without.
 */
public final class RateLimitFields {

  private RateLimitFields() {}

  /**
   * Returns the fields for the answer to a refused request.
   *
   * @param now the time of the wall clock
   */
  public static Headers of(Refusal refusal, Instant now) {
    Headers.Builder fields = Headers.builder();
    long seconds = refusal.retryAfterSeconds();
    if (refusal instanceof Refusal.LimitReached reached) {
      RateLimit limit = reached.limit();
      fields.add("RateLimit", name(limit) + ";r=0;t=" + seconds);
      fields.add(
          "RateLimit-Policy",
          reached.limits().stream()
              .map(each -> name(each) + ";q=" + each.requests() + ";w=" + seconds(each.window()))
              .collect(Collectors.joining(", ")));
      fields.add("X-RateLimit-Limit", Long.toString(limit.requests()));
    }
    String reset = Long.toString(epochSeconds(now) + seconds);
    fields.add("X-RateLimit-Remaining", "0");
    fields.add("X-RateLimit-Reset", reset);
    fields.add("X-Rate-Limit-Reset", reset);
    return fields.build();
  }

  private static long epochSeconds(Instant time) {
    return time.plusNanos(999_999_999).getEpochSecond();
  }

  private static String name(RateLimit limit) {
    return "\"per-" + LimitText.window(limit.window()).replace(' ', '-') + '"';
  }

  private static long seconds(Duration window) {
    return Math.max(1, window.plusNanos(999_999_999).toSeconds());
  }
}
