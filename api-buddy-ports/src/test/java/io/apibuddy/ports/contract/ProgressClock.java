package io.apibuddy.ports.contract;

import java.time.Duration;

/**
 * Counts the time in which something gets on, and of a time in which it does not, because the
 * machine holds it up for example, next to nothing. For one thread.
 */
public final class ProgressClock {
  private static final long STANDSTILL = Duration.ofMillis(50).toNanos();

  private long progress;
  private long before = System.nanoTime();

  /** Notes that it has got on; returns for how long it has since the start, in nanoseconds. */
  public long tick() {
    long now = System.nanoTime();
    progress += Math.min(now - before, STANDSTILL);
    before = now;
    return progress;
  }
}
