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
 * A first-in, first-out queue of entries that were stored lately and not yet asked for, bounded in
 * bytes. It is the small queue of S3-FIFO (Yang et al., SOSP 2023).
 *
 * <p>Most entries are asked for soon or not for a long time. An entry here takes memory only while
 * it is new, so that entries that were asked for keep theirs, and the garbage collector seldom
 * meets an entry twice (figures in docs/performance.md). Safe for concurrent use.
 */
final class Newcomers {
  private record Place(CacheKey key, Shelf shelf) {}

  private final ConcurrentMap<CacheKey, Shelf> shelves = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Place> order = new ArrayDeque<>();
  private long bytes;
  private long maxBytes;

  Newcomers(long maxBytes) {
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

  /** Returns the shelf of a key, null if there is none. */
  @Nullable Shelf get(CacheKey key) {
    return shelves.get(key);
  }

  /**
   * Adds a shelf in place of an older one of the key. A shelf larger than the bound is not kept.
   */
  void add(CacheKey key, Shelf shelf) {
    lock.lock();
    try {
      if (shelf.weight() > maxBytes) {
        shelves.remove(key);
        return;
      }
      shelves.put(key, shelf);
      order.add(new Place(key, shelf));
      bytes += shelf.weight();
      dropOldest();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes a shelf that is no longer new. Its weight counts until its turn to be dropped.
   *
   * @return whether the shelf was there; true for only one of several concurrent callers
   */
  boolean remove(CacheKey key, Shelf shelf) {
    return shelves.remove(key, shelf);
  }

  /** Removes the shelves of keys that {@code unwanted} accepts. */
  void removeIf(Predicate<CacheKey> unwanted) {
    shelves.keySet().removeIf(unwanted);
  }

  /** Removes all shelves. */
  void clear() {
    lock.lock();
    try {
      shelves.clear();
      order.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  private void dropOldest() {
    while (bytes > maxBytes) {
      Place oldest = order.remove();
      bytes -= oldest.shelf.weight();
      shelves.remove(oldest.key, oldest.shelf);
    }
  }
}
