package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a stored response may be used without asking (RFC 9111 section 4.2): its lifetime, from
 * which {@link LifetimePolicy} took the age it came with, counts from when it came.
 */
public final class FreshnessPolicy {

  private FreshnessPolicy() {}

  /** Returns what is left of the lifetime that it was given; negative once it is stale. */
  static Duration remaining(StoredResponse stored, Instant now) {
    return lifetime(stored).minus(AgeCalculator.residentTime(stored, now));
  }

  /**
   * Returns what is left of the freshness lifetime; negative once the response is stale.
   *
   * @param cache how it is cached now: in {@code ttl} policy a lifetime that has been shortened
   *     since it was stored counts
   */
  public static Duration remaining(StoredResponse stored, CacheConfiguration cache, Instant now) {
    boolean shortened =
        cache.policy() == CachePolicy.TTL && cache.ttl().compareTo(lifetime(stored)) < 0;
    return shortened
        ? cache.ttl().minus(AgeCalculator.residentTime(stored, now))
        : remaining(stored, now);
  }

  /** Returns whether something is left of it. */
  static boolean isFresh(StoredResponse stored, CacheConfiguration cache, Instant now) {
    return remaining(stored, cache, now).compareTo(Duration.ZERO) > 0;
  }

  private static Duration lifetime(StoredResponse stored) {
    Duration lifetime = stored.lifetime();
    return lifetime == null ? Duration.ZERO : lifetime;
  }
}
