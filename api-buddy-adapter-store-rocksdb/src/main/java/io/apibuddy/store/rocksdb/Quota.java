package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.PruneLimits;
import java.time.InstantSource;

/** Holds the configured bounds while the store fills, whoever prunes it besides. */
final class Quota {
  private static final int STEP = 1000;

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

  /** Removes some of what is too much. */
  void step() {
    long entries = 0;
    long bytes = 0;
    for (DomainTotals domain : totals.all().values()) {
      entries += domain.entries();
      bytes += domain.bytes();
    }
    if (entries > maxEntries || bytes > maxBytes) {
      new Pruning(mutations, new PruneLimits(clock.instant(), maxEntries, maxBytes, STEP)).run();
    }
  }
}
