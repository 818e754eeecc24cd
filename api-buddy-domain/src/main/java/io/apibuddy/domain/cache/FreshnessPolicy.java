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
    return lifetime(stored).minus(AgeCalculator.residentTime(stored, now));
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
    return shortened
        ? cache.ttl().minus(AgeCalculator.residentTime(stored, now))
        : remaining(stored, now);
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
