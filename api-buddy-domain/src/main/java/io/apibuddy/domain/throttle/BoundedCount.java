package io.apibuddy.domain.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded counter, and the time at which it is expected to fall. Safe for concurrent use. */
final class BoundedCount {
  private volatile int max;
  private final AtomicInteger count = new AtomicInteger();
  private volatile Instant decrementExpectedAt = Instant.MIN;

  BoundedCount(int max) {
    this.max = max;
  }

  /** Changes the bound. The count stays, even if it is greater. */
  void max(int number) {
    max = number;
  }

  int max() {
    return max;
  }

  int get() {
    return count.get();
  }

  /** Returns whether the bound is reached. */
  boolean isFull() {
    return count.get() >= max;
  }

  /** Adds one; returns false, and adds nothing, if the bound is reached. */
  boolean increment() {
    int bound = max;
    return count.getAndUpdate(now -> now < bound ? now + 1 : now) < bound;
  }

  void decrement() {
    count.decrementAndGet();
  }

  /** Records when the count is expected to fall. */
  void expectDecrementAt(Instant time) {
    decrementExpectedAt = time;
  }

  /** Records when one more may fall; the earlier of two future times counts. */
  void expectEarliestDecrementAt(Instant time, Instant now) {
    Instant known = decrementExpectedAt;
    if (time.isBefore(known) || !known.isAfter(now)) {
      decrementExpectedAt = time;
    }
  }

  /** Returns how long it takes at least until the count falls, zero if that is unknown. */
  Duration untilDecrement(Instant now) {
    Instant time = decrementExpectedAt;
    return now.isBefore(time) ? Duration.between(now, time) : Duration.ZERO;
  }
}
