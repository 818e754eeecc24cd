package io.apibuddy.domain.store;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreStats;
import java.time.Instant;
import java.time.InstantSource;

/** Whether the store's bounds leave room for one more recording. Safe for concurrent use. */
public final class RecordingRoom {
  private static final int REMOVALS = 256;

  private final GuardedResponseStore store;
  private final InstantSource clock;

  public RecordingRoom(GuardedResponseStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Makes room if need be; false if recordings fill the store, which nothing but a person may. */
  public boolean isLeft(StoreCapacity capacity) {
    if (holds(capacity)) {
      return true;
    }
    store.prune(
        new PruneLimits(
            Instant.EPOCH, capacity.maxEntries() - 1, capacity.maxBytes() - 1, REMOVALS));
    return holds(capacity);
  }

  private boolean holds(StoreCapacity capacity) {
    StoreStats all =
        store.stats(clock.instant()).values().stream().reduce(StoreStats.NONE, StoreStats::and);
    return all.entries() < capacity.maxEntries() && all.size() < capacity.maxBytes();
  }
}
