package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.PruneLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds the configured bounds while the store fills, whoever prunes it besides: behind the writers,
 * and by their own hand where they are faster than that. Safe for concurrent use.
 */
final class Quota {
  private static final int STEP = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The share of a bound that may be exceeded before a writer has to make room. */
  private static final int SLACK = 4;

  private static final long MOST_SLACK_ENTRIES = 1000;
  private static final long MOST_SLACK_BYTES = 16L << 20;

  private final Engine engine;
  private final Mutations mutations;
  private final Totals totals;
  private final Reclaim reclaim;
  private final InstantSource clock;
  private final ReentrantLock making = new ReentrantLock();
  private volatile long maxEntries;
  private volatile long maxBytes;

  Quota(Engine engine, Mutations mutations, Totals totals, Reclaim reclaim, InstantSource clock) {
    this.engine = engine;
    this.mutations = mutations;
    this.totals = totals;
    this.reclaim = reclaim;
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
    while (isExceeded(0, 0) && System.nanoTime() - end < 0) {
      if (!evict()) {
        return; // the rest are recordings
      }
    }
  }

  /**
   * Has a writer remove some of what is too much, with its content, if {@link #step} does not keep
   * up; one writer at a time, the others go on.
   */
  void makeRoom() {
    if (isExceeded(
            Math.min(maxEntries / SLACK, MOST_SLACK_ENTRIES),
            Math.min(maxBytes / SLACK, MOST_SLACK_BYTES))
        && making.tryLock()) {
      try {
        evict();
        engine.read(database -> reclaim.step(database, mutations.budget()));
      } finally {
        making.unlock();
      }
    }
  }

  /** Returns whether anything was there to remove. */
  private boolean evict() {
    PruneLimits limits = new PruneLimits(clock.instant(), maxEntries, maxBytes, STEP);
    return new Pruning(mutations, limits).run().evicted() > 0;
  }

  private boolean isExceeded(long entriesBeyond, long bytesBeyond) {
    long entries = 0;
    long bytes = 0;
    for (DomainTotals domain : totals.all().values()) {
      entries += domain.entries();
      bytes += domain.bytes();
    }
    return entries - entriesBeyond > maxEntries || bytes - bytesBeyond > maxBytes;
  }
}
