package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.PruneLimits;
import java.time.Duration;
import java.time.InstantSource;

/** Holds the configured bounds while the store fills, whoever prunes it besides. */
final class Quota {
  private static final int STEP = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Mutations mutations;
  private final Totals totals;
  private final InstantSource clock;
  private volatile long maxEntries;
  private volatile long maxBytes;

  Quota(Mutations mutations, Totals totals, InstantSource clock) {
    this.mutations = mutations;
    this.totals = totals;
    this.clock = clock;
  }

  /** Sets the bounds from now on. */
  void limit(long entries, long bytes) {
    maxEntries = entries;
    maxBytes = bytes;
  }

  /** Removes what is too much, for a second at most: what writers add meanwhile goes too. */
  void step() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isExceeded() && System.nanoTime() - end < 0) {
      PruneLimits limits = new PruneLimits(clock.instant(), maxEntries, maxBytes, STEP);
      if (new Pruning(mutations, limits).run().evicted() == 0) {
        return; // the rest are recordings
      }
    }
  }

  private boolean isExceeded() {
    long entries = 0;
    long bytes = 0;
    for (DomainTotals domain : totals.all().values()) {
      entries += domain.entries();
      bytes += domain.bytes();
    }
    return entries > maxEntries || bytes > maxBytes;
  }
}
