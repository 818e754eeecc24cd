package io.apibuddy.domain.store;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreCapacity;
import java.time.Instant;

/** Tells whether the store's bounds leave room for one more recording. Safe for concurrent use. */
public final class RecordingRoom {
  private static final int MAX_REMOVALS = 256;

  private final GuardedResponseStore store;

  public RecordingRoom(GuardedResponseStore store) {
    this.store = store;
  }

  /**
   * Returns whether there is room, evicting entries if necessary. False if recordings fill the
   * store; they are never evicted.
   */
  public boolean isAvailable(StoreCapacity capacity) {
    if (store.holdsLessThan(capacity)) {
      return true;
    }
    store.prune(
        new PruneLimits(
            Instant.EPOCH, capacity.maxEntries() - 1, capacity.maxBytes() - 1, MAX_REMOVALS));
    return store.holdsLessThan(capacity);
  }
}
