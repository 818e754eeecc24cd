package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.time.Instant;

/** Decides when a stored response may be used stale (RFC 9111 section 4.2.4, RFC 5861). */
final class StalePolicy {

  private StalePolicy() {}

  /** Returns whether a stale response may only be used after a validation. */
  static boolean isForbidden(CacheConfiguration cache, StoredResponse stored) {
    return cache.policy() == CachePolicy.HTTP
        && StoredFacts.of(stored).directives().mustRevalidate();
  }

  /**
   * Returns whether a response may ever be used stale.
   *
   * @param own the response's directives, which are ignored in {@code ttl} policy
   */
  static boolean mayServeStale(CacheConfiguration cache, ResponseDirectives own) {
    ResponseDirectives counting =
        cache.policy() == CachePolicy.HTTP ? own : ResponseDirectives.NONE;
    return !counting.mustRevalidate()
        && !Extremes.max(
                Extremes.max(counting.staleWhileRevalidate(), counting.staleIfError()),
                Extremes.max(cache.staleWhileRevalidate(), cache.staleIfError()))
            .isZero();
  }

  /** Returns whether a response may be used while it is validated in the background. */
  static boolean whileRevalidating(CacheConfiguration cache, StoredResponse stored, Instant now) {
    Duration own =
        cache.policy() == CachePolicy.HTTP
            ? StoredFacts.of(stored).directives().staleWhileRevalidate()
            : Duration.ZERO;
    return isWithin(
            FreshnessPolicy.remaining(stored, cache, now), own, cache.staleWhileRevalidate())
        && !isForbidden(cache, stored);
  }

  /** Returns whether a response may be used for a request because the upstream failed. */
  static boolean onError(CacheLookup lookup, StoredResponse stored, Instant now) {
    CacheConfiguration cache = lookup.cache();
    Duration requested = Duration.ofSeconds(lookup.directives().staleIfError().orElse(0));
    Duration own =
        cache.policy() == CachePolicy.HTTP
            ? StoredFacts.of(stored).directives().staleIfError()
            : Duration.ZERO;
    return isWithin(
            FreshnessPolicy.remaining(stored, cache, now),
            Extremes.max(own, requested),
            cache.staleIfError())
        && !isForbidden(cache, stored);
  }

  private static boolean isWithin(Duration remaining, Duration own, Duration configured) {
    Duration limit = Extremes.max(own, configured);
    return !limit.isZero() && remaining.negated().compareTo(limit) <= 0;
  }
}
