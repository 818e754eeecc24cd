package io.apibuddy.bootstrap.store;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all copies that are being made while entries are staged. */
final class StagingBudget {
  private final AtomicLong whole;
  private final AtomicLong left;

  StagingBudget(long bytes) {
    whole = new AtomicLong(bytes);
    left = new AtomicLong(bytes);
  }

  /** Sets the whole budget; what is taken already stays taken. */
  void resize(long bytes) {
    left.addAndGet(bytes - whole.getAndSet(bytes));
  }

  /** Returns an empty copy for an entry of that length, -1 if it is not known. */
  StagedCopy copy(long expectedLength) {
    return new StagedCopy(this, expectedLength);
  }

  boolean reserve(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void release(long bytes) {
    left.addAndGet(bytes);
  }

  long left() {
    return left.get();
  }
}
