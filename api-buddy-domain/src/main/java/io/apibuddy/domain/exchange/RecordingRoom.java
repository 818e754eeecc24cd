package io.apibuddy.domain.exchange;

import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreStats;
import java.time.Instant;
import java.time.InstantSource;

/** Whether the store's bounds leave room for one more recording. Safe for concurrent use. */
final class RecordingRoom {
  private static final int REMOVALS = 256;

  private final GuardedResponseStore store;
  private final InstantSource clock;

  RecordingRoom(GuardedResponseStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Makes room if need be; false if recordings fill the store, which nothing but a person may. */
  boolean isLeft(StoreBounds bounds) {
    if (holds(bounds)) {
      return true;
    }
    store.prune(
        new PruneLimits(Instant.EPOCH, bounds.maxEntries() - 1, bounds.maxBytes() - 1, REMOVALS));
    return holds(bounds);
  }

  private boolean holds(StoreBounds bounds) {
    StoreStats all =
        store.stats(clock.instant()).values().stream().reduce(StoreStats.NONE, StoreStats::and);
    return all.entries() < bounds.maxEntries() && all.size() < bounds.maxBytes();
  }
}
