package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;

/**
 * A stored response with what the store itself knows about it. Immutable.
 *
 * @param key the cache key
 * @param sequence the number of the entry in the order of storing
 * @param storedAt when the entry was stored
 */
record HeldEntry(CacheKey key, long sequence, Instant storedAt, StoredResponse response) {

  /** Returns the bytes by which the entry counts against the capacity. */
  long weight() {
    return response.size();
  }

  /** Returns whether the entry may be removed because of its age. */
  boolean expired(Instant now) {
    return !response.pinned() && !response.freshness().discardAt().isAfter(now);
  }

  HeldEntry with(StoredResponse changed) {
    return new HeldEntry(key, sequence, storedAt, changed);
  }
}
