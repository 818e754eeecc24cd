package io.apibuddy.store.rocksdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Counts who reads which entry's content, so that the chunks of a removed entry stay until the last
 * reader is done. Safe for concurrent use.
 */
final class OpenBodies {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Integer> readers = new HashMap<>();
  private final Map<Place, Doomed> waiting = new HashMap<>();

  /** Counts a reader; to be called before it looks whether the entry is there. */
  void open(Place place) {
    lock.lock();
    try {
      readers.merge(place, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a reader off; after the last one, hands on the chunks that waited for it. */
  void close(Place place, Consumer<Doomed> free) {
    Doomed freed = null;
    lock.lock();
    try {
      if (readers.computeIfPresent(place, (at, count) -> count == 1 ? null : count - 1) == null) {
        freed = waiting.remove(place);
      }
    } finally {
      lock.unlock();
    }
    if (freed != null) {
      free.accept(freed);
    }
  }

  boolean isRead(Place place) {
    lock.lock();
    try {
      return readers.containsKey(place);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the part of {@code doomed} that nobody reads; the rest is handed on when it is closed.
   * The entries must be invisible to new readers.
   */
  List<Doomed> unread(Doomed doomed) {
    lock.lock();
    try {
      List<Long> read = new ArrayList<>();
      for (Place place : readers.keySet()) {
        if (doomed.covers(place)) {
          read.add(place.number());
          waiting.put(place, Doomed.entry(place, doomed.chunks()));
        }
      }
      return around(doomed, read.stream().sorted().toList());
    } finally {
      lock.unlock();
    }
  }

  private static List<Doomed> around(Doomed doomed, List<Long> read) {
    if (read.isEmpty()) {
      return List.of(doomed);
    }
    List<Doomed> gaps = new ArrayList<>();
    long from = doomed.first();
    for (long number : read) {
      if (from < number) {
        gaps.add(new Doomed(doomed.domain(), from, number - 1, -1));
      }
      from = number + 1;
    }
    if (from <= doomed.last()) {
      gaps.add(new Doomed(doomed.domain(), from, doomed.last(), -1));
    }
    return gaps;
  }
}
