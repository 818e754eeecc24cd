package io.apibuddy.store.sqlite;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Counts who reads which entry's content, so that the chunks of an entry that was removed stay
 * until the last reader is done. Safe for concurrent use.
 */
final class OpenBodies {
  private final Consumer<List<Long>> reclaim;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Integer> readers = new HashMap<>();
  private final Set<Long> removed = new HashSet<>();

  /**
   * Starts without readers.
   *
   * @param reclaim has the chunks of removed entries deleted; must not wait
   */
  OpenBodies(Consumer<List<Long>> reclaim) {
    this.reclaim = reclaim;
  }

  /** Counts a reader; to be called before it looks whether the entry is there. */
  void open(long entry) {
    lock.lock();
    try {
      readers.merge(entry, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  void close(long entry) {
    boolean last;
    lock.lock();
    try {
      last = readers.computeIfPresent(entry, (id, n) -> n == 1 ? null : n - 1) == null;
      last = last && removed.remove(entry);
    } finally {
      lock.unlock();
    }
    if (last) {
      reclaim.accept(List.of(entry));
    }
  }

  /** Is told that no new reader will find these entries. */
  void removed(Collection<Long> entries) {
    List<Long> unread;
    lock.lock();
    try {
      unread = entries.stream().filter(entry -> !readers.containsKey(entry)).toList();
      entries.stream().filter(readers::containsKey).forEach(removed::add);
    } finally {
      lock.unlock();
    }
    if (!unread.isEmpty()) {
      reclaim.accept(unread);
    }
  }
}
