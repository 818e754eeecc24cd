package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
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
  private final ReentrantLock making = new ReentrantLock();

  /** Whether too much was left when it was tried last, since the rest are recordings. */
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

  /** Holds another capacity from now on. */
  void resize(StoreCapacity changed) {
    capacity = changed;
  }

  /** Removes what is too much, for a second at most: what writers add meanwhile goes too. */
  void step() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isExceeded(0, 0) && System.nanoTime() - end < 0) {
      if (!evict(Engine.PATIENCE)) {
        return; // the rest are recordings
      }
    }
  }

  /** Returns whether a writer has to {@linkplain #makeRoom make room} before it adds something. */
  boolean isShortOfRoom() {
    return !exhausted && isExceeded(SLACK);
  }

  /**
   * Has a writer remove some of what is too much, with its content, if neither {@link #step} nor
   * {@link #keepUp} does; one writer at a time, the others wait for it within the budget. What is
   * damaged keeps no writer from adding something: {@link #step} meets it too, and it is reported
   * then.
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

  /** Does the same before any writer has to, unless one does. */
  void keepUp() {
    removeSome(2 * SLACK, Duration.ZERO, Engine.PATIENCE);
  }

  private void removeSome(int part, Duration wait, Duration patience) {
    try {
      if (!exhausted && isExceeded(part) && making.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          removeSome(part, patience);
        } finally {
          making.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever adds something next is told
    }
  }

  private void removeSome(int part, Duration patience) {
    if (isExceeded(part)) {
      evict(patience);
      engine.read(database -> reclaim.step(database, patience));
    }
  }

  /** Returns whether anything was there to remove. */
  private boolean evict(Duration patience) {
    Pruning pruning =
        new Pruning(mutations, PruneLimits.of(Instant.EPOCH, capacity, STEP), patience);
    int removed = pruning.evict();
    exhausted = pruning.isExhausted();
    return removed > 0;
  }

  /** Returns whether a bound is exceeded by a part of it, or by more than the most. */
  private boolean isExceeded(int part) {
    StoreCapacity held = capacity;
    return isExceeded(
        Math.min(held.maxEntries(), SLACK * MOST_SLACK_ENTRIES) / part,
        Math.min(held.maxBytes(), SLACK * MOST_SLACK_BYTES) / part);
  }

  private boolean isExceeded(long entriesBeyond, long bytesBeyond) {
    DomainTotals all = totals.together();
    return !capacity.holds(all.entries() - entriesBeyond, all.size() - bytesBeyond);
  }
}
