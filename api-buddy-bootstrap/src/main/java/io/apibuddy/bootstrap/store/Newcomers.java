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
 * The shelves of what was stored last and not asked for since, first in, first out; bounded in
 * bytes. Most of what is stored is asked for soon or not for a long time: it has its memory only
 * while it is new, so that what was asked for keeps its own and the collector seldom meets anything
 * twice. The figures are in docs/performance.md. After the small queue of S3-FIFO (Yang et al.,
 * SOSP 2023). Safe for concurrent use.
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

  /** Takes more or less memory from now on; what is too much goes at once. */
  void resize(long max) {
    lock.lock();
    try {
      maxBytes = max;
      dropOldest();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what is new under a key, null if nothing is. */
  @Nullable Shelf get(CacheKey key) {
    return shelves.get(key);
  }

  /** Adds a shelf, in the place of an older one; one that alone is too much is not kept. */
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
   * Forgets a shelf, for it is no longer new; what it weighs counts until its time is over.
   *
   * @return whether it was there: of several callers one is told so
   */
  boolean remove(CacheKey key, Shelf shelf) {
    return shelves.remove(key, shelf);
  }

  /** Forgets what is under keys that {@code unwanted} accepts. */
  void removeIf(Predicate<CacheKey> unwanted) {
    shelves.keySet().removeIf(unwanted);
  }

  /** Forgets all. */
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
