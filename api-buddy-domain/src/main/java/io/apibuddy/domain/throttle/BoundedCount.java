package io.apibuddy.domain.throttle;

import java.util.concurrent.atomic.AtomicInteger;

/** How many of something are there, at most so many; safe for concurrent use. */
final class BoundedCount {
  private volatile int most;
  private final AtomicInteger count = new AtomicInteger();

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

  /** Adds one; false if there are as many as may be. */
  boolean increment() {
    int bound = most;
    return count.getAndUpdate(now -> now < bound ? now + 1 : now) < bound;
  }

  void decrement() {
    count.decrementAndGet();
  }
}
