package io.apibuddy.ports.contract;

import java.time.Duration;

/**
 * Measures the time in which something makes progress. A time without progress, for example because
 * the machine does not let the process run, counts as 50 ms at most. For use by one thread.
 */
public final class ProgressClock {
  private static final long STANDSTILL = Duration.ofMillis(50).toNanos();

  private long progress;
  private long before = System.nanoTime();

  /** Reports progress and returns the time measured since the start, in nanoseconds. */
  public long tick() {
    long now = System.nanoTime();
    progress += Math.min(now - before, STANDSTILL);
    before = now;
    return progress;
  }
}
