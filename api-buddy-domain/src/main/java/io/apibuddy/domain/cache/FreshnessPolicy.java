package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a stored response may be used without asking (RFC 9111 section 4.2). In {@code ttl}
 * policy the configured lifetime counts from when the response came, whatever its own fields say.
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
