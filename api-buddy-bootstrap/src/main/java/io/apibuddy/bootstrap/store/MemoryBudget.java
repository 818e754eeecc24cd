package io.apibuddy.bootstrap.store;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory that copies take, in bytes. Safe for concurrent use, never blocks. */
final class MemoryBudget {
  private final AtomicLong whole;
  private final AtomicLong left;

  MemoryBudget(long bytes) {
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

  /** Takes bytes if they are left; returns whether they were. */
  boolean reserve(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /** Gives back what was taken. */
  void release(long bytes) {
    left.addAndGet(bytes);
  }

  long left() {
    return left.get();
  }
}
