package io.apibuddy.domain.config;

import io.apibuddy.ports.store.StoreCapacity;
import java.time.Duration;

/**
 * How far the store may fill.
 *
 * @param capacity how many entries and bytes
 * @param cleanupInterval how often expired entries are looked for
 * @param metricsRetention how long counts of exchanges are kept
 */
public record StoreBounds(
    StoreCapacity capacity, Duration cleanupInterval, Duration metricsRetention) {

  /** The default capacity, once a day; counts of 30 days. */
  public static final StoreBounds DEFAULT =
      new StoreBounds(StoreCapacity.DEFAULT, Duration.ofHours(24), Duration.ofDays(30));

  /** Refuses durations that are not positive. */
  public StoreBounds {
    if (cleanupInterval.isZero() || cleanupInterval.isNegative()) {
      throw new IllegalArgumentException("cleanup interval must be positive");
    }
    if (metricsRetention.isZero() || metricsRetention.isNegative()) {
      throw new IllegalArgumentException("metrics retention must be positive");
    }
  }
}
