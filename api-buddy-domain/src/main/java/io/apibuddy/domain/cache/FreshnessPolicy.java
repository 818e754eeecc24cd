package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a stored response may be used without asking (RFC 9111 section 4.2): its lifetime, from
 * which {@link LifetimePolicy} took the age it came with, counts from when it came.
 */
final class FreshnessPolicy {

  private FreshnessPolicy() {}

  /** Returns what is left of the freshness lifetime; negative once the response is stale. */
  static Duration remaining(StoredResponse stored, Instant now) {
    Duration lifetime = stored.freshness().lifetime();
    return (lifetime == null ? Duration.ZERO : lifetime)
        .minus(AgeCalculator.residentTime(stored, now));
  }
}
