package io.apibuddy.domain.content;

import io.apibuddy.ports.http.BodyNormalizer;
import java.util.concurrent.atomic.AtomicLong;

/** A bounded number of bytes that several users share. Safe for concurrent use; never blocks. */
public final class ByteBudget implements BodyNormalizer.MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  @Override
  public boolean tryReserve(long bytes) {
    long before = used.get();
    while (before + bytes <= limit) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  @Override
  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Returns the size of the budget in bytes. */
  public long limit() {
    return limit;
  }

  /** Returns how many bytes are in use. */
  long used() {
    return used.get();
  }
}
