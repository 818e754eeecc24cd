package io.apibuddy.domain.throttle;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * The fields that tell a client which limit its request has reached: {@code RateLimit} and {@code
 * RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10), and {@code X-RateLimit-*}.
 */
public final class RateLimitFields {

  private RateLimitFields() {}

  /** Returns the fields for the answer to a refused request; none if no limit refused it. */
  public static Headers of(Refusal refusal) {
    Headers.Builder fields = Headers.builder();
    if (refusal instanceof Refusal.LimitReached reached) {
      String seconds = Long.toString(refusal.retryAfterSeconds());
      RateLimit limit = reached.limit();
      fields.add("RateLimit", name(limit) + ";r=0;t=" + seconds);
      fields.add(
          "RateLimit-Policy",
          reached.limits().stream()
              .map(each -> name(each) + ";q=" + each.requests() + ";w=" + seconds(each.window()))
              .collect(Collectors.joining(", ")));
      fields.add("X-RateLimit-Limit", Long.toString(limit.requests()));
      fields.add("X-RateLimit-Remaining", "0");
      fields.add("X-RateLimit-Reset", seconds);
    }
    return fields.build();
  }

  private static String name(RateLimit limit) {
    return "\"per-" + LimitText.window(limit.window()).replace(' ', '-') + '"';
  }

  private static long seconds(Duration window) {
    return Math.max(1, window.plusNanos(999_999_999).toSeconds());
  }
}
