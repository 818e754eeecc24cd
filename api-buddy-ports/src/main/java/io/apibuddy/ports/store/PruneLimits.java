package io.apibuddy.ports.store;

import java.time.Instant;

/**
 * How far a store may fill.
 *
 * @param now entries whose {@link Freshness#discardAt} is not after this are removed
 * @param maxEntries how many entries may stay, least recently used go first
 * @param maxBytes how many bytes may stay, see {@link StoredResponse#size}; of content as the store
 *     keeps it, compressed if it is
 * @param maxRemovals how many entries one call removes at most, for both reasons together, and no
 *     fewer while more have to go: work is done in bounded steps
 */
public record PruneLimits(Instant now, long maxEntries, long maxBytes, int maxRemovals) {

  /** Refuses what would do nothing. */
  public PruneLimits {
    if (maxEntries < 0 || maxBytes < 0 || maxRemovals < 1) {
      throw new IllegalArgumentException("limits must not be negative, a step removes 1 or more");
    }
  }

  /** Returns those that hold a store to a capacity. */
  public static PruneLimits of(Instant now, StoreCapacity capacity, int maxRemovals) {
    return new PruneLimits(now, capacity.maxEntries(), capacity.maxBytes(), maxRemovals);
  }
}
