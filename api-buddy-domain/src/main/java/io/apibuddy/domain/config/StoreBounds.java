package io.apibuddy.domain.config;

import io.apibuddy.ports.store.StoreCapacity;
import java.time.Duration;

/**
 * How much the store may hold, and for how long.
 *
 * @param capacity the maximum number of entries and of bytes
 * @param cleanupInterval the interval between two sweeps of expired entries; positive
 * @param metricsRetention how long counts of exchanges are kept; positive
 */
public record StoreBounds(
    StoreCapacity capacity, Duration cleanupInterval, Duration metricsRetention) {

  /** The default capacity, a sweep a day, counts for 30 days. */
  public static final StoreBounds DEFAULT =
      new StoreBounds(StoreCapacity.DEFAULT, Duration.ofHours(24), Duration.ofDays(30));

  /** Rejects durations that are not positive. */
  public StoreBounds {
    if (cleanupInterval.isZero() || cleanupInterval.isNegative()) {
      throw new IllegalArgumentException("cleanup interval must be positive");
    }
    if (metricsRetention.isZero() || metricsRetention.isNegative()) {
      throw new IllegalArgumentException("metrics retention must be positive");
    }
  }
}
