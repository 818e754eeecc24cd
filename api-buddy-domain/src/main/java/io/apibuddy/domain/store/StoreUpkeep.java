package io.apibuddy.domain.store;

import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.Touch;
import io.apibuddy.ports.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Keeps the store within its bounds, in bounded steps. For use by one thread. */
public final class StoreUpkeep {

  private static final int REMOVALS_PER_STEP = 256;
  private static final int STEPS_PER_RUN = 16;

  private final GuardedResponseStore store;
  private final UseRecorder uses;
  private final InstantSource clock;
  private final Interval sinceCleanup;

  public StoreUpkeep(
      GuardedResponseStore store, UseRecorder uses, InstantSource clock, Ticker ticker) {
    this.store = store;
    this.uses = uses;
    this.clock = clock;
    this.sinceCleanup = new Interval(ticker);
  }

  /**
   * Reports uses, then removes entries beyond the bounds and, if a cleanup is due, expired ones.
   *
   * @param keepExpired whether no cleanup is ever due, because expired responses are still used
   */
  public void run(StoreBounds bounds, boolean keepExpired) {
    reportUses();
    boolean cleanup = !keepExpired && sinceCleanup.isOver(bounds.cleanupInterval());
    Instant expiry = cleanup ? clock.instant() : Instant.EPOCH;
    PruneLimits limits = PruneLimits.of(expiry, bounds.capacity(), REMOVALS_PER_STEP);
    boolean more = true;
    for (int step = 0; more && step < STEPS_PER_RUN; step++) {
      more = store.prune(limits).more();
    }
    if (cleanup && !more) {
      sinceCleanup.begin();
    }
  }

  /** Reports to the store the uses that were recorded since the last report. */
  public void reportUses() {
    List<Touch> touches = uses.drain();
    if (!touches.isEmpty()) {
      store.touch(touches);
    }
  }
}
