package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.store.CacheKey;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out queue of entries that were stored recently and not yet asked for, bounded
 * in bytes. It is modelled on the small queue of S3-FIFO (Yang et al., SOSP 2023).
 *
 * <p>Most entries are asked for soon or not for a long time. An entry here takes memory only while
 * it is new, so that entries that were asked for keep theirs, and the garbage collector seldom
 * meets an entry twice (figures in docs/performance-history.md). Safe for concurrent use.
 */
final class ProbationQueue {
  private record QueuedEntry(CacheKey key, CachedVariants cached) {}

  private final ConcurrentMap<CacheKey, CachedVariants> entries = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<QueuedEntry> order = new ArrayDeque<>();
  private long bytes;
  private long maxBytes;

  ProbationQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Changes the bound in bytes and drops at once what exceeds it. */
  void resize(long max) {
    lock.lock();
    try {
      maxBytes = max;
      dropOldest();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the variants of a key, null if there are none. */
  @Nullable CachedVariants get(CacheKey key) {
    return entries.get(key);
  }

  /**
   * Adds the variants of a key in place of older ones. Variants that weigh more than the bound are
   * not kept.
   */
  void add(CacheKey key, CachedVariants cached) {
    lock.lock();
    try {
      if (cached.weight() > maxBytes) {
        entries.remove(key);
        return;
      }
      entries.put(key, cached);
      order.add(new QueuedEntry(key, cached));
      bytes += cached.weight();
      dropOldest();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes variants that are no longer new. Their weight counts until their turn to be dropped.
   *
   * @return whether the variants were there; true for only one of several concurrent callers
   */
  boolean remove(CacheKey key, CachedVariants cached) {
    return entries.remove(key, cached);
  }

  /** Removes the variants of keys that {@code unwanted} accepts. */
  void removeIf(Predicate<CacheKey> unwanted) {
    entries.keySet().removeIf(unwanted);
  }

  /** Removes everything. */
  void clear() {
    lock.lock();
    try {
      entries.clear();
      order.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  private void dropOldest() {
    while (bytes > maxBytes) {
      QueuedEntry oldest = order.remove();
      bytes -= oldest.cached.weight();
      entries.remove(oldest.key, oldest.cached);
    }
  }
}
