package io.apibuddy.ports.store;

import java.util.Arrays;

/**
 * A sliding window log: the times of the latest attempts, oldest first, in a growing ring buffer of
 * longs. For use by one thread at a time.
 */
final class SlidingWindowLog {
  private static final int MIN_CAPACITY = 8;

  private long[] ring = new long[MIN_CAPACITY];
  private int oldest;
  private int size;

  int size() {
    return size;
  }

  /** Returns the {@code n}th newest time; {@code n} is 1 for the newest and at most the size. */
  long newest(long n) {
    return at(size - (int) n);
  }

  /** Returns the time at {@code index}, counted from the oldest. */
  long at(int index) {
    return ring[(oldest + index) % ring.length];
  }

  /** Adds an attempt; a time before the newest one is raised to it. */
  void add(long time) {
    if (size == ring.length) {
      resize(Math.max(MIN_CAPACITY, size + size / 2));
    }
    ring[(oldest + size) % ring.length] = size == 0 ? time : Math.max(time, newest(1));
    size++;
  }

  /** Returns the number of attempts after {@code time}. */
  int countAfter(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle) > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return size - low;
  }

  /** Removes all but the {@code count} newest. */
  void keepNewest(long count) {
    if (size > count) {
      int surplus = size - (int) count;
      oldest = (oldest + surplus) % ring.length;
      size = (int) count;
    }
    if (ring.length > MIN_CAPACITY && size < ring.length / 4) {
      resize(Math.max(MIN_CAPACITY, size * 2));
    }
  }

  /** Returns a copy of all times, oldest first. */
  long[] toArray() {
    long[] copy = new long[size];
    int untilEnd = Math.min(size, ring.length - oldest);
    System.arraycopy(ring, oldest, copy, 0, untilEnd);
    System.arraycopy(ring, 0, copy, untilEnd, size - untilEnd);
    return copy;
  }

  private void resize(int capacity) {
    ring = Arrays.copyOf(toArray(), capacity);
    oldest = 0;
  }
}
