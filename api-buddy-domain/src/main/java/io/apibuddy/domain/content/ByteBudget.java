package io.apibuddy.domain.content;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that many share. Safe for concurrent use, never blocks. */
public final class ByteBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Takes {@code bytes} if they are left; returns whether they were. */
  boolean tryTake(long bytes) {
    long before = used.get();
    while (before + bytes <= limit) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  /** Gives back what was taken. */
  void give(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Returns how many bytes are taken. */
  long used() {
    return used.get();
  }
}
