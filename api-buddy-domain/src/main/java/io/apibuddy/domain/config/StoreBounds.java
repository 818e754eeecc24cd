package io.apibuddy.domain.config;

import io.apibuddy.ports.store.PruneLimits;
import java.time.Duration;

/**
 * How far the store may fill.
 *
 * @param maxEntries how many entries, least recently used go first
 * @param maxBytes how many bytes, see {@link PruneLimits}
 * @param cleanupInterval how often expired entries are looked for
 * @param metricsRetention how long counts of exchanges are kept
 */
public record StoreBounds(
    long maxEntries, long maxBytes, Duration cleanupInterval, Duration metricsRetention) {

  /** 10000 entries, 500 MiB, once a day; counts of 30 days. */
  public static final StoreBounds DEFAULT =
      new StoreBounds(10_000, 500L << 20, Duration.ofHours(24), Duration.ofDays(30));

  /** Refuses bounds that leave no room and durations that are not positive. */
  public StoreBounds {
    if (maxEntries < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("bounds must be positive");
    }
    if (cleanupInterval.isZero() || cleanupInterval.isNegative()) {
      throw new IllegalArgumentException("cleanup interval must be positive");
    }
    if (metricsRetention.isZero() || metricsRetention.isNegative()) {
      throw new IllegalArgumentException("metrics retention must be positive");
    }
  }
}
