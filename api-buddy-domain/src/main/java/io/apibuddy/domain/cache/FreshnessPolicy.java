package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * Calculates the remaining freshness of stored responses (RFC 9111 section 4.2). Their lifetime
 * counts from their arrival, since {@link LifetimePolicy} has subtracted the age that they had
 * then.
 */
public final class FreshnessPolicy {

  private FreshnessPolicy() {}

  /** Returns the rest of the lifetime with which a response was stored; negative once stale. */
  static Duration remaining(StoredResponse stored, Instant now) {
    return remaining(lifetime(stored), stored, now);
  }

  /**
   * Returns the rest of the freshness lifetime; negative once the response is stale.
   *
   * @param cache the present cache configuration: in {@code ttl} policy, a lifetime that was
   *     shortened since the response was stored applies
   */
  public static Duration remaining(StoredResponse stored, CacheConfiguration cache, Instant now) {
    boolean shortened =
        cache.policy() == CachePolicy.TTL && cache.ttl().compareTo(lifetime(stored)) < 0;
    return remaining(shortened ? cache.ttl() : lifetime(stored), stored, now);
  }

  /**
   * Returns a lifetime without the {@link AgeCalculator#residentTime resident time}. Called on each
   * hit, so it creates one object only.
   */
  private static Duration remaining(Duration lifetime, StoredResponse stored, Instant now) {
    Instant respondedAt = stored.freshness().respondedAt();
    if (now.isBefore(respondedAt)) {
      return lifetime;
    }
    long residentSeconds = now.getEpochSecond() - respondedAt.getEpochSecond();
    long residentNanos = (long) now.getNano() - respondedAt.getNano();
    return Duration.ofSeconds(
        lifetime.getSeconds() - residentSeconds, lifetime.getNano() - residentNanos);
  }

  /** Returns whether a response is fresh. */
  static boolean isFresh(StoredResponse stored, CacheConfiguration cache, Instant now) {
    return remaining(stored, cache, now).compareTo(Duration.ZERO) > 0;
  }

  private static Duration lifetime(StoredResponse stored) {
    Duration lifetime = stored.lifetime();
    return lifetime == null ? Duration.ZERO : lifetime;
  }
}
