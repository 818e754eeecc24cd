package io.apibuddy.bootstrap.store;

import java.util.concurrent.atomic.AtomicLong;

/** A budget of memory for copies of content, in bytes. Safe for concurrent use; never blocks. */
final class MemoryBudget {
  private final AtomicLong limit;
  private final AtomicLong available;

  MemoryBudget(long bytes) {
    limit = new AtomicLong(bytes);
    available = new AtomicLong(bytes);
  }

  /** Sets the whole budget. Bytes that are reserved stay reserved. */
  void resize(long bytes) {
    available.addAndGet(bytes - limit.getAndSet(bytes));
  }

  /**
   * Returns an empty copy for an entry's content.
   *
   * @param expectedLength the length of the content in bytes, -1 if unknown
   */
  StagedCopy copy(long expectedLength) {
    return new StagedCopy(this, expectedLength);
  }

  /** Reserves bytes if as many are left; returns whether they were. */
  boolean reserve(long bytes) {
    if (available.addAndGet(-bytes) >= 0) {
      return true;
    }
    available.addAndGet(bytes);
    return false;
  }

  /** Returns reserved bytes to the budget. */
  void release(long bytes) {
    available.addAndGet(bytes);
  }

  long available() {
    return available.get();
  }
}
