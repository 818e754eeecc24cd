package io.apibuddy.domain.exchange;

import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.Touch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Keeps the store in bounds, a bounded number of steps at a time. For use by one thread. */
final class StoreUpkeep {

  private static final int REMOVALS_IN_A_STEP = 256;
  private static final int STEPS_AT_A_TIME = 16;

  private final GuardedResponseStore store;
  private final UseRecorder uses;
  private final InstantSource clock;
  private Instant nextCleanup = Instant.MIN;

  StoreUpkeep(GuardedResponseStore store, UseRecorder uses, InstantSource clock) {
    this.store = store;
    this.uses = uses;
    this.clock = clock;
  }

  /** Reports uses, then removes what exceeds the bounds and, when it is due, what is expired. */
  void run(StoreBounds bounds) {
    reportUses();
    Instant now = clock.instant();
    boolean cleanup = !now.isBefore(nextCleanup);
    Instant expiry = cleanup ? now : Instant.EPOCH;
    PruneLimits limits =
        new PruneLimits(expiry, bounds.maxEntries(), bounds.maxBytes(), REMOVALS_IN_A_STEP);
    boolean more = true;
    for (int step = 0; more && step < STEPS_AT_A_TIME; step++) {
      more = store.prune(limits).more();
    }
    if (cleanup && !more) {
      nextCleanup = now.plus(bounds.cleanupInterval());
    }
  }

  /** Writes down the uses that are not reported yet. */
  void reportUses() {
    List<Touch> touches = uses.drain();
    if (!touches.isEmpty()) {
      store.touch(touches);
    }
  }
}
