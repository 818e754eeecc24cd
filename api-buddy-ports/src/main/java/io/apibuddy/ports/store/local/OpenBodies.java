package io.apibuddy.ports.store.local;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Counts who reads which entry's content, so that the content of a removed entry stays until its
 * last reader is done. Safe for concurrent use.
 *
 * @param <E> what names an entry; compared by {@code equals}
 */
public final class OpenBodies<E> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<E, Integer> readers = new HashMap<>();
  private final Set<E> removed = new HashSet<>();

  /** Starts without readers. */
  public OpenBodies() {}

  /** Counts a reader; to be called before it looks whether the entry is there. */
  public void open(E entry) {
    lock.lock();
    try {
      readers.merge(entry, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a reader off; returns true if the content waited for this one and can go now. */
  public boolean close(E entry) {
    lock.lock();
    try {
      boolean last =
          readers.computeIfPresent(entry, (at, count) -> count == 1 ? null : count - 1) == null;
      return last && removed.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether somebody reads the entry's content. */
  public boolean isRead(E entry) {
    lock.lock();
    try {
      return readers.containsKey(entry);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Is told that no new reader finds the entries that {@code gone} means.
   *
   * @return those of them that are still read; their content must stay until {@link #close} says so
   */
  public Set<E> remove(Predicate<E> gone) {
    Set<E> read = new HashSet<>();
    lock.lock();
    try {
      for (E entry : readers.keySet()) {
        if (gone.test(entry)) {
          read.add(entry);
        }
      }
      removed.addAll(read);
    } finally {
      lock.unlock();
    }
    return read;
  }
}
