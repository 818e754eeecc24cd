package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Enforces the configured bounds while the store fills, independently of other pruning: in the
 * background, and by the writers themselves where they are faster. Safe for concurrent use.
 */
final class Quota {
  private static final int STEP = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** A bound may be exceeded by a quarter of it before a writer must make room. */
  private static final int SLACK = 4;

  private static final long MAX_SLACK_ENTRIES = 1000;
  private static final long MAX_SLACK_BYTES = 16L << 20;

  private final Engine engine;
  private final Mutations mutations;
  private final Totals totals;
  private final Reclaim reclaim;
  private final ReentrantLock evicting = new ReentrantLock();

  /** Whether the last attempt left a bound exceeded, because the rest are recordings. */
  private volatile boolean exhausted;

  private volatile StoreCapacity capacity;

  Quota(
      Engine engine, Mutations mutations, Totals totals, Reclaim reclaim, StoreCapacity capacity) {
    this.engine = engine;
    this.mutations = mutations;
    this.totals = totals;
    this.reclaim = reclaim;
    this.capacity = capacity;
  }

  /** Sets the bounds. */
  void resize(StoreCapacity changed) {
    capacity = changed;
  }

  /** Evicts what exceeds the bounds, even if writers add more, for about a second at most. */
  void step() {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (isExceeded(0, 0) && System.nanoTime() - end < 0) {
      if (!evict(Engine.TIMEOUT)) {
        return; // the rest are recordings
      }
    }
  }

  /** Returns whether a writer must {@linkplain #makeRoom make room} before it adds an entry. */
  boolean isShortOfRoom() {
    return !exhausted && isExceeded(SLACK);
  }

  /**
   * Evicts some entries on a writer's thread, with their content, if {@link #step} and {@link
   * #keepUp} do not keep up. One writer does so at a time; the others wait for it within the
   * budget. Damage does not fail the writer: {@link #step} meets it, too, and it is reported then.
   */
  void makeRoom() {
    Duration budget = mutations.budget();
    try {
      removeSome(SLACK, budget, budget);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
    }
  }

  /** Does the same in the background before a writer must, unless one is at it. */
  void keepUp() {
    removeSome(2 * SLACK, Duration.ZERO, Engine.TIMEOUT);
  }

  private void removeSome(int part, Duration wait, Duration timeout) {
    try {
      if (!exhausted
          && isExceeded(part)
          && evicting.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          removeSome(part, timeout);
        } finally {
          evicting.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the next write of the caller reports it
    }
  }

  private void removeSome(int part, Duration timeout) {
    if (isExceeded(part)) {
      evict(timeout);
      engine.read(database -> reclaim.step(database, timeout));
    }
  }

  /** Evicts some entries; returns whether there were any to evict. */
  private boolean evict(Duration timeout) {
    Pruning pruning =
        new Pruning(mutations, PruneLimits.of(Instant.EPOCH, capacity, STEP), timeout);
    int removed = pruning.evict();
    exhausted = pruning.isExhausted();
    return removed > 0;
  }

  /** Returns whether a bound is exceeded by more than its {@code part}-th part, which is capped. */
  private boolean isExceeded(int part) {
    StoreCapacity held = capacity;
    return isExceeded(
        Math.min(held.maxEntries(), SLACK * MAX_SLACK_ENTRIES) / part,
        Math.min(held.maxBytes(), SLACK * MAX_SLACK_BYTES) / part);
  }

  private boolean isExceeded(long entriesBeyond, long bytesBeyond) {
    DomainTotals all = totals.together();
    return !capacity.holds(all.entries() - entriesBeyond, all.size() - bytesBeyond);
  }
}
