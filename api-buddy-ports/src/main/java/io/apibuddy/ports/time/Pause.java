package io.apibuddy.ports.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Suspends a thread for a computed time. */
@FunctionalInterface
public interface Pause {

  /**
   * Waits.
   *
   * @param duration how long; returns at once if it is zero or negative
   * @throws InterruptedException if the thread was interrupted
   */
  void pause(Duration duration) throws InterruptedException;

  /** Returns a pause that blocks the calling thread. */
  static Pause blocking() {
    return duration -> {
      if (!duration.isNegative() && !duration.isZero()) {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      }
    };
  }
}
