package io.apibuddy.domain.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded counter, and the time at which it is expected to fall. Safe for concurrent use. */
final class BoundedCount {
  private volatile int most;
  private final AtomicInteger count = new AtomicInteger();
  private volatile Instant goesAt = Instant.MIN;

  BoundedCount(int most) {
    this.most = most;
  }

  /** Changes the bound. The count stays, even if it is greater. */
  void most(int number) {
    most = number;
  }

  int most() {
    return most;
  }

  int get() {
    return count.get();
  }

  /** Returns whether the bound is reached. */
  boolean isFull() {
    return count.get() >= most;
  }

  /** Adds one; returns false, and adds nothing, if the bound is reached. */
  boolean increment() {
    int bound = most;
    return count.getAndUpdate(now -> now < bound ? now + 1 : now) < bound;
  }

  void decrement() {
    count.decrementAndGet();
  }

  /** Records when the count is expected to fall. */
  void oneGoesAt(Instant time) {
    goesAt = time;
  }

  /** Records when one more may fall; the earlier of two future times counts. */
  void anotherGoesAt(Instant time, Instant now) {
    Instant known = goesAt;
    if (time.isBefore(known) || !known.isAfter(now)) {
      goesAt = time;
    }
  }

  /** Returns how long it takes at least until the count falls, zero if that is unknown. */
  Duration untilOneGoes(Instant now) {
    Instant time = goesAt;
    return now.isBefore(time) ? Duration.between(now, time) : Duration.ZERO;
  }
}
