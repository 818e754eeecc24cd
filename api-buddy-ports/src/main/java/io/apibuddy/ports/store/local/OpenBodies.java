package io.apibuddy.ports.store.local;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Counts the readers of each entry's content, so that the content of a removed entry stays until
 * its last reader has closed it. Safe for concurrent use.
 *
 * @param <E> what identifies an entry; compared with {@code equals}
 */
public final class OpenBodies<E> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<E, Integer> readers = new HashMap<>();
  private final Set<E> removed = new HashSet<>();

  /** Creates a count without readers. */
  public OpenBodies() {}

  /** Counts a reader. To be called before the reader checks that the entry exists. */
  public void open(E entry) {
    lock.lock();
    try {
      readers.merge(entry, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes a reader. Returns true if it was the last one of a removed entry, whose content can be
   * deleted now.
   */
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

  /** Returns whether the entry's content has readers. */
  public boolean isRead(E entry) {
    lock.lock();
    try {
      return readers.containsKey(entry);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reports that new readers can no longer find the entries that {@code gone} matches.
   *
   * @return those of them that still have readers; their content must stay until {@link #close}
   *     returns true
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
