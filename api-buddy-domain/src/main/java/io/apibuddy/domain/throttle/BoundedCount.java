package io.apibuddy.domain.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** How many of something are there, at most so many; safe for concurrent use. */
final class BoundedCount {
  private volatile int most;
  private final AtomicInteger count = new AtomicInteger();
  private volatile Instant goesAt = Instant.MIN;

  BoundedCount(int most) {
    this.most = most;
  }

  /** Changes how many may be there; those that are stay. */
  void most(int number) {
    most = number;
  }

  int most() {
    return most;
  }

  int get() {
    return count.get();
  }

  /** Returns whether there are as many as may be. */
  boolean isFull() {
    return count.get() >= most;
  }

  /** Adds one; false if there are as many as may be. */
  boolean increment() {
    int bound = most;
    return count.getAndUpdate(now -> now < bound ? now + 1 : now) < bound;
  }

  void decrement() {
    count.decrementAndGet();
  }

  /** Notes when one will go, if nothing comes between. */
  void oneGoesAt(Instant time) {
    goesAt = time;
  }

  /** Notes the same of one of several of whom the first to go counts. */
  void anotherGoesAt(Instant time, Instant now) {
    Instant known = goesAt;
    if (time.isBefore(known) || !known.isAfter(now)) {
      goesAt = time;
    }
  }

  /** Returns how long that is at least. */
  Duration untilOneGoes(Instant now) {
    Instant time = goesAt;
    return now.isBefore(time) ? Duration.between(now, time) : Duration.ZERO;
  }
}
