package io.apibuddy.ports.memory;

import java.util.concurrent.atomic.AtomicLong;

/** A bounded number of bytes that several users share. Safe for concurrent use; never blocks. */
public final class ByteBudget {
  private final AtomicLong used = new AtomicLong();
  private volatile long limit;

  /** Creates a budget of {@code limit} bytes, none of which is in use. */
  public ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Changes the size of the budget in bytes. Bytes that are reserved stay so, even beyond it. */
  public void resize(long bytes) {
    limit = bytes;
  }

  /** Reserves {@code bytes} if that many are left; returns whether it did. */
  public boolean tryReserve(long bytes) {
    return tryReserve(bytes, limit);
  }

  /**
   * Reserves {@code bytes} if no more than half of the budget is in use then, so that the rest is
   * left to others; returns whether it did.
   */
  public boolean tryReserveFromHalf(long bytes) {
    return tryReserve(bytes, limit / 2);
  }

  private boolean tryReserve(long bytes, long bound) {
    long before = used.get();
    while (bytes <= bound - before) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  /** Gives {@code bytes} back that were reserved. */
  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Returns the size of the budget in bytes. */
  public long limit() {
    return limit;
  }

  /** Returns how many bytes are reserved. */
  public long used() {
    return used.get();
  }
}
