package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;

/**
 * One entry and what the store itself knows of it; immutable.
 *
 * @param key the primary key it is found by
 * @param sequence counts entries in the order they were stored
 * @param storedAt when it was stored
 * @param response the entry with its content
 */
record HeldEntry(CacheKey key, long sequence, Instant storedAt, StoredResponse response) {

  /** Returns the bytes it is charged for. */
  long weight() {
    return response.size();
  }

  /** Returns whether it may be removed for its age. */
  boolean expired(Instant now) {
    return !response.pinned() && !response.freshness().discardAt().isAfter(now);
  }

  HeldEntry with(StoredResponse changed) {
    return new HeldEntry(key, sequence, storedAt, changed);
  }
}
