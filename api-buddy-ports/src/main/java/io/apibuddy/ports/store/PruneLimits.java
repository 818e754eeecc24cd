package io.apibuddy.ports.store;

import java.time.Instant;

/**
 * The bounds that {@link ResponseStore#prune} enforces.
 *
 * @param now entries whose {@link Freshness#discardAt} is not after this time are removed
 * @param maxEntries how many entries may stay; the least recently used go first
 * @param maxBytes how many bytes may stay, see {@link StoredResponse#size}; content counts as the
 *     store keeps it, compressed if it is
 * @param maxRemovals how many entries one call removes at most, for both reasons together, so that
 *     pruning proceeds in bounded steps. A call removes fewer only if no more have to go
 */
public record PruneLimits(Instant now, long maxEntries, long maxBytes, int maxRemovals) {

  /** Rejects negative bounds and a step that removes nothing. */
  public PruneLimits {
    if (maxEntries < 0 || maxBytes < 0 || maxRemovals < 1) {
      throw new IllegalArgumentException("limits must not be negative, a step removes 1 or more");
    }
  }

  /** Returns the bounds that limit a store to a capacity. */
  public static PruneLimits of(Instant now, StoreCapacity capacity, int maxRemovals) {
    return new PruneLimits(now, capacity.maxEntries(), capacity.maxBytes(), maxRemovals);
  }
}
